from galva.core.limits import DAY_MS, ConfigError
from galva.core.usage import (
    BLIND_MS,
    DAY_S,
    NO_DAY,
    PLAN,
    SOME_DAY,
    UNKNOWN,
    Counts,
    Days,
    week_most,
)

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
        assert len(days.ms) == len(days.sessions) == 7
        assert days.today_ms(TODAY + 1) == 0
        assert days.week(TODAY) == 1 and days.day == TODAY and days.first_day == TODAY


def test_more_than_a_day_stays_more_when_the_clock_is_set_back():
    days = counted(*[(TODAY + k, DAY_MS, 1) for k in range(3)])
    days.set_back(TODAY - 7)
    assert days.today_ms(TODAY - 7) == 3 * DAY_MS and days.week(TODAY - 7) == 3


def test_the_first_day_is_never_in_the_future():
    days = counted((TODAY + 400, 1, 1))
    days.set_back(TODAY)
    assert days.first_day == TODAY


# ---- what is kept


def test_a_new_device_has_treated_nothing_and_all_of_a_day_is_left():
    counts = Counts()
    assert not counts.dirty and counts.needle == NO_DAY and counts.open_day == UNKNOWN
    assert (counts.on_ms, counts.undated_ms, counts.undated_n, counts.open_ms) == (0, 0, 0, 0)
    assert counts.left_ms(TODAY) == DAY_MS and counts.left_ms(UNKNOWN) == BLIND_MS == DAY_MS // 2


def test_treated_time_counts_for_its_day_or_for_the_power_on():
    counts = Counts()
    counts.count(TODAY, 1000, 1)
    assert counts.dirty and counts.treated_ms(TODAY) == counts.treated_ms(UNKNOWN) == 1000
    assert (counts.undated_ms, counts.undated_n) == (0, 0)
    counts.count(UNKNOWN, 500, 2)
    assert (counts.undated_ms, counts.undated_n) == (500, 2)
    assert counts.treated_ms(TODAY) == 1000 and counts.treated_ms(UNKNOWN) == 1500
    assert counts.left_ms(TODAY) == DAY_MS - 1000 and counts.left_ms(UNKNOWN) == BLIND_MS - 1500
    counts.count(TODAY, DAY_MS, 1)
    assert counts.left_ms(TODAY) == counts.left_ms(UNKNOWN) == 0


def test_what_has_no_day_is_of_the_day_that_the_clock_then_says():
    counts = Counts()
    counts.count(UNKNOWN, 500, 2)
    counts.dirty = False
    assert counts.date(TODAY) is False and counts.dirty
    assert counts.treated_ms(TODAY) == 500 and counts.days.week(TODAY) == 2
    assert (counts.undated_ms, counts.undated_n) == (0, 0)
    counts.dirty = False
    assert counts.date(TODAY) is False and not counts.dirty
    assert counts.date(TODAY - 1) is True and counts.dirty
    assert counts.treated_ms(TODAY - 1) == 500


def test_microneedling_has_the_day_that_is_known_at_last():
    for told, then in ((SOME_DAY, TODAY), (TODAY + 1, TODAY), (TODAY, TODAY), (NO_DAY, NO_DAY)):
        counts = Counts()
        counts.needled(told)
        assert counts.dirty and counts.needle == told
        counts.dirty = False
        counts.date(TODAY)
        assert counts.needle == then and counts.dirty == (told != then), told


def again(counts):
    """As after the next power-on: a copy of what was stored."""
    record = counts.record()
    record["ms"], record["sessions"] = list(record["ms"]), list(record["sessions"])
    return Counts(record)


def test_what_was_stored_comes_back():
    counts = Counts()
    counts.count(TODAY, 1000, 1)
    counts.count(TODAY + 1, 70, 1)
    counts.needled(TODAY)
    found = again(counts)
    assert (found.days.ms, found.days.sessions) == (counts.days.ms, counts.days.sessions)
    assert (found.days.day, found.days.first_day) == (TODAY + 1, TODAY)
    assert found.needle == TODAY and not found.dirty
    assert found.on_ms == found.open_ms == 0  # of the power-on that has ended
    record = counts.record()
    assert (record["version"], record["unit"]) == (1, "ms")


# As it lies in the file: what one firmware has stored, the next one reads.
NEW = {"version": 1, "unit": "ms", "day": -1, "first_day": -1, "on_ms": 0, "undated_ms": 0}
NEW.update({"undated_n": 0, "open_ms": 0, "open_day": -1, "needle": -1})
NEW.update({"ms": [0] * 7, "sessions": [0] * 7})


def stored(**values):
    return Counts(dict(NEW, ms=[0] * 7, sessions=[0] * 7, **values))


def test_the_record_of_a_new_device():
    assert Counts().record() == stored().record() == NEW
    assert DAY_S == 24 * 60 * 60 and (UNKNOWN, NO_DAY, SOME_DAY) == (-1, -1, -2)


def test_what_another_firmware_has_stored_means_the_same():
    found = stored(open_ms=60_000)
    assert (found.undated_ms, found.undated_n, found.days.day) == (60_000, 1, -1)
    for day in (0, 1, 2, 9800):  # the first is 2000-01-01
        found = stored(open_ms=60_000, open_day=day)
        assert found.undated_ms == 0 and found.days.day == found.days.first_day == day
        assert found.treated_ms(day) == 60_000 and found.days.week(day) == 1
    for needle, then in ((-2, TODAY), (-1, -1), (0, 0), (1, 1)):
        found = stored(needle=needle)
        found.date(TODAY)
        assert found.needle == then


def test_power_that_is_cut_in_a_session_costs_all_of_its_time():
    counts = Counts()
    counts.count(TODAY, 1000, 1)
    counts.dirty = False
    counts.begin(TODAY, 60_000)
    assert counts.dirty
    found = again(counts)
    assert found.dirty and found.treated_ms(TODAY) == 61_000 and found.on_ms == 61_000
    assert found.days.week(TODAY) == 2 and found.undated_n == 0
    counts.begin(TODAY - 3, 60_000)  # the clock went back meanwhile: it cannot be before
    assert again(counts).treated_ms(TODAY) == 61_000
    counts = Counts()
    counts.count(UNKNOWN, 100, 1)
    counts.begin(UNKNOWN, 60_000)
    found = again(counts)
    assert (found.undated_ms, found.undated_n, found.on_ms) == (60_100, 2, 60_100)
    counts.begin(UNKNOWN, 0)  # over
    assert again(counts).undated_ms == 0


def test_a_damaged_record_leaves_no_minute_to_those_without_a_clock():
    counts = Counts()
    counts.doubt()
    assert counts.dirty and counts.left_ms(UNKNOWN) == 0
    assert counts.on_ms == counts.undated_ms == BLIND_MS
    counts.count(UNKNOWN, 5, 1)
    counts.doubt()
    assert counts.on_ms == counts.undated_ms == BLIND_MS + 5


def test_impossible_counts_are_refused():
    whole = Counts().record()
    Counts(dict(whole))
    for name in whole:
        if name in ("version", "unit"):
            continue
        days = name in ("ms", "sessions")
        for value in (-3, True, None, "1") + (([0] * 6, [0] * 8, [0] * 6 + [-1]) if days else ()):
            record = dict(whole)
            record[name] = [value] * 7 if days and not isinstance(value, list) else value
            try:
                Counts(record)
            except ConfigError as error:
                assert "usage" in str(error)
            else:
                raise AssertionError((name, value))
        record = dict(whole)
        del record[name]
        try:
            Counts(record)
        except ConfigError:
            continue
        raise AssertionError(name)
