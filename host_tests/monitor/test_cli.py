"""galva monitor without its view: rows of CSV, lines of JSON, and what goes wrong."""

import csv
import io
import json
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import pytest

from host_tests.monitor.test_feed import Port
from host_tests.monitor.told import LINE, status
from tools.cli import app, talk
from tools.cli import monitor as command
from tools.link import Status
from tools.link.lines import sealed
from tools.monitor import rows


def monitor(*arguments: str) -> int:
    return app.main(["monitor", "--port", "x", *arguments])


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Port:
    """A device that says ten lines, 100 ms apart."""
    made = Port()
    made.says = [sealed(LINE | {"ms": 100 * k, "cure": "=1+1", "new": k}) for k in range(10)]
    monkeypatch.setattr(talk, "SerialPort", lambda _path, **_how: made.open())
    return made


def test_rows_have_the_head_and_every_line(port: Port, tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    assert monitor("--no-view", "--csv", str(path), "--seconds", "0.5") == 0
    told = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [row["ms"] for row in told] == ["0", "100", "200", "300", "400", "500"]
    assert set(told[0]) == set(rows.COLUMNS)
    assert {each.name for each in fields(Status)} - {"more"} < set(rows.COLUMNS)
    assert (told[0]["ua"], told[0]["set_ua"], told[0]["calibrated"]) == ("126", "-127", "1")
    assert told[0]["cure"] == "'=1+1"


def test_each_row_is_on_the_disk_at_once(tmp_path: Path) -> None:
    path = tmp_path / "seen.csv"
    made = rows.Csv(str(path))
    for count in (2, 3):
        made.row(status(), datetime(2026, 1, 2))
        assert len(path.read_text().splitlines()) == count
    made.close()


def test_minus_is_stdout(port: Port, capsys: pytest.CaptureFixture[str]) -> None:
    assert monitor("--csv", "-", "--seconds", "0.2") == 0
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_json_has_unknown_fields_too(port: Port, capsys: pytest.CaptureFixture[str]) -> None:
    assert monitor("--json", "--seconds", "0.1") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["new"] for each in told] == [0, 1] and told[0]["state"] == "RUN"


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        ((), 2, "the view needs a terminal: use --csv - or --json"),
        (("--json", "--csv", "-"), 2, "give one of them"),
        (("--csv", "/nowhere/x.csv", "--no-view"), 1, "No such file or directory: give another"),
        (("--every", "50", "--json"), 2, "greater than or equal to 100"),
    ],
)
def test_what_cannot_be_is_one_line(
    port: Port,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    why: str,
) -> None:
    assert monitor(*arguments) == code
    assert why in capsys.readouterr().err


def test_no_port_and_no_device_are_told(
    port: Port, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_SILENCE_S", 0.0)
    port.gone = 2  # it is tried twice
    assert monitor("--json") == 3
    port.says.clear()
    assert monitor("--json") == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first == "galva: x: no such port" and "galva doctor tells why" in second
