"""Absolute limits. Nothing raises them: a board, a mode or a user can only ask for less."""

PEAK_UA = 500  # commanded, any mode
UNCALIBRATED_UA = 100  # commanded, without a valid calibration record
CODE_LIMIT_UA = 600  # the DAC's owner never writes more than the code of this current
TRIP_UA = 620  # measured; the hardware clamp sits at 609 uA
PROBE_UA = 10  # contact sensing, and the least that flows while armed and in contact
START_CAP_UA = 200  # until the user raises the level while in contact
DENSITY_UA_CM2 = 2000  # with only a quarter of the electrode touching

DC_DENSITY_UA_CM2 = 200  # a mode with a net charge, over the whole electrode

NET_WINDOW_MS = 10_000
NET_DC_TRIP_UA = 10  # mean over the window, biphasic modes
DOSE_UA_MIN_CM2 = 3000  # INFUSE stops here
DOSE_HARD_UA_MIN_CM2 = 6000  # beyond this by any account something failed

RAMP_UP_MS = 1000  # least allowed
RAMP_DC_MS = 5000  # least allowed for a mode with a net charge
RAMP_UP_MOST_MS = 60_000  # amplitude * ramp stays a small int
RAMP_DOWN_MOST_MS = 5000  # whoever stops does not wait longer
SESSION_MS = 600_000  # treated time
ON_MS = 1_200_000  # from start to the last ramp down, whatever happens
IDLE_OFF_MS = 180_000  # nobody touches a button, nothing runs
DAY_MS = 1_200_000  # treated time of a day (product.md, "Absolute limits")
HOLD_MS = 60_000  # waiting for contact to come back

PHASE_MS = 500  # the longest time in one polarity of a biphasic mode
PHASE_NC = 100_000  # charge of one such phase: the largest of our own, 75 uC, and a third more

DWELL_MS = 300  # GOOD contact for this long before any output above the probe
HEARTBEAT_MS = 250  # the application must show itself alive
BATTERY_START_MV = 3300  # below: no session begins
BATTERY_END_MV = 3100  # below for a second: it ends; the 3.3 V need 3.0 V
LATE_US = 12_000  # a tick later than this trips; the gate bears gaps up to 20 ms


class ConfigError(ValueError):
    """A table entry that breaks a limit: says which entry, what is wrong, and the bound."""


def effective(board_ua: int, mode_ua: int, user_ua: int) -> int:
    """The least of all caps in uA: firmware, board, mode, user. (*args would allocate.)"""
    return min(min(PEAK_UA, board_ua), min(mode_ua, user_ua))


def require_within(value: int, least: int, most: int, where: str, what: str) -> None:
    """Raise ConfigError with the value and both bounds unless least <= value <= most."""
    if not least <= value <= most:  # else no words are made: tables are long, and boot is short
        told = what + " is " + str(value)[:16] + ": give " + str(least) + ".." + str(most)
        require(False, where, told)


def require(ok: bool, where: str, what: str) -> None:
    """Raise ConfigError `where: what` unless ok. For tables, when they are built."""
    if not ok:
        raise ConfigError(where + ": " + what)


def for_host(text: str) -> str:
    """Words of a table that only documents and tools show: compiled for a device they are ""."""
    return text
