"""What is no board: one line, its cure, the exit code; the same for each command that writes."""

import os
import pty
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.cli.app import build, run

COMMANDS = (
    ("deploy", "--board", "pico"),
    ("safe-mode", "on"),
    ("backup", "--to", "b.zip"),
    ("factory-reset", "--yes"),
)


@pytest.fixture
def silent() -> Iterator[str]:
    """A port that says nothing, and then is pulled out."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    path = os.ttyname(theirs)
    os.close(theirs)
    os.close(ours)
    yield path


def told(capsys: pytest.CaptureFixture[str]) -> str:
    printed = capsys.readouterr()
    (line,) = [line for line in printed.err.splitlines() if line.strip()]
    return line


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_such_port(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    port = str(tmp_path / "ttyACM9")
    assert run(build(), [*command, "--port", port]) == 3
    assert told(capsys).startswith(f"galva: {port}: no such port: check the cable")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_file_that_is_no_port(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no port")
    assert run(build(), [*command, "--port", str(tmp_path / "file")]) == 3
    assert "not a serial port" in told(capsys)


def test_a_port_that_went_away(silent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(build(), ["deploy", "--board", "pico", "--port", silent]) == 3
    assert "galva: " + silent in told(capsys)


def test_a_reset_of_everything_wants_a_yes_before_it_looks_for_a_board(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(build(), ["factory-reset", "--port", "/dev/nothing"]) == 2
    assert "add --yes" in told(capsys)
