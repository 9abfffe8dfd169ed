"""The command: what it writes, its exit code, and its one line when ngspice is missing."""

from pathlib import Path

import pytest

from host_tests.fmea.made import ran, results
from tools.command import run
from tools.fmea import __main__ as fmea
from tools.fmea import spice
from tools.fmea.faults import Fault
from tools.fmea.outcome import Results

BAD = results([ran("A", Fault("RB", "open", ()), steady_ua=701.0)])


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fmea, "FILE", tmp_path / "fmea.md")
    monkeypatch.setattr(fmea, "PICTURE", tmp_path / "fmea.png")
    return tmp_path / "fmea.md"


def given(monkeypatch: pytest.MonkeyPatch, made: Results) -> None:
    monkeypatch.setattr(fmea, "measure", lambda _out, _every: made)


def test_writes_the_page_and_succeeds(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, results())
    assert run("fmea", fmea.main, []) == 0
    assert page.read_text().startswith("# Single faults")
    assert page.with_suffix(".png").exists()


def test_a_missed_goal_is_exit_code_1_and_still_told(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, BAD)
    assert run("fmea", fmea.main, []) == 1
    assert "MISSED" in capsys.readouterr().out and "**NO**" in page.read_text()


def test_quick_writes_nothing(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, results())
    assert run("fmea", fmea.main, ["--quick"]) == 0
    assert not page.exists()


def test_without_ngspice_one_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert run("fmea", fmea.main, ["--quick"]) == 1
    assert capsys.readouterr().err.splitlines() == [f"fmea: {spice.HINT}"]
