"""What is no board: one line, its cure, the exit code; the same for each command that writes."""

import os
import pty
import re
import select
import subprocess
import sys
import tty
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from tools.cli.app import main

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


@pytest.fixture
def held() -> Iterator[tuple[str, int]]:
    """A port that another process has, and its other end."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    path = os.ttyname(theirs)
    hold = f"import serial; s = serial.Serial({path!r}, exclusive=True); print(); input()"
    other = subprocess.Popen([sys.executable, "-c", hold], stdin=PIPE, stdout=PIPE)
    assert other.stdout and other.stdout.readline()
    yield path, ours
    other.communicate(b"\n")
    os.close(theirs)
    os.close(ours)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    printed = capsys.readouterr()
    (line,) = [line for line in printed.err.splitlines() if line.strip()]
    return line


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_such_port(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    port = str(tmp_path / "ttyACM9")
    assert main([*command, "--port", port]) == 3
    assert told(capsys).startswith(f"galva: {port}: no such port: check the cable")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_file_that_is_no_port(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no port")
    assert main([*command, "--port", str(tmp_path / "file")]) == 3
    assert "not a serial port" in told(capsys)


@pytest.mark.parametrize(
    "command", [*COMMANDS, ("status",), ("doctor",)], ids=lambda words: words[0]
)
def test_a_port_that_another_program_has(
    command: tuple[str, ...], held: tuple[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    path, ours = held
    assert main([*command, "--port", path]) == 3
    assert re.search("another program.*: close", told(capsys))
    assert not select.select([ours], [], [], 0)[0]  # nothing was sent into its talk


def test_a_stop_is_sent_all_the_same(
    held: tuple[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    path, ours = held
    assert main(["stop", "--port", path]) == 1
    assert "press a button" in told(capsys) and b"STOP\n" in os.read(ours, 100)


def test_a_port_that_went_away(silent: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deploy", "--board", "pico", "--port", silent]) == 3
    assert "galva: " + silent in told(capsys)


def test_a_reset_of_everything_wants_a_yes_before_it_looks_for_a_board(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["factory-reset", "--port", "/dev/nothing"]) == 2
    assert "add --yes" in told(capsys)
