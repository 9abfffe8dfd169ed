"""The portable tests, called one by one in this process, and which lines each of them reaches."""

import ast
import hashlib
import importlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import coverage

from tools import ROOT
from tools.mutation import finder, fork
from tools.mutation.finder import GALVA
from tools.mutation.mutants import Mutant, tree_of

FOLDER = ROOT / "host_tests" / "portable"
CORE = GALVA / "core"
_HELPERS = ("bench.py", "support.py", "fuzz.py")
_AT_LEAST_S = 1.0
_TIMES = 6  # a mutant may take that much longer than the code


@dataclass
class Reach:
    """Which test gets to which line: file of core -> line -> tests; seconds of CPU a test.

    The test "" is the import of all that they use.
    """

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]


@cache
def hashes() -> dict[str, str]:
    """Test -> hash of its text and of all that its file has besides tests."""
    helpers = "".join((FOLDER / name).read_text(encoding="utf-8") for name in _HELPERS)
    found = {}
    for path in sorted(FOLDER.glob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        tests = [node for node in tree.body if _is_test(node)]
        rest = ast.Module([node for node in tree.body if not _is_test(node)], [])
        for test in tests:
            text = ast.unparse(test) + ast.unparse(rest) + helpers
            name = f"{path.stem}.{test.name}"  # type: ignore[attr-defined]
            found[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


def _is_test(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def _function(test: str) -> Callable[[], None]:
    module, name = test.split(".")
    function: Callable[[], None] = getattr(importlib.import_module(module), name)
    return function


def measure(cov: coverage.Coverage) -> dict[str, float]:
    """Run every test, each in a context of its own; seconds of CPU of each. Raises what fails."""
    finder.paths()
    seconds = {}
    cov.start()
    try:
        for test in hashes():
            cov.switch_context("")
            function = _function(test)
            cov.switch_context(test)
            began = time.process_time()
            function()
            seconds[test] = time.process_time() - began
    finally:
        cov.stop()
    return seconds


def coverage_of_core() -> coverage.Coverage:
    """Lines and branches of core; nothing is written."""
    return coverage.Coverage(
        data_file=None, branch=True, source=[str(CORE)], config_file=False, messages=False
    )


def _measured(out: Path) -> str:
    cov = coverage_of_core()
    seconds = measure(cov)
    lines: dict[str, dict[int, list[str]]] = {}
    data = cov.get_data()
    for path in sorted(CORE.glob("*.py")):
        by_line = data.contexts_by_lineno(str(path))
        named = {line: sorted(tests) for line, tests in by_line.items()}
        lines[path.relative_to(GALVA).as_posix()] = named
    out.write_text(json.dumps(asdict(Reach(lines, seconds))), encoding="utf-8")
    return ""


def reach(folder: Path) -> Reach:
    """As measured in a child, or before, with the same code and tests: kept in folder."""
    texts = [path.read_bytes() for path in sorted(CORE.glob("*.py"))]
    known = hashlib.sha256(b"".join(texts) + json.dumps(hashes()).encode()).hexdigest()[:16]
    out = folder / f"reach-{known}.json"
    if not out.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for _job, said in fork.run_all([out], _measured, 1):
            if said:
                raise RuntimeError("the portable tests fail without a mutant: run make test-core")
    found = json.loads(out.read_text(encoding="utf-8"))
    lines = {
        file: {int(at): tests for at, tests in of.items()} for file, of in found["lines"].items()
    }
    return Reach(lines, found["seconds"])


def order(mutant: Mutant, reached: Reach) -> list[str]:
    """The tests that get to the mutant's line, the quickest first.

    Then, for a line that runs when its file is imported, all others: what it makes of a table is
    read where the line is not.
    """
    tests = reached.lines[mutant.file].get(mutant.lineno, [])
    there = sorted(filter(None, tests), key=lambda test: reached.seconds[test])
    if mutant.scope and there and "" not in tests:
        return there
    others = [test for test in hashes() if test not in there]
    return there + sorted(others, key=lambda test: reached.seconds[test])


def trial(mutant: Mutant, tests: list[str], seconds: dict[str, float]) -> str:
    """In a child: "" when the mutant survives these tests, else "test: what it raised"."""
    fork.limit(_AT_LEAST_S)
    finder.paths()
    tree = tree_of((GALVA / mutant.file).read_text(encoding="utf-8"), mutant.number)
    finder.put(mutant.file, tree)
    for test in tests:
        fork.limit(_AT_LEAST_S + _TIMES * seconds.get(test, 1.0))
        try:
            _function(test)()
        except BaseException as error:
            return f"{test}: {type(error).__name__}"
    return ""
