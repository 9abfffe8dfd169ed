"""How a command ends: its exit code, one line for what went wrong, and files that are whole."""

import errno
from pathlib import Path
from typing import Annotated

import pytest
import typer

from tools import command, files
from tools.problems import EXIT_CODES, Failed, Mismatch, NoDevice, Problem, Refused, Usage


@pytest.mark.parametrize("kind", [Failed, Usage, NoDevice, Refused, Mismatch])
def test_a_problem_is_one_line_and_its_code(
    kind: type[Problem], capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise kind("board: wrong: the cure")

    assert command.run("tool", fails, []) == kind.exit_code
    assert kind.exit_code in dict(EXIT_CODES)
    assert capsys.readouterr().err == "tool: board: wrong: the cure\n"


def test_a_full_disk_is_one_line_too(capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "docs/page.md")

    assert command.run("tool", fails, []) == 1
    told = capsys.readouterr().err
    assert told.startswith("tool: disk full at docs/page.md: ") and told.count("\n") == 1


def test_ctrl_c_is_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    assert command.run("tool", stopped, []) == 130 and capsys.readouterr().err == ""


def test_a_mistake_of_ours_keeps_its_trace() -> None:
    with pytest.raises(ZeroDivisionError):
        command.run("tool", lambda: 1 // 0, [])


def test_parameters_are_options_and_what_comes_back_is_the_code() -> None:
    def main(many: Annotated[int, typer.Option(min=1)] = 1) -> int:
        """Ends with that code."""
        return many

    assert command.run("tool", main, ["--many", "3"]) == 3
    assert command.run("tool", main, ["--many", "0"]) == 2
    assert command.run("tool", main, ["--manny", "3"]) == 2
    assert command.run("tool", lambda: None, []) == 0


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    files.write(tmp_path / "page", "öld")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        files.write(tmp_path / "page", b"new")
    assert [(f.name, f.read_text("utf-8")) for f in tmp_path.iterdir()] == [("page", "öld")]
