"""The page says what was found, and every goal that is missed."""

from dataclasses import replace

import pytest

from host_tests.faults.test_judge import FLAWLESS
from tools.faults import report
from tools.faults.contact import Again
from tools.faults.results import Case, Failed, Found, Lifted, Removed, Session, campaign

WELL: tuple[Found, ...] = (
    Case("fakes", "rs2 half", "circuit", "RUN+", "5 kohm", FLAWLESS, "", False),
    Case("fakes", "rs2 half", "circuit", "RUN+", "gel", replace(FLAWLESS, how="RAIL"), "", False),
    Case("fakes", "none", "none", "CHECK", "gel", replace(FLAWLESS, how=""), "", False),
    Case("chip", "open", "skin", "RUN-", "5 kohm", replace(FLAWLESS, how="HOLD"), "", False),
    Session("LIFT", "5k", 305.0, ""),
    Lifted("pico, fakes", "LIFT", 500, 990.0, 2060.0, 2000.0),
    Removed("MISMATCH", "rs2 half", "RUN+", "5 kohm", "", "MISSED: x"),
    Again(500.0, "gel", 510.0),
)
MISSED: tuple[tuple[Found, str], ...] = (
    (
        Case("fakes", "open", "skin", "RUN-", "gel", FLAWLESS, "MISSED: off after 3 ms", False),
        "open, RUN-, gel, fakes: MISSED: off after 3 ms",
    ),
    (Session("LIFT", "5k", 30.0, "HOLD"), "LIFT into 5k: HOLD"),
    (
        Lifted("pico, chip", "LIFT", 20, 2001.0, 2060.0, 2000.0),
        "lift-off, pico, chip, LIFT: 2001 us",
    ),
    (Removed("RAIL", "hv 16V", "RUN+", "gel", "", ""), "RAIL: no case misses it"),
    (Removed("RAIL", "hv 16V", "RUN+", "gel", "MISSED: y", "MISSED: z"), "RAIL: MISSED: y"),
    (Again(20.0, "gel", 22.2), "re-contact, 20 uA, gel: 1.11 of it"),
    (
        Failed("lift pico LIFT", "RUN was not reached"),
        "lift pico LIFT was not done: RUN was not reached",
    ),
)


def test_all_well() -> None:
    run = campaign(WELL, 12.0)
    assert run.broken() == []
    assert "All goals are met." in report.markdown(run)


@pytest.mark.parametrize(("found", "line"), MISSED)
def test_each_goal_can_be_missed(found: Found, line: str) -> None:
    run = campaign([*WELL, found], 12.0)
    assert run.broken() == [line]
    assert f"- {line}\n" in report.markdown(run)


def test_the_table_says_what_caught_it_where() -> None:
    page = report.markdown(campaign(WELL, 12.0))
    assert "5 kohm: MISMATCH; gel: RAIL" in page
    assert "## What caught it: circuit" in page
    assert "| none |  | · |" in page
    assert "| open | RUN- | 5 kohm | HOLD | 300 µA | 9.0 ms | 3.0 µC | well |" in page
    assert "| 4, 1 of them on the emulated chip; 3 faults |" in page


def test_each_row_is_as_wide_as_its_head() -> None:
    for sheet in report.sheets(campaign(WELL, 12.0)):
        assert sheet.rows
        assert {len(row) for row in sheet.rows} == {len(sheet.heads)}
