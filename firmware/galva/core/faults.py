"""The rules of supervision: one row each. What stands long enough acts; what trips, latches.

Bits are in order of gravity. Conditions and figures: hardware.md section 6, limits.py.
"""

from .limits import for_host

OVERCURRENT = 1 << 0
MISMATCH = 1 << 1
LEG = 1 << 2
RAIL = 1 << 3
BRIDGE = 1 << 4
LEAK = 1 << 5
ASYMMETRY = 1 << 6
NET_DC = 1 << 7
DOSE = 1 << 8
SELF_TEST = 1 << 9
TICK_ERROR = 1 << 10
STREAM_DRY = 1 << 11
TICK_LATE = 1 << 12
APP_DEAD = 1 << 13
WATCHDOG = 1 << 14
RECORD = 1 << 15
USB_POWER = 1 << 16
LOST = 1 << 17
JUMP = 1 << 18
BATTERY = 1 << 19

# What a rule does: off and latched; crowbar, then look for the skin with the probe; the same after
# a ramp down; ramp down and end.
TRIP, PAUSE, EASE, END = range(4)
ACTIONS = ("off, latched", "crowbar, pause", "ramp down, pause", "ramp down, end")

# How a latched one is cleared: START held, and then this must be so.
TESTED, UNPLUGGED, BY_ITSELF = range(3)
CLEARS = ("the whole self-test passes", "USB power is gone", "by itself")

# (bit, name, condition, in a row, of what, action, clear, meaning and cure)
TABLE = (
    (OVERCURRENT, "OVERCURRENT", for_host("I > 620 µA"), 1, "sample", TRIP, TESTED)
    + ("more than any mode may give: check U1A, QN, DAC",),
    (MISMATCH, "MISMATCH", for_host("|I - set| > 5 % + 8 µA"), 2, "tick", TRIP, TESTED)
    + ("delivered is not what was set: check DAC, RS1, RS2",),
    (LEG, "LEG", for_host("R < -1.5 kΩ - 0.3 V/I"), 1, "phase", TRIP, TESTED)
    + ("one polarity is short-circuited: check U2 and its level shifters",),
    (RAIL, "RAIL", for_host("VT - (rail - 866 Ω (I + 18 µA)) < -1.0 V or > 0.6 V"))
    + (2, "tick", TRIP, TESTED)
    + ("top of the bridge is off its voltage: check HV, RLIM, the battery",),
    (BRIDGE, "BRIDGE", for_host("RUN low: |VT - VB| > 0.35 V"), 2, "tick", TRIP, TESTED)
    + ("crowbar does not short the legs: check U2 and its level shifters",),
    (LEAK, "LEAK", for_host("code 0: I > 6 µA above its zero"), 2, "tick", TRIP, TESTED)
    + ("current that nobody asked for: check U1A, QN, DAC",),
    (ASYMMETRY, "ASYMMETRY", for_host("|R+ - R-| > 30 % + 1 kΩ + 0.3 V/I"))
    + (3, "phase", TRIP, TESTED)
    + ("the polarities meet different loads: check U2, the electrodes",),
    (NET_DC, "NET_DC", for_host("net charge > 10 µA over 10 s, biphasic"), 1, "tick", TRIP, TESTED)
    + ("a biphasic mode carried a net charge: check U2",),
    (DOSE, "DOSE", for_host("dose ≥ 6 mA·min/cm²"), 1, "tick", TRIP, TESTED)
    + ("twice the dose at which a session ends: report it",),
    (SELF_TEST, "SELF_TEST", for_host("a step outside its window"), 1, "step", TRIP, TESTED)
    + ("the self-test failed: its step names the part",),
    (TICK_ERROR, "TICK_ERROR", for_host("an exception in the tick"), 1, "tick", TRIP, TESTED)
    + ("the firmware stopped itself: report the trace",),
    (STREAM_DRY, "STREAM_DRY", for_host("no sample in time"), 1, "sample", TRIP, TESTED)
    + ("samples stopped: no file work while a session runs",),
    (TICK_LATE, "TICK_LATE", for_host("12 ms without a tick"), 1, "tick", TRIP, TESTED)
    + ("the tick came late: no file work while a session runs",),
    (APP_DEAD, "APP_DEAD", for_host("250 ms without a beat of the application"))
    + (1, "tick", TRIP, TESTED)
    + ("the application stopped: restart, report the trace",),
    (WATCHDOG, "WATCHDOG", for_host("the watchdog reset the chip"), 1, "boot", TRIP, TESTED)
    + ("the firmware hung in a session: report it",),
    (RECORD, "RECORD", for_host("the record of faults is damaged"), 1, "boot", TRIP, TESTED)
    + ("what stopped the device last is not known: see that it passes its test",),
    (USB_POWER, "USB_POWER", for_host("USB power in a session"), 1, "tick", TRIP, UNPLUGGED)
    + ("USB power during a session: unplug it",),
    (LOST, "LOST", for_host("driven: VB < 1.0 V or VT - VB > 16.4 V"))
    + (1, "sample", PAUSE, BY_ITSELF)
    + ("no contact: the session waits for it",),
    (JUMP, "JUMP", for_host("R of one polarity changes > 30 % + 700 Ω"))
    + (1, "phase", EASE, BY_ITSELF)
    + ("the contact changed at a stroke: it is looked for again",),
    (BATTERY, "BATTERY", for_host("battery < 3.1 V"), 200, "tick", END, BY_ITSELF)
    + ("the battery is low: charge it",),
)  # fmt: skip

# Of the reasons for which an output stops by itself: playing, at rest, lost contact, overcurrent,
# rail, dry, lease run out, off (hal/rp2/guard.py, hal/esp32/output.py).
OF_STOP = (0, 0, 0, OVERCURRENT, RAIL, STREAM_DRY, TICK_LATE, 0)


def latching(bits: int) -> bool:
    """True for one or more bits that a trip may have left behind, and no other."""
    return bits > 0 and bits & ~acting(TRIP) == 0


def acting(action: int) -> int:
    """All bits whose rows have this action."""
    bits = 0
    for row in TABLE:
        if row[5] == action:
            bits |= row[0]
    return bits


def standing(in_a_row: int, of_what: str) -> int:
    """All bits that act after so many in a row of what."""
    bits = 0
    for row in TABLE:
        if row[3] == in_a_row and row[4] == of_what:
            bits |= row[0]
    return bits


def in_a_row(bit: int) -> int:
    """How many in a row the rule of this bit needs. KeyError for none."""
    for row in TABLE:
        if row[0] == bit:
            return row[3]
    raise KeyError(bit)


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
            return row[7]
    return ""
