"""The arguments of a link's command, checked against their row.

A row is (name, type, least, most), of a text its length; type None: a whole number or a text.
"""

import json

_SHOWN = 40


def wrong(arguments: "tuple[Argument, ...]", record: "Record") -> str:
    """What is wrong with the arguments of a command, and what to give; "" = nothing."""
    known = ["do", "id"] + [argument[0] for argument in arguments]
    for key in record:
        if key not in known:
            return "unknown argument " + shown(key) + ": remove it"
    for name, kind, least, most in arguments:
        if name not in record:
            return name + " is missing: give " + _due(kind, least, most)
        value = record[name]
        size = len(value) if isinstance(value, str) else value
        right = type(value) is kind or (kind is None and type(value) in (int, str))
        number = kind is None and type(value) is int  # the setting knows its range
        if not right or not (number or least <= size <= most):
            return name + " is " + shown(value) + ": give " + _due(kind, least, most)
    return ""


def _due(kind: "type | None", least: int, most: int) -> str:
    span = str(least) + ".." + str(most)
    text = "a text of " + span + " characters"
    if kind is int:
        return "a whole number " + span
    return text if kind is str else "a whole number or " + text


def shown(value: object) -> str:
    """JSON of a value, on one line and not long."""
    return json.dumps(value)[:_SHOWN]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Record = dict[str, Any]
    Argument = tuple[str, type | None, int, int]
