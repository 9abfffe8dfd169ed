"""A maker's own routines: `routines.json`, a list of objects of PARAMETERS."""

from galva.core.limits import ConfigError
from galva.core.routine import NAME_MOST, ROUTINES, Routine, step
from galva.core.settings import NONE

from . import entries

FILE = "routines.json"
MOST = 8

# (key, type, must be given)
PARAMETERS = (("name", str, True), ("steps", list, True))
STEP = (
    ("zone", str, True),
    ("side", str, True),
    ("seconds", int, True),
    ("stroke_s", int, True),
    ("hold_s", int, True),
)
_STEPS = "[{zone, side, seconds, stroke_s, hold_s}, ...]"


def parse(text: str) -> "tuple[tuple[Routine, ...], list[str]]":
    """(routines, reasons): the entries that pass, one line for each other. Never raises."""
    return entries.parse(FILE, text, "routines", MOST, _routine)


def _routine(entry: "Entry", before: "list[Routine]") -> Routine:
    """The Routine of one entry; ConfigError `"NAME": reason`."""
    label = entries.check(entry, PARAMETERS, dict, _STEPS)
    name = entry["name"]
    entries.check_name(name, label, ROUTINES, before)
    if name == NONE:
        raise ConfigError(label + ": this name means no routine: choose another")
    steps = []
    for at, each in enumerate(entry["steps"]):
        where = label + ": step " + str(at + 1) + " "
        try:
            entries.check(each, STEP, dict, _STEPS)
            steps.append(step(*[each[key] for key, _kind, _due in STEP]))
        except ConfigError as error:
            raise ConfigError(where + str(error)) from None
    try:
        return Routine(name, steps)
    except ConfigError as error:
        reason = str(error)[len(name[:NAME_MOST]) :]  # it says `NAME: reason`
        raise ConfigError(label + reason) from None


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .entries import Entry
