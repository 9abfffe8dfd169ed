"""A maker's own table: a JSON list of objects. What is wrong is left out, one line each."""

import json

from galva.core.limits import ConfigError

_SHOWN = 120  # characters of a reason that came from the file's own words
_TYPES = {str: "text", int: "a whole number", bool: "true or false"}


def parse(
    file: str, text: str, what: str, most: int, make: "Callable[[Entry, list[T]], T]"
) -> "tuple[tuple[T, ...], list[str]]":
    """(made, reasons): what `make(entry, made before)` gives, one line for each ConfigError.

    what: plural of an entry; most: of them. Never raises: a text that is no list of objects
    gives nothing and one line.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RuntimeError, MemoryError):  # RuntimeError: nested too deep
        return (), [file + ": not JSON: check commas, quotes and brackets"]
    if not isinstance(entries, list):
        return (), [file + ": not a list of " + what + ": begin with [ and end with ]"]
    made: "list[T]" = []
    reasons = []
    for at, entry in enumerate(entries[:most]):
        try:
            made.append(make(entry, made))
        except ConfigError as error:
            reasons.append(file + ": entry " + str(at + 1) + " " + str(error))
    if len(entries) > most:
        left_out = file + ": entry " + str(most + 1) + " and all after it: at most "
        reasons.append(left_out + str(most) + " " + what + ": remove some")
    return tuple(made), reasons


def check(
    entry: "Entry", parameters: "Sequence[tuple[str, type, bool]]", items: type, items_words: str
) -> str:
    """The entry's label for reasons. ConfigError unless it is an object with these parameters.

    parameters: (key, type, must be given); items: type of what is in a list.
    """
    if not isinstance(entry, dict):
        raise ConfigError(shown(entry) + ": not an object: begin with { and end with }")
    label = shown(entry.get(parameters[0][0], ""))
    known = [row[0] for row in parameters]
    for key in entry:
        if key not in known:
            raise ConfigError(label + ": unknown key " + shown(key) + ": remove it")
    for key, kind, due in parameters:
        words = _TYPES.get(kind, items_words)
        if key in entry:
            if not _is(entry[key], kind, items):
                what = key + " is " + shown(entry[key]) + ": give " + words
                raise ConfigError(label + ": " + what)
        elif due:
            raise ConfigError(label + ": " + key + " is missing: give " + words)
    return label


def check_name(name: str, label: str, built_in: "Sequence[Named]", before: "list[T]") -> None:
    """ConfigError if a built-in one or an entry above has this name."""
    if name in [each.name for each in built_in]:
        raise ConfigError(label + ": a built-in one has this name: choose another")
    if name in [each.name for each in before]:
        raise ConfigError(label + ": an entry above has this name: choose another")


def shown(value: object) -> str:
    """JSON of a value, on one line and not long."""
    try:
        return json.dumps(value)[:_SHOWN]
    except (RuntimeError, MemoryError):  # reading it was no recursion, writing it is
        return "nested too deep"


def _is(value: object, kind: type, items: type) -> bool:
    """Exactly this type (true is no number); of a list each item; text can be printed."""
    if type(value) is not kind:
        return False
    if isinstance(value, list):
        return all(type(each) is items for each in value)
    if isinstance(value, str):
        return all(" " <= letter <= "~" for letter in value)
    return True


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from galva.core.modes import Mode
    from galva.core.routine import Routine

    Entry = dict[str, Any]  # a hope: `check` looks
    Named = Mode | Routine
    T = TypeVar("T", Mode, Routine)
