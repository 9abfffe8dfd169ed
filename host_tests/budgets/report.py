"""The budgets as tables of words."""

from collections.abc import Sequence

from host_tests.budgets.table import Budget, Group
from tools.docs import table

HEADS = ("what", "measured", "goal", "", "CI holds", "why not the goal")
HEADING = """# Budgets

Written by `make budgets`. Counted, or in emulated time: a busy machine changes nothing. Measured
in emulation, never on hardware: the stock MicroPython image on an emulated RP2040 at 125 MHz. CI
measures all of it again, and fails beyond what it holds.

"""
Measured = Sequence[tuple[Group, dict[str, float]]]


def rows(measured: Measured) -> list[tuple[str, ...]]:
    """A row a budget."""
    return [
        _row(budget, seen[budget.what]) for group, seen in measured for budget in group.budgets
    ]


def _row(budget: Budget, figure: float) -> tuple[str, ...]:
    met = budget.met(figure)
    verdict = "met" if met else "short" if budget.kept(figure) else "OVER"
    sign = "≥" if budget.least else "≤"
    return (
        budget.what,
        _told(budget, figure),
        f"{sign} {_told(budget, budget.goal)}",
        verdict,
        f"{sign} {_told(budget, budget.limit)}",
        "" if met else budget.why,
    )


def _told(budget: Budget, figure: float) -> str:
    told = f"{figure:,.6g} {budget.unit}".replace(",", " ")
    return f"{told}, {figure / budget.share:.1%}" if budget.share else told


def markdown(measured: Measured) -> str:
    """The page."""
    return HEADING + table(HEADS, rows(measured))
