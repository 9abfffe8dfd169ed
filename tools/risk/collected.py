"""All tests with the hazards that they show, without running any."""

import contextlib
import io
from pathlib import Path

import pytest

from tools.risk.table import RiskError
from tools.risk.trace import hazards_of, test_id

Shown = dict[str, set[str]]  # test id -> hazards


class _Collector:
    def __init__(self, tests: Path) -> None:
        self._tests = tests
        self.found: Shown = {}
        self.failed: list[str] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            shown = self.found.setdefault(test_id(item, self._tests), set())
            shown |= hazards_of(item.user_properties)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


def collected(tests: Path) -> Shown:
    """test id -> hazards. RiskError when a file cannot be collected."""
    collector = _Collector(tests)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        options = ["--collect-only", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
        pytest.main([*options, str(tests)], plugins=[collector])
    if collector.failed:
        first, more = collector.failed[0], len(collector.failed) - 1
        rest = f" and {more} more" if more else ""
        raise RiskError(f"{first}{rest} cannot be collected: run pytest --collect-only {first}")
    if not collector.found:
        last = (said.getvalue().strip().splitlines() or ["pytest said nothing"])[-1]
        raise RiskError(f"{tests}: no tests: {last}: run pytest --collect-only {tests}")
    return collector.found
