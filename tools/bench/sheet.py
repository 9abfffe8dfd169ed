"""Tables of words for the terminal and docs/bench.md alike."""

from collections.abc import Sequence
from typing import NamedTuple

from tools.docs import table

CONDITIONS = (
    "Measured in emulation, never on hardware: the real MicroPython image on an emulated RP2040 "
    "at 125 MHz (rp2040py 0.3.6 and the shims of tools/emulator; no XIP cache, no bus "
    "contention), its pins decoded cycle by cycle. The four ways drive the 10 kΩ dummy."
)


class Sheet(NamedTuple):
    """A table with its title and the conditions of its figures."""

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    note: str


def markdown(made: Sequence[Sheet]) -> str:
    """docs/bench.md."""
    parts = ["# Galva beside other ways, another library and other stimulators\n"]
    parts.append(f"Written by `make bench`. {CONDITIONS}\n")
    for sheet in made:
        parts.append(f"## {sheet.title}\n")
        parts.append(table(sheet.heads, sheet.rows))
        if sheet.note:
            parts.append(f"{sheet.note}\n")
    return "\n".join(parts)
