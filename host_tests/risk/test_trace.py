"""pytest runs of their own, on a small project: what fails, and when, with workers and without."""

import os
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import pytest

from tools import ROOT

CONFTEST = """
from pathlib import Path
from tools.risk.table import Hazard
from tools.risk.trace import Trace

WORDS = ("group", "name", "sequence", "felt", "not felt")
TABLE = [Hazard("H1", *WORDS), Hazard("H2", *WORDS, tests=("scenes.py::touch",))]

def pytest_configure(config):
    config.pluginmanager.register(Trace(TABLE, Path(__file__).parent))
"""
TESTS = """
import pytest
from scenes import touch

@pytest.mark.hazard("H1")
@pytest.mark.parametrize("ua", [1, 2])
def test_ramp(ua):
    RAMP

@pytest.mark.parametrize("scenario", [touch])
def test_scene(scenario):
    scenario()

def test_other():
    pass
"""
INI = """
[pytest]
testpaths = tests
pythonpath = tests
addopts = --strict-markers -p no:cacheprovider
markers = hazard: of the table
"""


class Project:
    """A folder with tests, and pytest in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tests").mkdir()
        self.write("pytest.ini", INI)
        self.write("tests/conftest.py", CONFTEST)
        self.write("tests/scenes.py", "def touch():\n    pass\n")
        self.tests("pass")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def tests(self, ramp: str) -> None:
        self.write("tests/test_a.py", TESTS.replace("RAMP", ramp))

    def python(self, *args: str) -> "subprocess.CompletedProcess[str]":
        alone = {name: v for name, v in os.environ.items() if not name.startswith("PYTEST")}
        return subprocess.run(
            [sys.executable, *args],
            cwd=self.folder,
            env={**alone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )

    def pytest(self, *args: str) -> tuple[int, list[str]]:
        """Exit code, and the lines that tell of hazards."""
        done = self.python("-m", "pytest", *args)
        assert "passed" in done.stdout, done.stdout + done.stderr
        lines = done.stdout.splitlines()
        return done.returncode, [line for line in lines if line.startswith(("H1 ", "H2 "))]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


WORKERS = pytest.mark.parametrize("workers", [("-p", "no:xdist"), ("-n", "2")], ids=["one", "two"])


@WORKERS
def test_a_whole_run_that_shows_all_passes(project: Project, workers: tuple[str, ...]) -> None:
    assert project.pytest(*workers) == (0, [])


@WORKERS
def test_a_hazard_whose_tests_were_skipped_fails(
    project: Project, workers: tuple[str, ...]
) -> None:
    project.tests("pytest.skip('no board')")
    cure = "mend its tests, or mark one that shows it"
    assert project.pytest(*workers) == (1, [f"H1 (name): {cure}"])


def test_one_of_its_tests_that_passes_is_enough(project: Project) -> None:
    project.tests("assert ua == 1")
    assert project.pytest("-p", "no:xdist") == (1, [])


def test_a_named_scenario_that_is_gone_fails(project: Project) -> None:
    project.write("tests/scenes.py", "def other():\n    pass\ntouch = other\n")
    code, lines = project.pytest("-p", "no:xdist")
    assert code == 1 and [line[:2] for line in lines] == ["H2"]


@pytest.mark.parametrize(
    "part",
    [
        ("-k", "other"),
        ("tests/test_a.py::test_other",),
        ("--deselect", "tests/test_a.py::test_ramp"),
    ],
)
def test_a_part_of_the_tests_is_not_judged(project: Project, part: tuple[str, ...]) -> None:
    assert project.pytest("-p", "no:xdist", *part) == (0, [])


COLLECT = """
import sys
from pathlib import Path
from tools.risk.collected import collected
from tools.risk.table import RiskError
try:
    found = collected(Path("tests").absolute())
except RiskError as error:
    sys.exit(str(error))
print(sorted((test, sorted(shown)) for test, shown in found.items()))
"""


def test_what_is_collected(project: Project) -> None:
    done = project.python("-c", COLLECT)
    assert literal_eval(done.stdout) == [
        ("scenes.py::touch", ["H2"]),
        ("test_a.py::test_other", []),
        ("test_a.py::test_ramp", ["H1"]),
    ]


def test_a_file_that_cannot_be_collected_is_one_line(project: Project) -> None:
    project.write("tests/test_b.py", "import nowhere\n")
    done = project.python("-c", COLLECT)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr == (
        "tests/test_b.py cannot be collected: run pytest --collect-only tests/test_b.py\n"
    )


def test_no_tests_at_all_are_no_pass(project: Project) -> None:
    project.write("tests/test_a.py", "")
    done = project.python("-c", COLLECT)
    assert done.returncode == 1 and "no tests" in done.stderr and done.stderr.count("\n") == 1
