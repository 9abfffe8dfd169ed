"""Faults: bits in order of gravity. Each latches; START held after the cause is gone clears it."""

OVERCURRENT = 1 << 0
MISMATCH = 1 << 1
RAIL = 1 << 2
BRIDGE = 1 << 3
NET_DC = 1 << 4
DOSE = 1 << 5
TICK_ERROR = 1 << 6
TICK_LATE = 1 << 7
STREAM_DRY = 1 << 8
APP_DEAD = 1 << 9
USB_POWER = 1 << 10
SELF_TEST = 1 << 11

# (bit, name, samples in a row before it trips: 1 or 2, what it means and the cure)
TABLE = (
    (OVERCURRENT, "OVERCURRENT", 1, "more than 620 uA measured: check U1A, QN, DAC"),
    (MISMATCH, "MISMATCH", 2, "delivered is not what was set: check DAC, RS1, RS2"),
    (RAIL, "RAIL", 2, "top of the bridge is off its voltage: check HV, RLIM, the battery"),
    (BRIDGE, "BRIDGE", 2, "crowbar does not short the legs: check U2 and its level shifters"),
    (NET_DC, "NET_DC", 1, "a biphasic mode carried a net charge: check U2"),
    (DOSE, "DOSE", 1, "twice the dose at which a session ends: report it"),
    (TICK_ERROR, "TICK_ERROR", 1, "the firmware stopped itself: report the trace"),
    (TICK_LATE, "TICK_LATE", 1, "the tick came late: no file work while a session runs"),
    (STREAM_DRY, "STREAM_DRY", 1, "no sample in time: no file work while a session runs"),
    (APP_DEAD, "APP_DEAD", 1, "the application stopped: restart, report the trace"),
    (USB_POWER, "USB_POWER", 1, "USB power during a session: unplug it"),
    (SELF_TEST, "SELF_TEST", 1, "the self-test failed: its step names the part"),
)

# Of the reasons for which an output stops by itself: playing, at rest, lost contact, overcurrent,
# rail, dry, lease run out, off (hal/rp2/guard.py, hal/esp32/output.py).
OF_STOP = (0, 0, 0, OVERCURRENT, RAIL, STREAM_DRY, TICK_LATE, 0)


def mask(samples: int) -> int:
    """All bits that need this many samples in a row."""
    bits = 0
    for row in TABLE:
        if row[2] == samples:
            bits |= row[0]
    return bits


def name(bits: int) -> str:
    """Name of the gravest bit, or '' for none."""
    for row in TABLE:
        if bits & row[0]:
            return row[1]
    return ""


def cure(bits: int) -> str:
    """Meaning and cure of the gravest bit, or ''."""
    for row in TABLE:
        if bits & row[0]:
            return row[3]
    return ""
