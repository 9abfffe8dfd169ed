"""The files on a board that are its maker's data, and what they are called."""

import fnmatch

_PAIR = ".[ab]"
CALIBRATION = "calibration"
FAULT = "fault"
# (pattern, what it is)
DATA = (
    (CALIBRATION + _PAIR, "calibration"),
    ("settings" + _PAIR, "settings"),
    ("usage" + _PAIR, "treated time"),
    ("read" + _PAIR, "contraindications read"),
    (FAULT + _PAIR, "latched fault"),
    ("journal.[0-7]", "journal"),
    ("modes.json", "own modes"),
    ("routines.json", "own routines"),
)


def kind_of(path: str) -> str:
    """What a file is, "" = none of these."""
    for pattern, what in DATA:
        if fnmatch.fnmatchcase(path, pattern):
            return what
    return ""


def is_data(path: str) -> bool:
    """Whether a deploy never touches it."""
    return bool(kind_of(path.removesuffix(".tmp")))
