"""A maker's own modes: `modes.json`, a list of objects with the parameters of core.modes.Mode.

[{"name": "CALM", "shape": "raised sine", "period_ms": 200, "biphasic": true, "least_ua": 20,
  "most_ua": 120, "session_ms": 300000, "ramp_up_ms": 2000, "ramp_down_ms": 500}]
Each entry meets every check of the built-in table; one that does not is left out, with its reason.
"""

from galva.core.limits import ConfigError
from galva.core.modes import MODES, NAME_MOST, PROBE, Mode

from . import entries

FILE = "modes.json"
MOST = 8

# (Mode's parameter, type, must be given)
PARAMETERS = (
    ("name", str, True),
    ("shape", str, True),
    ("period_ms", int, True),
    ("biphasic", bool, True),
    ("least_ua", int, True),
    ("most_ua", int, True),
    ("session_ms", int, True),
    ("ramp_up_ms", int, True),
    ("ramp_down_ms", int, True),
    ("envelope_ms", list, False),
    ("swap_ms", int, False),
    ("start_level", int, False),
)


def parse(text: str, area_mm2: int) -> "tuple[tuple[Mode, ...], list[str]]":
    """(modes, reasons): the entries that pass on this electrode area, one line for each other.

    Never raises: a text that is no list of objects gives no modes and one line.
    """

    def make(entry: "Entry", before: "list[Mode]") -> Mode:
        return _mode(entry, before, area_mm2)

    return entries.parse(FILE, text, "modes", MOST, make)


def _mode(entry: "Entry", before: "list[Mode]", area_mm2: int) -> Mode:
    """The Mode of one entry; ConfigError `"NAME": reason`."""
    label = entries.check(entry, PARAMETERS, int, "[on, off, edge]")
    name = entry["name"]
    entries.check_name(name, label, MODES + (PROBE,), before)
    try:
        mode = Mode(**entry)
        mode.check_area(area_mm2)
    except ConfigError as error:
        reason = str(error)[len(name[:NAME_MOST]) :]  # it says `NAME: reason`
        raise ConfigError(label + reason) from None
    return mode


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .entries import Entry
