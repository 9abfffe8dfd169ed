"""The command: what it writes, its exit code, and its one line when ngspice is missing."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from host_tests.fmea.made import ran, results
from tools.fmea import __main__ as command
from tools.fmea import spice
from tools.fmea.faults import Fault
from tools.fmea.outcome import Results

RUNNER = CliRunner()
BAD = results([ran("A", Fault("RB", "open", ()), steady_ua=701.0)])


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(command, "FILE", tmp_path / "fmea.md")
    monkeypatch.setattr(command, "PICTURE", tmp_path / "fmea.png")
    return tmp_path / "fmea.md"


def given(monkeypatch: pytest.MonkeyPatch, made: Results) -> None:
    monkeypatch.setattr(command, "measure", lambda _out, _every: made)


def test_writes_the_page_and_succeeds(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, results())
    done = RUNNER.invoke(command.app, [])
    assert done.exit_code == 0
    assert page.read_text().startswith("# Single faults")
    assert page.with_suffix(".png").exists()


def test_a_missed_goal_is_exit_code_1_and_still_told(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, BAD)
    done = RUNNER.invoke(command.app, [])
    assert done.exit_code == 1
    assert "MISSED" in done.output and "**NO**" in page.read_text()


def test_quick_writes_nothing(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, results())
    assert RUNNER.invoke(command.app, ["--quick"]).exit_code == 0
    assert not page.exists()


def test_without_ngspice_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    done = RUNNER.invoke(command.app, ["--quick"])
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [f"fmea: {spice.HINT}"]
