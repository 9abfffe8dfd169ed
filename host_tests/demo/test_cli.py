"""The command: exit codes, and one line for everything that can be wrong."""

import errno
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from host_tests.fake_rig import FakeRig
from tools import boards, command, files
from tools.demo import __main__ as demo
from tools.demo import findings, report
from tools.demo.finding import Finding


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def on_fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "open_rig", lambda board: FakeRig(monkeypatch, board))
    monkeypatch.setattr(report, "parts", lambda: {"UPLOT_JS": ""})


Run = Callable[..., Result]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process; the firmware wants a real stdout, so no CliRunner."""

    def call(*options: str) -> Result:
        code = command.run("demo", demo.main, list(options))
        return Result(code, *capfd.readouterr())

    return call


def one_line(result: Result) -> str:
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    assert result.err.startswith("demo: ")
    return result.err


@pytest.mark.usefixtures("on_fakes")
def test_a_demo_leaves_its_files_and_ends_0(run: Run, tmp_path: Path) -> None:
    result = run("--seconds", "34", "--out", str(tmp_path / "new" / "demo"))
    assert result.code == 0, result.err
    names = sorted(file.name for file in (tmp_path / "new" / "demo").iterdir())
    assert names == ["session.galva", "session.html", "session.png"]
    assert "\x1b" not in result.out
    assert result.out.count("s emulated") == 22
    assert result.out.count("pass") >= 8


@pytest.mark.usefixtures("on_fakes")
def test_a_finding_that_fails_ends_1(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Finding("what", "9 µA", "<= 8 µA", False, "how")
    monkeypatch.setattr(findings, "judge", lambda _recording: [bad])
    result = run("--seconds", "34", "--out", str(tmp_path))
    assert result.code == 1
    assert "FAIL" in result.out


@pytest.mark.parametrize("board", ["pcio", "esp32"])
def test_a_board_that_cannot_be_emulated(run: Run, board: str) -> None:
    can = ", ".join(name for name in boards.names() if boards.data(name).chip == "rp2040")
    assert one_line(run("--board", board)).endswith(f"emulated: use {can}\n")


@pytest.mark.parametrize("seconds", ["30", "301", "ten"])
def test_seconds_out_of_range(run: Run, seconds: str) -> None:
    assert run("--seconds", seconds).code == 2


def test_missing_uplot_names_the_cure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "UPLOT", Path("no/such/folder"))
    line = one_line(run())
    assert "uPlot.min.css is missing" in line and line.endswith(": make setup\n")


@pytest.mark.usefixtures("on_fakes")
def test_cannot_write_is_said_before_the_session(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run("--out", str(tmp_path / "file" / "demo"))
    assert "file" in (line := one_line(result)) and "--out" in line
    assert "emulated" not in result.out


@pytest.mark.usefixtures("on_fakes")
def test_a_full_disk(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _content: bytes | str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    assert "disk full" in one_line(run("--seconds", "34", "--out", str(tmp_path)))


def test_missing_emulator_names_the_cure(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "parts", dict)
    monkeypatch.setitem(sys.modules, "tools.emulator.rig", None)
    assert one_line(run("--out", str(tmp_path))).endswith(": make setup\n")
