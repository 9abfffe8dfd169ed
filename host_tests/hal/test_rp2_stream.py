"""The sample stream: what it plays, how it ends, and what nothing may resume."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.hal.rp2_stand import (
    ALIVE,
    CS,
    HV_EN,
    MINUS,
    PA,
    PB,
    PLUS,
    RUN,
    SHUNT,
    Stand,
    Wave,
    held_up,
    periods,
)

NEVER_MS = 10_000


def time_to_zero_ms(stand: Stand, most_ms: int = 30) -> int:
    """ms until nothing flows any more, with nobody renewing."""
    for ms in range(most_ms):
        if not stand.live:
            return ms
        stand.run(1, renew=False)
    return NEVER_MS


# ---- samples


def test_a_sample_a_millisecond_from_the_first_on(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(100)
    times = [sample.t_us for sample in stand.samples()]
    assert len(times) >= 99 and {b - a for a, b in pairwise(times)} == {1000}


@pytest.mark.hazard("H4")
def test_a_swap_goes_run_low_swap_run_high_with_the_code_in_place(stand: Stand) -> None:
    stand.play(Wave(ua=200, n=10))
    stand.run(18)
    at = len(stand.world.timeline)
    stand.run(10)
    entries = [entry for entry in stand.world.timeline[at:] if entry[1] in (PA, PB, RUN)]
    (a_us, *_), (_b, gpio_b, *_), (_c, gpio_c, *_), (d_us, *_) = entries
    assert [entry[1] for entry in (entries[0], entries[3])] == [RUN, RUN]
    assert {gpio_b, gpio_c} == {PA, PB} and d_us - a_us == 4
    frame_us = next(s.t_us for s in stand.samples(at) if s.t_us >= a_us - 10)
    assert frame_us == a_us  # CS up and RUN low are one instant


@pytest.mark.parametrize("ua", [10, 50, 127, 499, 500])
def test_codes_come_back_within_one_step(stand: Stand, ua: int) -> None:
    stand.play(Wave(ua))
    stand.run(30)
    assert abs(stand.samples()[-1].code * 0.18335 - (ua - 1.5)) <= 0.2


@pytest.mark.hazard("H11")
def test_the_code_is_clamped_at_600_ua(stand: Stand) -> None:
    stand.play(Wave(5000))
    stand.run(60)
    assert max(sample.code for sample in stand.samples()) == stand.cal.code_limit < 3300


def test_a_current_below_the_zero_is_code_0(stand: Stand) -> None:
    wave = Wave(1)
    wave.floor_ua = 0
    stand.play(wave)
    stand.run(30)
    assert {sample.code for sample in stand.samples()} == {0}


@pytest.mark.hazard("H2")
def test_the_floor_holds_while_the_bridge_drives_and_only_then(stand: Stand) -> None:
    wave = Wave(0)
    stand.play(wave)
    stand.run(30)
    assert abs(stand.samples()[-1].code * 0.18335 - 8.5) <= 0.2
    wave.first = wave.second = SHUNT
    stand.run(30)
    assert stand.samples()[-1] == stand.samples()[-1]._replace(code=0, bridge=SHUNT)


@pytest.mark.hazard("H17")
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 37), st.integers(0, 500), st.booleans()), max_size=12),
    st.integers(1, 30),
)
def test_every_period_sums_to_zero_whatever_is_asked_in_between(
    changes: list[tuple[int, int, bool]], n: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stand = Stand(patch)
        wave = Wave(100, n)
        stand.play(wave)
        for ms, ua, turned in changes:
            wave.ua = ua
            wave.first, wave.second = (MINUS, PLUS) if turned else (PLUS, MINUS)
            stand.run(ms)
        stand.run(4 * n + 10)
        found = periods(stand.samples(), n)
        assert found and all(sum(codes) == 0 for codes in found)


def test_a_half_written_request_is_not_taken(stand: Stand) -> None:
    wave = Wave(100)
    stand.play(wave)
    stand.run(60)
    stand.output.play(Wave(0, n=3))  # the tick is interrupted before its renew
    stand.wave = None
    stand.world.advance(8000)
    codes = {sample.code for sample in stand.samples()[-6:]}
    assert codes == {stand.samples()[20].code}


# ---- the lease


@pytest.mark.hazard("H21")
def test_without_renewal_it_ends_in_zero_within_20_ms(stand: Stand) -> None:
    for wait in range(20):  # at every position in the tick and the period
        stand.play(Wave())
        stand.run(30 + wait)
        assert stand.live and time_to_zero_ms(stand) <= 20
        stand.sense.sample()
        from galva.core import faults

        assert stand.sense.fault == faults.TICK_LATE
        at = len(stand.world.timeline)
        stand.run(50, renew=False)
        assert {device for device, _value in stand.since(at)} <= {
            CS,
            "spi",
            PA,
            PB,
        }  # no ALIVE edge
        stand.output.off()
        stand.run(20, renew=False)


@pytest.mark.hazard("H21")
def test_a_dead_handler_ends_in_zero_within_5_ms(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(30)
    stand.world.stream.handler = None
    assert time_to_zero_ms(stand) <= 5


@pytest.mark.hazard("H25")
def test_a_guard_that_was_held_up_for_45_ms_latches(stand: Stand) -> None:
    from galva.core import faults

    stand.play(Wave())
    stand.run(30)
    held_up(stand, 45)
    at = len(stand.world.timeline)
    stand.run(100)
    assert not any(sample.code for sample in stand.samples(at))
    stand.sense.sample()
    assert stand.sense.fault == faults.STREAM_DRY


def test_a_guard_that_comes_once_too_late_is_not_missed(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(30)
    held_up(stand, 1)
    stand.run(30)
    stand.sense.sample()
    assert stand.live and not stand.sense.fault


def test_no_word_is_lost_to_a_full_fifo(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(200)
    assert ("pio", "overflow") not in [(d, op) for _t, d, op, _v in stand.world.timeline]


# ---- off, rest


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("ms", [0, 1, 2, 3, 17, 35])
def test_off_takes_run_first_and_leaves_everything_low(stand: Stand, ms: int) -> None:
    stand.play(Wave(400))
    stand.run(25 + ms)
    at = len(stand.world.timeline)
    stand.output.off()
    assert stand.since(at)[0] == (RUN, 0)
    stand.run(20, renew=False)
    assert [stand.world.levels[gpio] for gpio in (PA, PB, RUN, HV_EN, ALIVE)] == [0] * 5
    assert [sample.code for sample in stand.samples(at)][1:] == [0] * (len(stand.samples(at)) - 1)
    assert stand.world.timers == []  # the state machine has stopped
    at = len(stand.world.timeline)
    stand.output.off()
    assert stand.since(at) == []


@pytest.mark.hazard("H1")
def test_off_then_arm_begins_crowbarred(stand: Stand) -> None:
    stand.play(Wave(400))
    stand.run(30)
    stand.output.off()
    stand.run(20, renew=False)
    at = len(stand.world.timeline)
    stand.wave = None
    stand.output.arm()
    stand.run(8, renew=False)
    assert {(s.code, s.bridge) for s in stand.samples(at)} == {(0, SHUNT)}


@pytest.mark.hazard("H3")
def test_rest_is_zero_at_once_and_play_begins_a_period(stand: Stand) -> None:
    wave = Wave(300, n=10)
    stand.play(wave)
    stand.run(27)
    stand.output.rest()
    assert stand.world.levels[RUN] == 0
    stand.wave = None
    for _ in range(10):
        stand.output.rest()
        stand.run(5)
    assert {(s.code, s.bridge) for s in stand.samples()[-40:]} == {(0, SHUNT)}
    at = len(stand.world.timeline)
    stand.take(wave)
    stand.run(60)
    assert sum(periods(stand.samples(at), 10)[0]) == 0
    assert stand.samples(at)[5].bridge in (SHUNT, PLUS)


@pytest.mark.hazard("H28")
def test_nothing_resumes_what_is_off(stand: Stand) -> None:
    stand.play(Wave(400))
    stand.run(30)
    stand.output.off()
    stand.output.rest()
    stand.take(Wave(400))
    at = len(stand.world.timeline)
    stand.run(30)
    assert RUN not in [device for device, _value in stand.since(at)]


@pytest.mark.hazard("H10")
def test_alive_has_an_edge_a_sample_while_the_gate_is_closed(stand: Stand) -> None:
    stand.output.arm()
    stand.take(Wave())
    stand.run(20)
    assert ALIVE not in [device for device, _value in stand.since() if _value]
    stand.output.gate()
    at = len(stand.world.timeline)
    stand.run(20)
    assert [value for device, value in stand.since(at) if device == ALIVE] == [1, 0] * 10
