"""The clock that leaps, on a timer and a memory alone; that the judges of the chip can fail."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from galva.core.limits import DAY_MS
from tools.emulator.chip import Chip, ChipError
from tools.long import day, perform, sessions
from tools.long.leap import MOST_US, WRAP_MS, WRAP_US, leap, now_us, start_at

HIGH_US = 3 << 32


class Timer:
    """The emulator's, without a chip."""

    def __init__(self) -> None:
        self.nanos = 0.0
        self._epoch_nanos = 0.0
        self.alarms = [SimpleNamespace(armed=k == 3, target_micros=0) for k in range(4)]

    def _micros(self) -> float:
        return (self.nanos - self._epoch_nanos) / 1000

    def reset(self) -> None:
        """It counts from now."""
        self._epoch_nanos = self.nanos


def chip(due_us: int, *also: int) -> tuple[Chip, Timer, bytearray]:
    """A timer at HIGH_US with an alarm at due_us, which stands in RAM at 64 and at `also`."""
    timer, ram = Timer(), bytearray(256)
    timer._epoch_nanos = -1000.0 * HIGH_US
    timer.alarms[3].target_micros = due_us & 0xFFFFFFFF
    for at in (64, *also):
        ram[at : at + 8] = due_us.to_bytes(8, "little")
    mcu = SimpleNamespace(timer=timer, sram=ram)
    return cast(Chip, SimpleNamespace(mcu=mcu, run=lambda _ms: None)), timer, ram


@pytest.mark.parametrize("by_us", [0, 3_600_000_000, MOST_US])
def test_the_alarm_is_as_far_ahead_after_a_leap(by_us: int) -> None:
    one, timer, ram = chip(HIGH_US + 2000)
    leap(one, by_us)
    assert now_us(one) == HIGH_US + by_us
    assert int.from_bytes(ram[64:72], "little") - now_us(one) == 2000
    assert (timer.alarms[3].target_micros - now_us(one)) & 0xFFFFFFFF == 2000
    assert not any(ram[:64] + ram[72:])


def test_what_is_not_found_or_not_certain_is_not_moved() -> None:
    for one, timer, _ram in (chip(HIGH_US + 2000, 128), chip(HIGH_US + 500), chip(HIGH_US + 9000)):
        with pytest.raises(ChipError, match="the image has changed"):
            leap(one, 1_000_000)
        assert now_us(one) == HIGH_US and timer.alarms[3].armed
    with pytest.raises(ValueError, match="a leap of"):
        leap(chip(HIGH_US + 2000)[0], MOST_US + 1)


def test_the_clock_begins_where_it_is_told_after_a_reset_too() -> None:
    one, timer, _ram = chip(HIGH_US + 2000)
    start_at(one, 1000 * WRAP_MS - 5)
    assert now_us(one) == 1000 * WRAP_MS - 5
    timer.nanos = 7e9
    timer.reset()
    assert now_us(one) == 1000 * WRAP_MS - 5


@pytest.mark.parametrize("seconds", [2, 60])
def test_the_windows_of_a_day_cross_each_wrap(seconds: int) -> None:
    length_us = seconds * 1_000_000
    begins = day.windows_us(24, length_us)
    for wrap in (1000 * WRAP_MS, WRAP_US, 1 << 32):
        assert any(us // wrap < (us + length_us) // wrap for us in begins)
    hours = [(us - day.START_US) / day.HOUR_US for us in begins]
    assert len(begins) >= 25 and max(hours) == 24
    assert all(abs(hours[k + 1] - hours[k]) * 3600 > seconds for k in range(len(hours) - 1))


def window(**changed: Any) -> day.Window:
    wrap_us = 1000 * WRAP_MS
    usual = day.Window(
        wrap_us - 1_000_000, wrap_us + 1_000_000, [5000.0] * 400, ["IDLE"], True, ""
    )
    return usual._replace(**changed)


def a_day(**changed: Any) -> day.Day:
    usual = day.Day(
        [window()],
        10**9,
        60_000,
        (45_000, 44_900),
        (900, 700),
        ["READY"],
        [3.0],
        15_000,
        15_000,
        "time up",
    )
    return usual._replace(**changed)


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        ("leapt over", {"leapt_us": 0}),
        ("wraps within a window", {"windows": [window(from_us=1000 * WRAP_MS)]}),
        ("from one tick's alarm to the next", {"windows": [window(ticks_us=[5000.0, 7000.0])]}),
        ("ticks a second", {"windows": [window(ticks_us=[5000.0] * 390)]}),
        ("state, fault", {"windows": [window(states=["FAULT"], fault="TICK_ERROR")]}),
        ("asleep, the screen dark", {"windows": [window(dark=False)] * 2}),
        ("woken by START, it shows", {"woken": []}),
        ("free heap", {"free": (45_000, 44_000)}),
        ("free stack", {"stack": (900, 300)}),
        ("first session after it", {"late_ms": [3.0, -21.0]}),
        ("first session after it", {"ended": "stopped"}),
        ("first session after it", {"treated_ms": 14_900}),
    ],
)
def test_each_check_of_a_day_can_fail(what: str, changed: dict[str, Any]) -> None:
    assert all(well for _what, _seen, well in day.checks(a_day()))
    assert what in [told for told, _seen, well in day.checks(a_day(**changed)) if not well]


def session(wraps: bool = False, **changed: Any) -> sessions.Session:
    end_us = 1000 * WRAP_MS + (5 if wraps else -5)
    usual = sessions.Session(
        False, end_us - 10, end_us, 15_001, 15_000, [2.0], "", 480.0, 44_000, 5200, "time up"
    )
    return usual._replace(**changed)


@pytest.mark.parametrize(
    ("what", "last"),
    [
        ("sessions of 15 s", session(ended="fault")),
        ("2^30 ms, 2^30 us, 2^32 us wrap in a session", session(wraps=True)),
        ("treated time, by the skin", session(treated_ms=15_060)),
        ("prompts", session(late_ms=[20.5])),
        ("prompts", session(late_ms=[], wrong="6 prompts of 7")),
        ("charge", session(abs_uc=490.0)),
        ("from tick to tick, at most", session(late_us=12_100)),
        ("free heap", session(free=43_000)),
    ],
)
def test_each_check_of_the_sessions_can_fail(what: str, last: sessions.Session) -> None:
    first = session(wraps=True)
    assert all(well for _what, _seen, well in sessions.checks([first, session()]))
    found = sessions.checks([first, last])
    assert what in [told for told, _seen, well in found if not well]


def test_a_day_of_the_sessions_is_over_before_the_device_ends_one() -> None:
    assert 1000 * (sessions.A_DAY_S + perform.PIECE.total_s) < DAY_MS
