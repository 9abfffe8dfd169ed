"""A maker's own modes: `modes.json`, a list of objects with the parameters of core.modes.Mode.

[{"name": "CALM", "shape": "raised sine", "period_ms": 200, "biphasic": true, "least_ua": 20,
  "most_ua": 120, "session_ms": 300000, "ramp_up_ms": 2000, "ramp_down_ms": 500}]
Each entry meets every check of the built-in table; one that does not is left out, with its reason.
"""

import json

from galva.core.limits import ConfigError
from galva.core.modes import MODES, NAME_MOST, PROBE, Mode

FILE = "modes.json"
MOST = 8
_SHOWN = 120  # characters of a reason that came from the file's own words

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
_TYPES = {str: "text", int: "a whole number", bool: "true or false", list: "[on, off, edge]"}


def parse(text: str, area_mm2: int) -> "tuple[tuple[Mode, ...], list[str]]":
    """(modes, reasons): the entries that pass on this electrode area, one line for each other.

    Never raises: a text that is no list of objects gives no modes and one line.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RuntimeError):  # RuntimeError: nested too deep
        return (), [FILE + ": not JSON: check commas, quotes and brackets"]
    if not isinstance(entries, list):
        return (), [FILE + ": not a list of modes: begin with [ and end with ]"]
    modes: "list[Mode]" = []
    reasons = []
    for at, entry in enumerate(entries[:MOST]):
        try:
            modes.append(_mode(entry, modes, area_mm2))
        except ConfigError as error:
            reasons.append(FILE + ": entry " + str(at + 1) + " " + str(error))
    if len(entries) > MOST:
        left_out = FILE + ": entry " + str(MOST + 1) + " and all after it: at most "
        reasons.append(left_out + str(MOST) + " modes: remove some")
    return tuple(modes), reasons


def _mode(entry: object, before: "list[Mode]", area_mm2: int) -> Mode:
    """The Mode of one entry; ConfigError `"NAME": reason`."""
    if not isinstance(entry, dict):
        raise ConfigError(_shown(entry) + ": not an object: begin with { and end with }")
    label = _shown(entry.get("name", ""))
    _check_parameters(entry, label)
    name = entry["name"]
    if name in [mode.name for mode in MODES + (PROBE,)]:
        raise ConfigError(label + ": a built-in mode has this name: choose another")
    if name in [mode.name for mode in before]:
        raise ConfigError(label + ": an entry above has this name: choose another")
    try:
        mode = Mode(**entry)
        mode.check_area(area_mm2)
    except ConfigError as error:
        reason = str(error)[len(name[:NAME_MOST]) :]  # it says `NAME: reason`
        raise ConfigError(label + reason) from None
    return mode


def _check_parameters(entry: "dict[str, object]", label: str) -> None:
    """ConfigError unless the entry has the parameters of Mode, each of its type."""
    known = [row[0] for row in PARAMETERS]
    for key in entry:
        if key not in known:
            raise ConfigError(label + ": unknown key " + _shown(key) + ": remove it")
    for key, kind, due in PARAMETERS:
        if key in entry:
            if not _is(entry[key], kind):
                what = key + " is " + _shown(entry[key]) + ": give " + _TYPES[kind]
                raise ConfigError(label + ": " + what)
        elif due:
            raise ConfigError(label + ": " + key + " is missing: give " + _TYPES[kind])


def _is(value: object, kind: type) -> bool:
    """Exactly this type (true is no number); a list holds whole numbers; text can be printed."""
    if type(value) is not kind:
        return False
    if isinstance(value, list):
        return all(type(each) is int for each in value)
    if isinstance(value, str):
        return all(" " <= letter <= "~" for letter in value)
    return True


def _shown(value: object) -> str:
    """JSON of a value, on one line and not long."""
    return json.dumps(value)[:_SHOWN]
