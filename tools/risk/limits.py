"""The absolute limits in words, with where each figure comes from: a table of docs/safety.md."""

from collections.abc import Iterator

# Ends of the names in core/limits.py: divisor and unit for a reader. The longer end comes first.
_UNITS = (
    ("_UA_MIN_CM2", 1000, "mA·min/cm²"),
    ("_UA_CM2", 1000, "mA/cm²"),
    ("_UA", 1, "µA"),
    ("_MS", 1000, "s"),
    ("_US", 1000, "ms"),
    ("_MV", 1000, "V"),
    ("_NC", 1000, "µC"),
)
_OURS = "ours"

# name in core/limits.py: (what it bounds, source: [n] of docs/safety.md, or ours and why)
ROWS = {
    "PEAK_UA": ("commanded current, any mode", "ours; cleared devices give up to 400 µA [1][2]"),
    "UNCALIBRATED_UA": ("the same without a calibration record", "ours, hardware.md section 7"),
    "CODE_LIMIT_UA": (
        "what the DAC is ever sent, but for one step of the self-test: S7 sends full scale into"
        " the internal dummy, the relay released",
        "ours: below the hardware's limiter",
    ),
    "TRIP_UA": ("measured current that trips", "hardware.md section 6: the limiter is at 609 µA"),
    "PROBE_UA": ("current that looks for contact", "hardware.md section 6"),
    "START_CAP_UA": ("until PLUS is pressed while in contact", _OURS),
    "DENSITY_UA_CM2": ("density on a quarter of an electrode", "the warning of [3]"),
    "DC_DENSITY_UA_CM2": ("density of a direct current, whole electrode", "ours: a tenth of that"),
    "NET_WINDOW_MS": ("window of the mean below", _OURS),
    "NET_DC_TRIP_UA": ("mean current of a biphasic mode that trips", "ours; see [6]"),
    "DOSE_UA_MIN_CM2": ("dose at which INFUSE ends", _OURS),
    "DOSE_HARD_UA_MIN_CM2": ("dose that is a fault", "ours: twice that"),
    "RAMP_UP_MS": ("ramp up, at least", _OURS),
    "RAMP_DC_MS": ("ramp up of a direct current, at least", _OURS),
    "RAMP_UP_MOST_MS": ("ramp up, at most", "ours: the arithmetic"),
    "RAMP_DOWN_MOST_MS": ("ramp down, at most", "ours: who stops does not wait"),
    "SESSION_MS": ("treated time of a session", _OURS),
    "ON_MS": ("from start to the last ramp down, whatever happens", "as a cleared device [4]"),
    "IDLE_OFF_MS": ("off when nobody touches it", _OURS),
    "DAY_MS": ("treated time of a day", "ours; without a clock half of it for each power-on"),
    "HOLD_MS": ("waiting for contact to come back", _OURS),
    "PHASE_MS": ("time in one polarity of a biphasic mode", _OURS),
    "PHASE_NC": ("charge of one such phase", "ours: a third above our own modes"),
    "DWELL_MS": ("good contact before any output above the probe", _OURS),
    "HEARTBEAT_MS": ("life sign of the application", _OURS),
    "BATTERY_START_MV": ("battery to begin a session", _OURS),
    "BATTERY_END_MV": ("battery to go on", "ours: the 3.3 V need 3.0 V"),
    "LATE_US": ("a tick later than this trips", "the relay bears 20 ms, hardware.md section 4"),
}


def rows() -> Iterator[tuple[str, str, str]]:
    """(what, figure, source) of every limit. LookupError: a limit or a row alone."""
    from galva.core import limits

    values = {name: value for name, value in vars(limits).items() if name.isupper()}
    for name in sorted(values.keys() ^ ROWS.keys()):
        raise LookupError(f"{name} is in one of core/limits.py and tools/risk/limits.py: add it")
    for name, value in values.items():
        what, source = ROWS[name]
        yield what, _figure(name, value), source


def _figure(name: str, value: int) -> str:
    for end, divisor, unit in _UNITS:
        if name.endswith(end):
            return f"{value / divisor:g} {unit}"
    raise LookupError(f"{name}: no unit for its end: add one to tools/risk/limits.py")
