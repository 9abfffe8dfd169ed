"""The host's side of the journal: sound lines come back, anything else is told, nothing raises."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from crcline import line
from hypothesis import given
from hypothesis import strategies as st

from tools import ROOT
from tools.journal import records


def record(seq: int, **fields: Any) -> records.Record:
    made: records.Record = {name: 0 for name in records.NAMES}
    made |= {"seq": seq, "t": 846_763_200 + 60 * seq}
    made |= {"mode": "LIFT", "routine": "none", "fault": "", "ended": "time up"}
    return made | {"bench": False, "calibrated": True} | fields


def test_records_come_back_in_order_with_their_time() -> None:
    journal = records.read([line(record(3)), "\n", line(record(1)), line(record(3))])
    assert journal.records == [record(1), record(3)] and journal.troubles == []
    assert journal.missing == 1
    assert records.begin(record(0)) == "2026-10-31 12:00:00"
    assert records.begin(record(0, t=-1)) == records.begin(record(0, t=10**18)) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (line(record(2)).replace("LIFT", "LIFE"), "j:1: torn or changed"),
        (line(record(2))[:-20], "j:1: torn or changed"),
        (line({"seq": 2}), "j:1: t is missing"),
        (line(record(2, level="3")), "j:1: level is no int"),
        (line(record(2, bench=1)), "j:1: bench is no bool"),
        (line(record(0)), "j:1: seq is below 1"),
        ("x" * 600, "j:1: longer than 512"),
        ("[" * 500, "j:1: torn or changed"),
    ],
)
def test_what_is_wrong_with_a_line_is_told(text: str, why: str) -> None:
    journal = records.read([text, line(record(1))], "j")
    assert [trouble[: len(why)] for trouble in journal.troubles] == [why]
    assert journal.records == [record(1)]


def test_two_records_with_one_number_are_told() -> None:
    journal = records.read([line(record(1)), line(record(1, level=4))], "j")
    assert journal.records == [record(1)]
    assert journal.troubles == ["j:2: another record has seq 1: left aside"]


@given(st.lists(st.text(max_size=600)))
def test_garbage_never_raises(lines: list[str]) -> None:
    journal = records.read([*lines, line(record(1))])
    assert journal.records == [record(1)]
    assert len(journal.troubles) == sum(bool(text.strip("\r\n")) for text in lines)
    records.to_csv(journal)
    json.loads(records.to_json(journal))


@given(st.integers(0, 400), st.integers(0, 255))
def test_one_damaged_byte_costs_one_line(at: int, value: int) -> None:
    data = bytearray("".join(f"\n{line(record(seq))}" for seq in (1, 2, 3)).encode())
    data[at] = value
    journal = records.read(data.decode("utf-8", "replace").split("\n"))
    assert [found["seq"] for found in journal.records][-1] == 3 and len(journal.records) >= 2


def test_csv_and_json_say_the_same() -> None:
    journal = records.read([line(record(1, mode="=A1", net_uc=-5)), line(record(4, bench=True))])
    rows = list(csv.DictReader(io.StringIO(records.to_csv(journal))))
    told = json.loads(records.to_json(journal))
    assert [row["seq"] for row in rows] == ["1", "4"] and rows[0]["mode"] == "'=A1"
    assert (rows[0]["net_uc"], rows[1]["bench"], rows[1]["begin"]) == (
        "-5", "1", told["sessions"][1]["begin"],
    )  # fmt: skip
    assert told["missing"] == 2 and told["sessions"][0]["mode"] == "=A1"


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools.cli", "logs", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_command(tmp_path: Path) -> None:
    files = [tmp_path / "journal.0", tmp_path / "journal.1"]
    files[0].write_text(line(record(2)) + "garbage\n")
    files[1].write_text(line(record(1)))
    done = run(*files, "--csv", tmp_path / "out.csv")
    assert done.returncode == 1 and "journal.0:2: torn or changed" in done.stderr
    assert "2 sessions, none missing" in done.stdout
    assert (tmp_path / "out.csv").read_text().count("\n") == 3
    assert len(json.loads(run(*files, "--json").stdout)["sessions"]) == 2
    assert run(files[1]).returncode == 0
    missing = run(tmp_path / "none")
    assert missing.returncode == 1 and missing.stderr.count("\n") == 1
    (tmp_path / "big").write_bytes(b"\xff" * ((1 << 20) + 1))
    assert "this is no journal" in run(tmp_path / "big").stderr
    assert "give another place" in run(files[1], "--csv", tmp_path / "no" / "out.csv").stderr
