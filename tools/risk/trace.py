"""pytest plug-in: which test shows which hazard, and whether each had a test that passed.

A test names its hazards by `@pytest.mark.hazard("H3")`. A portable function (MicroPython has no
pytest) and a scenario (one test, many sessions) cannot: hazards.toml names them. The names travel
in the reports' user_properties, so that the controller of pytest-xdist gets them too.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tools.risk.table import Hazard

PROPERTY = "hazard"
_SELECTS = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob")
_PARTIAL = (*_SELECTS, "collectonly", "lf", "stepwise")


def test_id(item: pytest.Item, tests: Path) -> str:
    """`file::function` below tests, without parameters.

    A portable function on another VM, and a scenario on a rig, is the function itself.
    """
    given: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    if "scenario" in given:
        function = given["scenario"]
        file = Path(function.__code__.co_filename).relative_to(tests)
        return f"{file.as_posix()}::{function.__name__}"
    if {"vm", "file", "name"} <= set(given):
        return f"{given['file'].relative_to(tests).as_posix()}::{given['name']}"
    name = getattr(item, "originalname", None) or item.name
    return f"{item.path.relative_to(tests).as_posix()}::{name}"


def hazards_of(properties: Sequence[tuple[str, object]]) -> set[str]:
    """The hazards in the user_properties of a test or of its report."""
    return {str(value) for key, value in properties if key == PROPERTY}


class Trace:
    """Marks what is collected, and fails a whole run in which a hazard had no passed test."""

    def __init__(self, hazards: Sequence[Hazard], tests: Path) -> None:
        self._hazards = hazards
        self._tests = tests
        self._named: dict[str, list[str]] = {}
        for hazard in hazards:
            for test in hazard.tests:
                self._named.setdefault(test, []).append(hazard.id)
        self._shown: set[str] = set()
        self._unshown: list[Hazard] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Markers and table into user_properties."""
        for item in items:
            marked = {name for mark in item.iter_markers(PROPERTY) for name in mark.args}
            marked.update(self._named.get(test_id(item, self._tests), ()))
            item.user_properties += [(PROPERTY, name) for name in sorted(marked)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that passed shows its hazards."""
        if report.when == "call" and report.passed:
            self._shown |= hazards_of(report.user_properties)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """The run fails when it was a whole one and a hazard was not shown."""
        ran = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if ran and _whole(session):
            self._unshown = [one for one in self._hazards if one.id not in self._shown]
            if self._unshown:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """One line a hazard that was not shown."""
        if self._unshown:
            terminalreporter.section("hazards without a passed test", red=True)
        for one in self._unshown:
            terminalreporter.write_line(
                f"{one.id} ({one.name}): mend its tests, or mark one that shows it", red=True
            )


def _whole(session: pytest.Session) -> bool:
    """Nothing was selected or cut short. What a worker of xdist finds is dropped by its master."""
    config = session.config
    return (
        config.args == config.getini("testpaths")
        and not any(getattr(config.option, name, None) for name in _PARTIAL)
        and not (session.shouldfail or session.shouldstop)
    )
