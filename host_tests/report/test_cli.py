"""galva report: files in, a page and a picture out; what is wrong is told, nothing is lost."""

import json
from pathlib import Path

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import power_on, start, until
from host_tests.tools.test_link import RigPort
from tools.cli import app, talk
from tools.report import sample


def report(*arguments: object) -> int:
    return app.main(["report", *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """The sample's lines in two files, the later ones first."""
    lines = sample.lines()
    made = [tmp_path / "journal.1", tmp_path / "journal.0"]
    made[0].write_text("".join(lines[20:]))
    made[1].write_text("".join(lines[:20]))
    return made


def test_a_damaged_line_is_named_and_all_others_are_reported(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "report.html"
    assert report(*files, "--out", out) == 1
    said, errors = capsys.readouterr()
    assert f"{files[0]}:2: torn or changed" in errors and "lines left aside: 1:" in errors
    assert f"{len(sample.journal().records)} sessions" in said
    assert "<h2>All sessions</h2>" in out.read_text()
    assert out.with_suffix(".png").read_bytes().startswith(b"\x89PNG")


def test_json_has_the_figures(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(files[1], "--out", tmp_path / "r.html", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["totals"]["sessions"] == 20 and told["weeks"][0]["most"] == 5
    assert told["page"] == str(tmp_path / "r.html")


def test_what_cannot_be_read_or_written_is_one_line(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(tmp_path / "none") == 1
    assert report(files[1], "--out", tmp_path) == 1
    assert report("--port", "/dev/galva-is-not-here") == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all(line.startswith("galva: ") for line in lines), lines


def test_the_device_s_own_journal_is_read_over_the_link(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rig = FakeRig(monkeypatch)
    power_on(rig)
    rig.usb(True)
    start(rig)
    until(rig, "RUN", 6000)
    rig.press("START")
    until(rig, "IDLE", 3000)
    rig.run(200)
    monkeypatch.setattr(talk, "SerialPort", lambda _path, **_how: RigPort(rig))
    assert report("--port", "x", "--out", tmp_path / "r.html", "--json") == 0
    sums = json.loads(capsys.readouterr().out)["totals"]
    assert (sums["sessions"], sums["bench"], sums["undated"]) == (1, 1, [1])
    assert "Read from the device." in (tmp_path / "r.html").read_text()
    rig.close()


def test_an_empty_journal_is_a_report_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "journal.0").write_text("")
    assert report(tmp_path / "journal.0", "--out", tmp_path / "r.html") == 0
    assert "No session in this journal." in (tmp_path / "r.html").read_text()
