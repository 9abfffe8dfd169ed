from galva.core.limits import DAY_MS
from galva.core.usage import PLAN, UNKNOWN, Days, week_most

TODAY = 9800


def counted(*rows):
    days = Days()
    for day, ms, sessions in rows:
        days.count(day, ms, sessions)
    return days


def test_six_weeks_of_build_up_then_maintenance():
    assert PLAN == ((6, 3, 5), (0, 2, 3))
    most = [week_most(TODAY, TODAY + day) for day in range(100)]
    assert most == [5] * 42 + [3] * 58
    assert week_most(TODAY, TODAY - 5) == 5


def test_nothing_is_nothing():
    days = Days()
    assert days.today_ms(TODAY) == 0 and days.week(TODAY) == 0
    assert days.first_day == days.day == UNKNOWN


def test_today_and_the_week():
    days = counted((TODAY, 5000, 1), (TODAY, 7000, 1), (TODAY + 2, 100, 1))
    assert days.today_ms(TODAY + 2) == 100 and days.today_ms(TODAY + 3) == 0
    assert [days.week(TODAY + 2 + k) for k in range(8)] == [3, 3, 3, 3, 3, 1, 1, 0]
    assert days.first_day == TODAY and days.day == TODAY + 2
    assert days.ms == [100, 0, 12_000, 0, 0, 0, 0]


def test_asking_for_a_wrong_day_loses_nothing():
    days = counted((TODAY, DAY_MS, 1))
    assert days.today_ms(TODAY + 9000) == 0 and days.week(TODAY + 9000) == 0
    assert days.today_ms(TODAY) == DAY_MS and days.week(TODAY) == 1


def test_a_clock_set_back_gives_no_minute_back():
    for ahead in range(1, 7):
        days = counted((TODAY - 1, 11, 2), (TODAY, 60_000, 1), (TODAY + ahead, 500, 1))
        days.set_back(TODAY)
        assert days.today_ms(TODAY) == 60_500, ahead
        assert days.week(TODAY) == (4 if ahead < 6 else 2), ahead
        assert len(days.ms) == len(days.sessions) == 7
        assert days.week(TODAY + 6) == 2


def test_a_clock_set_back_by_a_week_or_more_fills_the_day():
    for ahead in (7, 8, 30_000):
        days = counted((TODAY, 60_000, 1), (TODAY + ahead, 500, 1))
        days.set_back(TODAY)
        assert days.today_ms(TODAY) == DAY_MS, ahead
        assert days.today_ms(TODAY + 1) == 0
        assert days.week(TODAY) == 1 and days.day == TODAY and days.first_day == TODAY


def test_the_first_day_is_never_in_the_future():
    days = counted((TODAY + 400, 1, 1))
    days.set_back(TODAY)
    assert days.first_day == TODAY
