"""What a page may ask of a bench, and the ranges of it. It is checked here and nowhere else."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from tools.problems import Usage

BUTTONS = ("START", "MODE", "PLUS", "MINUS")
Record = dict[str, Any]
Check = Callable[[object], bool]


def _number(least: float, most: float) -> Check:
    return lambda value: type(value) in (int, float) and least <= value <= most  # type: ignore[operator]


def _zero_or(least: float, most: float) -> Check:
    within = _number(least, most)
    return lambda value: within(value) or _ZERO(value)


_ZERO = _number(0, 0)
_COLE = (_number(1, 1e8), _zero_or(1, 1e8), _zero_or(0.1, 1e5))


def _skin(value: object) -> bool:
    """[rs, rp ohm, c nF]: a resistor has neither rp nor c, skin has both."""
    if not isinstance(value, list) or len(value) != len(_COLE):
        return False
    right = all(check(part) for check, part in zip(_COLE, value))
    return right and (value[1] == 0) == (value[2] == 0)


def _name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 40


def _yes(value: object) -> bool:
    return isinstance(value, bool)


_SKIN = "[rs 1..1e8 ohm, rp 1..1e8 ohm, c 0.1..1e5 nF], rp and c may both be 0"
# what is asked, its one argument ("" = none): how it is checked, and what it should be
Row = tuple[str, Check, str]
_NONE: Row = ("", lambda value: True, "")
_BUTTON: Row = ("button", lambda value: value in BUTTONS, f"one of {', '.join(BUTTONS)}")
ASKED: Mapping[str, tuple[Row, ...]] = {
    "hold": (_BUTTON,),
    "release": (_BUTTON,),
    "skin": (
        ("ohm", _skin, _SKIN),
        ("name", _name, "a skin's name, or ohms such as 10k"),
    ),
    "hum": (("mv", _number(0, 10_000), "0..10000 mV"),),
    "usb": (("present", _yes, "true or false"),),
    "battery": (("mv", _number(2800, 4300), "2800..4300 mV"),),
    "break": (("fault", _name, "the name of a fault"),),
    "screen": (("present", _yes, "true or false"),),
    "power": (_NONE,),
}


def opened(text: str | bytes) -> tuple[str, Any]:
    """What is asked, and its argument's value (None = it has none). Usage: it makes no sense."""
    if isinstance(text, bytes):
        raise Usage("bench: bytes: send text")
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        raise Usage("bench: no JSON: send an object") from None
    do = asked.get("do") if isinstance(asked, dict) else None
    if not isinstance(do, str) or do not in ASKED:
        raise Usage(f"bench: nothing to do: give do, one of {', '.join(ASKED)}")
    return do, _argument(do, {key: asked[key] for key in asked if key != "do"})


def _argument(do: str, given: Record) -> Any:
    """The value of the one that was given."""
    for name, check, right in ASKED[do]:
        if list(given) == [name] * bool(name):
            value = given.get(name)
            if not check(value):
                raise Usage(f"bench: {do}: {name} is wrong: give {right}")
            return value
    names = " or ".join(name for name, *_ in ASKED[do] if name)
    raise Usage(f"bench: {do}: give {names or 'nothing more'}, and nothing else")
