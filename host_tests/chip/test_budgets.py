"""The budgets of the firmware, each measured as make budgets does."""

from collections.abc import Callable

import pytest

from galva.core.session import STATES
from host_tests.budgets import depth
from host_tests.budgets.table import GROUPS, TICKED, Budget, Group


@pytest.mark.hazard("H22", "H24", "H25")
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: str(group.name))
def test_a_budget_is_kept(group: Group, record_property: Callable[[str, object], None]) -> None:
    figures = group.measure()
    for what, figure in figures.items():
        record_property(what, f"{figure:g}")
    assert not group.misses(figures)
    assert all(budget.bound is None or budget.why for budget in group.budgets)


def test_the_ticks_of_a_session_are_counted_in_every_state() -> None:
    assert set(TICKED) == set(STATES) - {"HOLD", "FAULT"}


def test_what_is_beyond_the_bound_or_unmeasured_is_a_miss() -> None:
    group = Group(
        "a", dict, (Budget("most", "ms", 10, 12, "x"), Budget("heap", "B", 5, least=True))
    )
    assert group.misses({"most": 12, "heap": 5}) == []
    assert group.misses({"most": 12.1, "heap": 4}) == [
        "most: 12.1 ms, bound 12",
        "heap: 4 B, bound 5",
    ]
    assert group.misses({"most": 1, "new": 1}) == ["new: no budget", "heap: not measured"]


def test_deep_calls_are_seen() -> None:
    from galva.core import limits

    with depth.watched() as most:
        limits.effective(100, 100, 100)
    assert most == {depth.APPLICATION: 1, depth.TICK: 0, depth.GUARD: 0}
