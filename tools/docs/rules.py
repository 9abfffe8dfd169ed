"""Rows about the rules that end a session, gravest first."""

from collections.abc import Iterator

from galva.core.faults import ACTIONS, CLEARS, TABLE

Row = tuple[str, ...]


def lasts(in_a_row: int, what: str) -> str:
    """How long a condition has to stand: 2 samples."""
    return f"{in_a_row} {what}{'s' if in_a_row > 1 else ''}"


def faults() -> Iterator[Row]:
    """One row a rule, for whoever looks into the firmware: its condition too."""
    for _bit, name, condition, in_a_row, what, action, clear, meaning in TABLE:
        escaped = condition.replace("|", "\\|")
        stands = lasts(in_a_row, what)
        yield f"`{name}`", escaped, stands, ACTIONS[action], CLEARS[clear], meaning


def answers() -> Iterator[Row]:
    """One row a rule, for whoever uses the device: what it does, what to do."""
    for _bit, name, _condition, _in_a_row, _what, action, clear, meaning in TABLE:
        yield f"`{name}`", meaning, ACTIONS[action], CLEARS[clear]
