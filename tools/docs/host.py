"""Rows about what a host sees: the link, the journal, the doctor, the command line."""

from collections.abc import Iterator

from crcline import line

from galva.app import bench
from galva.app import commands as talk
from tools.cli.app import COMMANDS, name_of
from tools.doctor.findings import KINDS
from tools.journal.records import FIELDS, NAMES

Row = tuple[str, ...]
# A session made up, in the order of FIELDS.
_EXAMPLE = (
    (7, 826_923_600, 95, "LIFT", 4, "face 5", False, 300, 34_210, 0, 570, 3900, 5200, 7400, 1)
    + ("", "time up", True)
)  # fmt: skip


def commands() -> Iterator[Row]:
    """One row a command of the link, its arguments with their ranges."""
    for name, arguments, words, _function in talk.TABLE + bench.TABLE:
        given = [f"`{each}`: {_span(*span)}" for each, *span in arguments]
        yield f"`{name}`", "; ".join(given), words


def _span(kind: type | None, least: int, most: int) -> str:
    number, text = f"whole number {least}..{most}", f"text of {least}..{most} characters"
    return {int: number, str: text}.get(kind or bool, f"whole number or {text}")


def journal() -> Iterator[Row]:
    """One row a field of a session's line."""
    return ((f"`{name}`", unit) for name, unit in FIELDS)


def example() -> str:
    """A line of the journal as the device writes it, its check sum right."""
    return f"    {line(dict(zip(NAMES, _EXAMPLE, strict=True))).strip()}\n"


def findings() -> Iterator[Row]:
    """One row a finding of the doctor, what it fills in in *italics*."""
    for kind in KINDS.values():
        texts = (kind.what, kind.why, kind.cure)
        shown = (text.replace("{", "*").replace("}", "*") for text in texts)
        yield (kind.group, kind.level, *shown)


def galva() -> Iterator[Row]:
    """One row a command of the command line: the first line of its help."""
    for command in COMMANDS:
        words = (command.__doc__ or "").strip().splitlines()[0]
        yield f"`galva {name_of(command)}`", words
