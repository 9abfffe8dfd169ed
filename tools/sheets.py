"""Tables of figures with their conditions, for the terminal and for a page of docs/ alike."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

Rows = Sequence[tuple[str, ...]]


class Sheet(NamedTuple):
    """A table with its title and the conditions of its figures, "" = none of its own."""

    title: str
    heads: tuple[str, ...]
    rows: Rows
    note: str


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    lines = [list(heads), *(list(map(str, row)) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def page(title: str, words: str, sheets: Iterable[Sheet]) -> str:
    """A page in Markdown: its title, how it came to be, and each sheet below its own title."""
    parts = [f"# {title}\n", f"{words}\n"]
    for one in sheets:
        parts += [f"## {one.title}\n", table(one.heads, one.rows)]
        if one.note:
            parts.append(f"{one.note}\n")
    return "\n".join(parts)


def show(out: Console, sheet: Sheet) -> None:
    """One table on the terminal; one without a row is left out."""
    if not sheet.rows:
        return
    shown = Table(*sheet.heads, title=sheet.title, caption=sheet.note or None)
    shown.title_justify = shown.caption_justify = "left"
    for row in sheet.rows:
        shown.add_row(*row)
    out.print(shown)
