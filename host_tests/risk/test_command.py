"""python -m tools.risk: the exit code, one line a problem, and the page."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.command import run
from tools.risk import __main__ as risk
from tools.risk.table import RiskError

Ran = Callable[..., tuple[int, str]]
TABLE = """
[[hazard]]
id = "H1"
group = "Shock"
name = "A shock"
sequence = "It is touched."
use = "Do not."
before = "felt"
after = "not felt"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "hazards.toml").write_text(TABLE)
    monkeypatch.setattr(risk, "TABLE", tmp_path / "hazards.toml")
    monkeypatch.setattr(risk, "PAGE", tmp_path / "risk.md")
    monkeypatch.setattr(risk, "collected", lambda _tests: {"a.py::test_a": {"H1"}})
    return tmp_path


@pytest.fixture
def ran(capsys: pytest.CaptureFixture[str]) -> Ran:
    def call(*options: str) -> tuple[int, str]:
        code = run("risk", risk.main, list(options))
        return code, capsys.readouterr().err

    return call


def test_the_page_is_written_and_then_up_to_date(folder: Path, ran: Ran) -> None:
    assert ran() == (0, "")
    assert "H1 A shock" in (folder / "risk.md").read_text()
    assert ran("--check") == (0, "")


def test_a_page_that_is_old_or_missing_is_told_and_left_alone(folder: Path, ran: Ran) -> None:
    said = (1, "risk: docs/risk.md is out of date with the table and the tests: run make risk\n")
    assert ran("--check") == said
    (folder / "risk.md").write_text("old")
    assert ran("--check") == said
    assert (folder / "risk.md").read_text() == "old"


def test_a_hazard_without_a_test_ends_1(
    folder: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(risk, "collected", lambda _tests: {"a.py::test_a": set()})
    code, said = ran()
    assert code == 1 and said.startswith("risk: H1 (A shock): no test shows it")
    assert said.count("\n") == 1


def test_what_cannot_be_collected_or_read_ends_1(
    folder: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_tests: Path) -> None:
        raise RiskError("test_a.py cannot be collected")

    monkeypatch.setattr(risk, "collected", fail)
    assert ran("--check") == (1, "risk: test_a.py cannot be collected\n")
    (folder / "hazards.toml").write_text("[[")
    code, said = ran("--check")
    assert code == 1 and said.startswith("risk: hazards.toml: ") and said.count("\n") == 1
