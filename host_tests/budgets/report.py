"""The budgets as tables of words."""

from collections.abc import Sequence

from host_tests.budgets.table import Budget, Group
from tools import sheets

_HEADS = ("what", "measured", "goal", "", "CI holds", "why not the goal")
_WORDS = """Written by `make budgets`. Counted, or in emulated time: a busy machine is no matter.
Measured in emulation, never on hardware: the stock MicroPython image on an emulated RP2040 at
125 MHz. CI measures all of it again, and fails beyond what it holds."""
Measured = Sequence[tuple[Group, dict[str, float]]]


def sheet(group: Group, figures: dict[str, float]) -> sheets.Sheet:
    """A row a budget of the group."""
    rows = [_row(budget, figures.get(budget.what)) for budget in group.budgets]
    return sheets.Sheet(group.name, _HEADS, rows, "")


def _row(budget: Budget, figure: float | None) -> tuple[str, ...]:
    met = figure is not None and budget.met(figure)
    sign = "≥" if budget.least else "≤"
    return (
        budget.what,
        "NOT MEASURED" if figure is None else _told(budget, figure),
        f"{sign} {_told(budget, budget.goal)}",
        _verdict(budget, figure),
        f"{sign} {_told(budget, budget.limit)}",
        "" if met else budget.why,
    )


def _verdict(budget: Budget, figure: float | None) -> str:
    if figure is None:
        return ""
    return "met" if budget.met(figure) else "short" if budget.kept(figure) else "OVER"


def _told(budget: Budget, figure: float) -> str:
    told = f"{figure:,.6g} {budget.unit}".replace(",", " ")
    return f"{told}, {figure / budget.share:.1%}" if budget.share else told


def markdown(measured: Measured) -> str:
    """The page."""
    return sheets.page("Budgets", _WORDS, [sheet(group, seen) for group, seen in measured])
