"""The files on a board that are its maker's data, and what they are called."""

import fnmatch

CALIBRATION = "calibration"
FAULT = "fault"
# record, kept in NAME.a and NAME.b in turn: what it is
PAIRS = {
    CALIBRATION: "calibration",
    "settings": "settings",
    "usage": "treated time",
    "read": "contraindications read",
    FAULT: "latched fault",
}
JOURNAL = "journal.[0-7]"
# (pattern, what it is)
DATA = (
    *((name + ".[ab]", what) for name, what in PAIRS.items()),
    (JOURNAL, "journal"),
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
