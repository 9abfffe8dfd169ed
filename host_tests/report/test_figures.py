"""What a journal sums up to, against records made by hand."""

from datetime import date
from typing import Any

import pytest

from galva.core.usage import week_most
from tools.journal.records import Journal, Record, read
from tools.report import figures, sample

MONDAY = 9500 * 86_400  # s since 2000-01-01
FIRST = date(2026, 1, 4)  # 9500 days after 2000-01-01 is this day


def session(seq: int, day: float, **fields: Any) -> Record:
    made: Record = dict.fromkeys(sample.Person(1).journal().__next__(), 0)
    made |= {"seq": seq, "t": int(MONDAY + day * 86_400), "mode": "LIFT", "routine": "none"}
    made |= {"fault": "", "ended": "time up", "bench": False, "calibrated": True}
    return made | {"treated_s": 300, "abs_uc": 15_000} | fields


def test_only_skin_counts_as_treated() -> None:
    journal = Journal(
        [
            session(2, 0),
            session(3, 0, bench=True, losses=9),
            session(4, 0, treated_s=0, abs_uc=0, ended="no gel"),
            session(6, 0.1, t=-1, treated_s=60, net_uc=-4, fault="LEAK", losses=2),
        ],
        ["j:9: torn"],
    )
    sums = figures.totals(journal)
    assert (sums.sessions, sums.on_skin, sums.bench, sums.refused) == (4, 2, 1, 1)
    assert (sums.treated_min, sums.abs_mc, sums.net_uc, sums.losses) == (6.0, 30.0, -4, 2)
    assert (sums.missing, sums.left_aside) == (2, 1)
    assert (sums.undated, sums.faults) == ((6,), (6,))
    assert figures.ends(journal.records) == [("time up", 2), ("LEAK", 1), ("no gel", 1)]


def test_a_day_is_that_of_the_beginning_and_is_split_by_mode() -> None:
    days = figures.by_day(
        [
            session(1, 0.9999),
            session(2, 1, treated_s=240, mode="INFUSE"),
            session(3, 1.5),
            session(4, 1.6, bench=True),
            session(5, 1.7, t=-1),
        ]
    )
    assert [each.day for each in days] == [FIRST, date(2026, 1, 5)]
    assert days[1].minutes == {"INFUSE": 4.0, "LIFT": 5.0} and days[1].total_min == 9.0


def test_weeks_are_sevens_of_days_from_the_first_session_and_follow_the_plan() -> None:
    days = (0, 6.9, 7, 41.9, 42, 700)
    weeks = figures.by_week([session(k, day) for k, day in enumerate(days, 1)])
    starts = [(week.begin - FIRST).days // 7 for week in weeks]
    assert starts == [0, 1, 5, 6, 100]
    assert [week.sessions for week in weeks] == [2, 1, 1, 1, 1]
    assert [(week.least, week.most) for week in weeks] == [(3, 5)] * 3 + [(2, 3)] * 2


@pytest.mark.parametrize("week", range(20))
def test_the_plan_is_that_of_the_device(week: int) -> None:
    assert figures.plan_of(week)[1] == week_most(9500, 9500 + 7 * week)


def test_modes_are_ordered_by_time() -> None:
    told = figures.by_mode([session(1, 0), session(2, 1, mode="INFUSE", treated_s=301)])
    assert told == [("INFUSE", 1, 301 / 60, 15.0), ("LIFT", 1, 5.0, 15.0)]


def test_the_sample_is_a_sound_journal_with_one_line_of_each_trouble() -> None:
    journal = sample.journal()
    assert len(journal.troubles) == len(sample.DAMAGED)
    assert journal.missing == len(sample.LOST) + len(sample.DAMAGED)
    assert sample.lines() == sample.lines() and sample.lines() != sample.lines(7)
    sums = figures.totals(journal)
    assert sums.bench == 3 and sums.undated and sums.faults and sums.refused
    assert all(day.total_min <= figures.CAP_MIN for day in figures.by_day(journal.records))
    assert read(sample.lines()).records == journal.records
