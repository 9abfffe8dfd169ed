"""What caught each fault in each state, as a table."""

from collections.abc import Sequence

from tools.faults.results import Case
from tools.faults.stage import STATES

RUNS_ON = "·"


def by_state(cases: Sequence[Case]) -> list[tuple[str, ...]]:
    """A row a fault, a column a state; where the loads differ, each with its own."""
    rows = []
    for fault in dict.fromkeys(one.fault for one in cases):
        cells = []
        for state in STATES:
            hows = {c.load: _cell(c) for c in cases if (c.fault, c.state) == (fault, state.name)}
            cells.append(_joined(hows))
        rows.append((fault, *cells))
    return rows


def _cell(one: Case) -> str:
    how = one.seen.how or RUNS_ON
    return f"{how} **{one.verdict}**" if one.verdict else how


def _joined(hows: dict[str, str]) -> str:
    if len(set(hows.values())) <= 1:
        return next(iter(hows.values()), "")
    return "; ".join(f"{load}: {how}" for load, how in hows.items())
