"""Rows about the boards: which pin is what, and how each is wired."""

from collections.abc import Iterable, Iterator
from typing import Any

from galva.core.chips import BUTTONS
from tools import boards

# A board has its chip's own converter, or the bus of an MCP3204.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("pa", "pb", "run"),
    ("cs", "sck", "mosi"),
    ("adc_i", "adc_vb", "adc_vt", "adc_cs", "adc_sck", "adc_miso", "adc_mosi"),
    ("hv_en", "alive", "vbus"),
    tuple(BUTTONS),
    ("red", "green", "blue", "ws2812", "buzzer"),
    ("sda", "scl"),
)


def pins() -> Iterator[tuple[str, ...]]:
    """One row a board module."""
    for name in boards.names():
        board = boards.data(name)
        front_end = f"{board.front_end}, {board.peak_ua} µA"
        named = (_those(board.pins, roles) for roles in _GROUPS)
        yield (f"`{board.name}`", board.chip, front_end, *named)


def _those(its: Any, roles: Iterable[str]) -> str:
    """The pins of those of these roles that the board has."""
    return ", ".join(f"GP{its.gpio[role]}" for role in roles if role in its.gpio) or "none"


def wiring() -> str:
    """One section a board module: what it says of itself."""
    return "\n".join(f"### `{name}`\n{boards.words(name)}\n" for name in boards.names())
