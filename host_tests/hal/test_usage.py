"""The over-use guard on the fakes: days, power cuts, clocks that jump, damaged records."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from galva.core import course
from galva.core.usage import DAY_S
from host_tests.fake_rig import FakeRig, commissioned
from host_tests.scenarios.sessions import most_ua, power_on, until
from tools.builds import commission

NOON = 9800 * DAY_S + 12 * 3600  # some day of 2026
MINUTE = 60_000


class Guarded:
    """A rig with its usage guard, and what a panel does with it: ask, then START."""

    def __init__(self, patch: pytest.MonkeyPatch, files: dict[str, bytes] | None = None) -> None:
        from galva.app.usage import Usage

        made: list[Usage] = []
        build = Usage.__init__

        def seen(self: Usage, *arguments: Any) -> None:
            made.append(self)
            build(self, *arguments)

        with patch.context() as inner:
            inner.setattr(Usage, "__init__", seen)
            self.rig = FakeRig(patch, skin="good", files=files)
            self.rig.world.notes = False
            power_on(self.rig)
            self.rig.run(300)
        (self.usage,) = made
        self.engine = self.usage._engine

    def start(self) -> str:
        refusal = self.usage.begin()
        if not refusal:
            self.engine.request = course.START
        self.rig.run(40)
        return refusal

    def treat(self, ms: int) -> None:
        """A session of so much treated time, as far as the guard can see."""
        assert self.start() == ""
        until(self.rig, "RUN", 5000)
        self.engine.course.plan.treated_ms += ms
        self.rig.run(60)
        self.engine.request = course.STOP
        until(self.rig, "IDLE", 5000)
        self.rig.run(400)

    def left_s(self) -> int:
        return round(self.usage.left_ms() / 1000)

    def record(self) -> dict[str, Any]:
        slots = [json.loads(t) for n, t in self.rig.files().items() if n.startswith("usage.")]
        return dict(max(slots, key=lambda slot: int(slot["counter"])))

    def close(self) -> None:
        self.rig.close()


Make = Callable[..., Guarded]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    made: list[Guarded] = []

    def build(files: dict[str, bytes] | None = None) -> Guarded:
        made.append(Guarded(monkeypatch, files))
        return made[-1]

    yield build
    for one in made:
        one.close()


def bare() -> dict[str, bytes]:
    files = dict(commissioned())
    del files[commission.READ_FILE]
    return files


def usage_file(**fields: Any) -> dict[str, bytes]:
    record = {"version": 1, "unit": "ms", "day": -1, "first_day": -1, "ms": [0] * 7}
    record |= {"sessions": [0] * 7, "on_ms": 0, "undated_ms": 0, "undated_n": 0, "open_ms": 0}
    record |= {"open_day": -1, "needle": -1} | fields
    return {"usage.a": commission.record_line(record)}


def test_a_new_device_asks_first_and_once(make: Make) -> None:
    one = make(bare())
    assert one.start() == "read first" and one.engine.course.quiet
    one.usage.set_time(NOON)
    one.usage.acknowledge()
    assert one.usage.refusal() == ""
    one.rig.run(300)
    again = make(one.rig.files())
    assert again.usage.refusal() == ""
    record = json.loads(again.rig.files()["read.a"])
    assert NOON <= record["t"] <= NOON + 2 and record["firmware"]


@pytest.mark.parametrize("other", [b"{", b'{"firmware": "0.0.1"}\n'])
def test_another_version_or_a_damaged_record_asks_again(make: Make, other: bytes) -> None:
    one = make(bare() | {"read.a": other})
    assert one.usage.refusal() == "read first"
    assert "read.a" in one.rig.console
    newer = {"version": 1, "unit": "s", "firmware": "0.0.1", "t": -1}
    assert make(bare() | {"read.a": commission.record_line(newer)}).usage.refusal() == "read first"


def test_twenty_minutes_a_day_with_a_clock(make: Make) -> None:
    one = make()
    assert one.usage.set_time(NOON) == ""
    for left_s in (20 * 60, 12 * 60, 4 * 60):
        assert abs(one.left_s() - left_s) < 20
        one.treat(8 * MINUTE)
    assert one.left_s() == 0 and one.usage.today_s > 24 * 60
    begin_ms = one.rig.now_ms
    assert one.start() == "enough today"
    one.rig.run(500)
    assert one.engine.course.quiet and most_ua(one.rig, begin_ms) < 1e-6
    assert one.usage.set_time(NOON + DAY_S) == ""
    one.rig.run(40)
    assert one.left_s() == 20 * 60 and one.usage.refusal() == ""
    again = make(one.rig.files())
    again.usage.set_time(NOON)
    assert again.usage.refusal() == "enough today"


def test_a_session_ends_when_the_day_is_full(make: Make) -> None:
    one = make(commissioned() | usage_file(day=9800, first_day=9800, ms=[1_170_000] + [0] * 6))
    one.usage.set_time(NOON)
    one.rig.run(40)
    assert one.rig.status["left_s"] <= 300 and one.left_s() == 30
    assert one.start() == ""
    until(one.rig, "RUN", 5000)
    begin_ms = one.rig.now_ms
    until(one.rig, "RAMP_DOWN", 40_000)
    assert 28_000 <= one.rig.now_ms - begin_ms <= 31_000
    until(one.rig, "IDLE", 5000)
    assert one.rig.status["ended"] == "time up"
    assert one.start() == "enough today"


def test_midnight_comes_by_itself(make: Make) -> None:
    one = make(commissioned() | usage_file(day=9800, first_day=9800, ms=[1_200_000] + [0] * 6))
    one.usage.set_time(9801 * DAY_S - 2)
    assert one.usage.refusal() == "enough today"
    one.rig.run(2500)
    assert one.usage.refusal() == ""


def test_ten_minutes_a_power_on_without_a_clock(make: Make) -> None:
    one = make()
    one.treat(5 * MINUTE)
    assert abs(one.left_s() - 300) < 10
    one.treat(5 * MINUTE)
    assert one.start() == "enough today" and one.usage.warning == ""
    again = make(one.rig.files())
    assert again.left_s() == 600 and again.usage.refusal() == ""


def test_a_clock_that_comes_later_counts_this_power_on_as_today(make: Make) -> None:
    one = make()
    one.treat(5 * MINUTE)
    one.usage.set_time(NOON)
    assert abs(one.left_s() - 15 * 60) < 10 and one.usage.week == 1


def test_cutting_the_power_does_not_give_time(make: Make) -> None:
    """Each session is cut before its end is stored; five minutes are planned."""
    files = commissioned()
    for left_s in (600, 300):
        one = make(files)
        assert one.left_s() == left_s and one.start() == ""
        until(one.rig, "RUN", 5000)
        one.rig.run(2000)
        files = one.rig.files()
    last = make(files)
    assert last.left_s() == 0 and last.start() == "enough today"


def test_a_session_cut_on_a_known_day_counts_on_that_day(make: Make) -> None:
    one = make()
    one.usage.set_time(NOON)
    assert one.start() == ""
    until(one.rig, "RUN", 5000)
    again = make(one.rig.files())
    again.usage.set_time(NOON + 100)
    assert again.left_s() == 15 * 60 and again.usage.week == 1
    again.rig.run(300)
    assert again.record()["open_ms"] == 0 and again.record()["ms"][0] == 5 * MINUTE


def test_bench_sessions_are_neither_refused_nor_counted(make: Make) -> None:
    one = make(bare() | usage_file(day=9800, first_day=9800, ms=[1_200_000] + [0] * 6))
    one.usage.set_time(NOON)
    one.rig.usb(True)
    one.rig.run(50)
    one.treat(9 * MINUTE)
    assert one.usage.today_s == 1200 and one.usage.week == 0
    one.rig.usb(False)
    one.rig.run(50)
    assert one.usage.refusal() == "read first"


def test_the_weeks_number_warns_and_refuses_nothing(make: Make) -> None:
    fields: dict[str, Any] = {"day": 9799, "first_day": 9790, "sessions": [1, 0, 1, 1, 0, 1, 0]}
    one = make(commissioned() | usage_file(**fields))
    one.usage.set_time(NOON)
    assert (one.usage.week, one.usage.warning) == (4, "")
    one.treat(MINUTE)
    assert (one.usage.week, one.usage.warning) == (5, "enough this week")
    assert one.usage.refusal() == ""
    fields["first_day"] = 9799 - 60  # maintenance: three
    late = make(commissioned() | usage_file(**fields))
    late.usage.set_time(NOON)
    assert (late.usage.week, late.usage.warning) == (4, "enough this week")


def test_a_clock_set_back_gives_nothing_back_and_is_told(make: Make) -> None:
    one = make()
    one.usage.set_time(NOON + DAY_S)
    one.treat(8 * MINUTE)
    note = one.usage.set_time(NOON)
    assert "set back" in note and note in one.rig.console
    assert abs(one.left_s() - 12 * 60) < 10
    one.usage.set_time(NOON + 400 * DAY_S)
    one.treat(MINUTE)
    assert "set back" in one.usage.set_time(NOON)
    assert one.usage.refusal() == "enough today"
    one.usage.set_time(NOON + DAY_S)
    assert one.usage.refusal() == ""


@pytest.mark.parametrize("wrong", [-1, 0, 700_000_000, 10**10, True, None, "noon"])
def test_a_time_that_cannot_be_is_refused(make: Make, wrong: Any) -> None:
    one = make()
    assert one.usage.set_time(wrong).startswith("time: not within 2025..2099")
    assert one.rig.device.calendar.seconds() is None


def test_microneedling_blocks_until_tomorrow(make: Make) -> None:
    one = make()
    one.usage.set_time(NOON)
    assert one.usage.microneedling() == "" and one.start() == "rest day"
    one.rig.run(300)
    again = make(one.rig.files())
    assert again.start() == "rest day"  # no clock yet
    again.usage.set_time(NOON + 3600)
    assert again.start() == "rest day"
    again.usage.set_time(NOON + 12 * 3600 + 1)
    assert again.start() == ""


def test_microneedling_without_a_clock_blocks_for_24_h_of_power(make: Make) -> None:
    one = make()
    assert one.usage.microneedling() == ""
    one.rig.run(300)
    again = make(one.rig.files())
    assert again.start() == "rest day"
    again.rig.device.calendar._up_s += DAY_S - 10  # so long
    assert again.start() == "rest day"
    again.rig.run(11_000)
    assert again.start() == ""
    third = make(one.rig.files())
    third.usage.set_time(NOON)
    assert third.start() == "rest day"
    third.usage.set_time(NOON + DAY_S)
    assert third.start() == ""


def test_microneedling_waits_for_the_end_of_a_session(make: Make) -> None:
    one = make()
    one.start()
    assert "stop it first" in one.usage.microneedling() and one.usage.refusal() == ""


@pytest.mark.hazard("H31")
@pytest.mark.parametrize(
    "damaged",
    [
        {"usage.a": b"\x00" * 200},
        usage_file(ms=[1, 2]),
        usage_file(day="Monday"),
        usage_file() | {"usage.b": b"{"},
    ],
)
def test_a_damaged_record_is_the_safe_side(make: Make, damaged: dict[str, bytes]) -> None:
    one = make(commissioned() | damaged)
    assert one.start() == "enough today"
    assert "until the clock is set, or off and on again" in one.rig.console
    one.usage.set_time(NOON)
    assert one.left_s() == 10 * 60  # a session may have been in it
    one.rig.run(300)
    again = make(one.rig.files())
    assert again.usage.refusal() == "" and not again.usage.trouble


def test_a_full_disk_is_told_and_the_guard_goes_on(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make()

    def full(_name: str, _record: Any) -> None:
        raise OSError(28, "ENOSPC")

    monkeypatch.setattr(one.rig.device.store, "save", full)
    one.usage.set_time(NOON)
    one.treat(9 * MINUTE)
    assert "usage: not stored, OSError(28" in one.usage.trouble
    one.treat(9 * MINUTE)
    one.treat(2 * MINUTE)
    assert one.start() == "enough today"


def test_the_mark_is_written_before_anything_is_energised(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make()
    save, seen = one.rig.device.store.save, []

    def slow(name: str, record: Any) -> None:
        seen.append((record["open_ms"], one.rig.front.hv_on, one.engine.course.state))
        one.rig.world.advance(400_000)  # a slow sector
        save(name, record)

    monkeypatch.setattr(one.rig.device.store, "save", slow)
    assert one.usage.begin() == ""
    one.engine.request = course.START
    one.rig.world.advance(60_000)  # the application is not back yet
    assert not one.engine.course.quiet and one.engine.faults == 0
    until(one.rig, "RUN", 5000)
    assert seen == [(300_000, False, 0)]
    one.engine.request = course.OFF
    one.rig.world.advance(20_000)
    assert one.engine.course.quiet and one.usage.begin() == ""
    assert len(seen) == 1  # the relay has not opened yet: no mark


def test_time_goes_on_over_the_wrap_of_the_counter(make: Make) -> None:
    one = make()
    one.usage.set_time(NOON)
    calendar = one.rig.device.calendar
    for hours in (1, 24, 140, 140, 140):  # 2^30 ms are 298 h
        before = calendar.seconds()
        one.rig.world.now_us += hours * 3_600_000_000
        assert calendar.seconds() - before == hours * 3600
