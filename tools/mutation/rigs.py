"""Slower tests, on the fakes, through pytest: for the guard, and what the others let by."""

import ast
import hashlib
import json
import time
from collections import defaultdict
from functools import cache
from pathlib import Path

import coverage
import pytest

from tools import ROOT
from tools.mutation import finder, fork
from tools.mutation.finder import GALVA
from tools.mutation.mutants import Mutant, tree_of
from tools.mutation.portable import Reach

_TOPICS = ("stream", "guard", "lines", "limits", "sense", "words", "between", "output")
FILES = tuple(f"host_tests/hal/test_rp2_{name}.py" for name in _TOPICS)
_TREES = ("core", "hal")
_OPTIONS = ("-q", "-x", "-p", "no:xdist", "--no-header")
_COLLECTED_S = 12.0  # of CPU
_AT_LEAST_S, _TIMES = 2.0, 6  # of one test: one that hangs is found soon
_PASSED, _FAILED = 0, 1


@cache
def hashes() -> dict[str, str]:
    """File of tests -> hash of its text: one that changes is tried as a whole."""
    return {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest()[:16] for name in FILES}


def hash_of(test: str) -> str:
    """Of one test, by its node id: as its file's."""
    return hashlib.sha256((test + hashes()[test.split("::")[0]]).encode()).hexdigest()[:16]


class _Watch:
    """A plugin: each test is a context of the coverage, its CPU time is kept, or limited."""

    def __init__(
        self, cov: coverage.Coverage | None = None, limits: dict[str, float] | None = None
    ) -> None:
        """limits: CPU seconds that each test takes without a mutant."""
        self._cov = cov
        self._limits = limits
        self._since = 0.0
        self.seconds: dict[str, float] = {}
        self.failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        if self._cov:
            self._cov.switch_context(item.nodeid)
        if self._limits is not None:
            fork.limit(_AT_LEAST_S + _TIMES * self._limits.get(item.nodeid, 1.0))
        self._since = time.process_time()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = time.process_time() - self._since
        if report.failed:
            self.failed = self.failed or report.nodeid


def _measured(out: Path) -> str:
    cov = coverage.Coverage(
        data_file=None, source=[str(GALVA / tree) for tree in _TREES], config_file=False
    )
    watch = _Watch(cov)
    cov.start()
    code = pytest.main([*_OPTIONS, *FILES], plugins=[watch])
    cov.stop()
    if code != _PASSED:
        return watch.failed or f"pytest ended with {code}"
    data = cov.get_data()
    lines = {}
    for path in sorted(path for tree in _TREES for path in (GALVA / tree).rglob("*.py")):
        by_line = data.contexts_by_lineno(str(path))
        named = {line: sorted(filter(None, tests)) for line, tests in by_line.items()}
        lines[path.relative_to(GALVA).as_posix()] = named
    out.write_text(json.dumps({"lines": lines, "seconds": watch.seconds}), encoding="utf-8")
    return ""


def reach(folder: Path) -> Reach:
    """As portable.reach, of these tests."""
    texts = [path.read_bytes() for tree in _TREES for path in sorted((GALVA / tree).rglob("*.py"))]
    known = hashlib.sha256(b"".join(texts) + json.dumps(hashes()).encode()).hexdigest()[:16]
    out = folder / f"rigs-{known}.json"
    if not out.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for _job, said in fork.run_all([out], _measured, 1):
            if said:
                raise RuntimeError(f"{said} fails without a mutant: run make test-core")
    found = json.loads(out.read_text(encoding="utf-8"))
    lines = {
        file: {int(at): tests for at, tests in of.items()} for file, of in found["lines"].items()
    }
    return Reach(lines, found["seconds"])


def order(mutant: Mutant, reached: Reach) -> list[str]:
    """The tests that get to the line, or to the file for a line outside of functions."""
    lines = reached.lines.get(mutant.file, {})
    tests = lines.get(mutant.lineno, []) if mutant.scope else []
    uses: dict[str, int] = defaultdict(int)
    for of_line in [] if tests else lines.values():
        for test in of_line:
            uses[test] += 1
    return sorted(tests or uses, key=lambda test: reached.seconds.get(test, 1.0))


def trial(mutant: Mutant, tests: list[str], seconds: dict[str, float]) -> str:
    """In a child: "" when the mutant survives these tests, else "test: failed"."""
    fork.limit(_COLLECTED_S)
    source = (GALVA / mutant.file).read_text(encoding="utf-8")
    tree: ast.Module = tree_of(source, mutant.number)
    finder.put(mutant.file, tree)
    watch = _Watch(limits=seconds)
    code = pytest.main([*_OPTIONS, *tests], plugins=[watch])
    if code == _PASSED:
        return ""
    if code == _FAILED:
        return f"{watch.failed}: failed"
    return f"any: pytest ended with {int(code)}, the mutant cannot be imported"
