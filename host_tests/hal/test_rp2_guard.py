"""The guard: its limits, and what it measured."""

from collections.abc import Callable

import pytest

from host_tests.hal.rp2_stand import MINUS, PLUS, RUN, Stand, Wave

# ---- the guard's limits


def after_a_change(stand: Stand, wave: Wave, change: Callable[[], None]) -> None:
    stand.play(wave)
    stand.run(50)
    change()
    stand.run(2)


@pytest.mark.hazard("H2")
def test_a_watched_wave_ends_within_a_sample_of_the_contact(stand: Stand) -> None:
    def open_electrodes() -> None:
        stand.adc[27] = 20

    after_a_change(stand, Wave(watched=True), open_electrodes)
    assert stand.world.levels[RUN] == 0
    stand.sense.sample()
    assert stand.sense.lost and not stand.sense.fault


def test_the_probe_may_meet_nothing(stand: Stand) -> None:
    after_a_change(stand, Wave(watched=False), lambda: stand.adc.update({27: 20}))
    assert stand.world.levels[RUN] == 1


@pytest.mark.hazard("H8")
def test_overcurrent_ends_any_wave(stand: Stand) -> None:
    from galva.core import faults

    over = stand.cal.i_counts(621_000)
    after_a_change(stand, Wave(), lambda: stand.adc.update({26: over}))
    assert stand.world.levels[RUN] == 0
    stand.sense.sample()
    assert stand.sense.fault == faults.OVERCURRENT


@pytest.mark.hazard("H33")
@pytest.mark.parametrize("vb", [2000, 5], ids=["sagging", "a leg on ground"])
def test_a_sagging_rail_ends_a_watched_wave(stand: Stand, vb: int) -> None:
    from galva.core import faults

    after_a_change(stand, Wave(watched=True), lambda: stand.adc.update({27: vb, 28: 3400}))
    assert stand.world.levels[RUN] == 0
    stand.sense.sample()
    assert stand.sense.fault == faults.RAIL


@pytest.mark.hazard("H4")
def test_stored_charge_waits_at_code_0_in_the_old_polarity(stand: Stand) -> None:
    stand.adc[27] = 1000  # 12.4 V across the electrodes at 100 uA: nearly all of it stored
    stand.play(Wave(100, n=20))
    stand.run(30)
    waiting = [s for s in stand.samples() if s.bridge == PLUS and not s.code]
    assert 1 <= len(waiting) <= 50
    stand.adc[27] = 3700  # it has discharged
    at = len(stand.world.timeline)
    stand.run(20)
    assert any(s.bridge == MINUS and s.code for s in stand.samples(at))


@pytest.mark.hazard("H4")
def test_a_skin_that_never_discharges_is_waited_for_50_ms(stand: Stand) -> None:
    stand.adc[27] = 1000
    stand.play(Wave(100, n=20))
    stand.run(85)
    assert any(s.bridge == MINUS and s.code for s in stand.samples())


# ---- what it measured


def test_sums_are_by_polarity_and_say_what_was_set(stand: Stand) -> None:
    stand.play(Wave(100, n=10))
    stand.run(48)
    stand.sense.sample()
    before = stand.sense.plus[0], stand.sense.minus[0], stand.sense.plus[1]
    stand.run(20)
    sense = stand.sense
    sense.sample()
    assert (sense.plus[0] - before[0], sense.minus[0] - before[1]) == (10, 10)
    assert sense.plus[1] - before[2] == 10 * 500
    assert (sense.i, sense.vb, sense.vt, sense.span) == (500, 3700, 3700, stand.cal.span(100))
    assert sense.bridge in (PLUS, MINUS) and sense.half == (sense.bridge == MINUS)


def test_a_sample_that_the_next_one_has_overtaken_is_not_counted(stand: Stand) -> None:
    from galva.hal.rp2 import guard as g

    stand.play(Wave())
    stand.run(30)
    state = stand.output.guard.state
    counted, late = state[g.PLUS] + state[g.MINUS], state[g.LATE]
    stand.world.advance(500)  # CS is high: the next sample stands at the DAC
    stand.output.guard.sample(None)
    assert state[g.PLUS] + state[g.MINUS] == counted and state[g.LATE] == late + 1


@pytest.mark.hazard("H26")
@pytest.mark.parametrize(("late", "live"), [(2, True), (3, False)])
def test_a_guard_that_sees_nothing_ends_it(stand: Stand, late: int, live: bool) -> None:
    """It comes after the next sample has reached the DAC, again and again: fed, but blind."""
    from galva.core import faults

    stand.play(Wave())
    stand.run(30)
    stream, guard = stand.world.stream, stand.output.guard.sample

    def too_late(sm: object) -> None:
        stand.world.at(stand.world.now_us + 100, lambda: guard(sm))

    stream.handler = too_late
    stand.run(late)
    stream.handler = guard
    stand.run(20)
    stand.sense.sample()
    assert stand.live is live and stand.sense.fault == (0 if live else faults.STREAM_DRY)


def test_the_guard_comes_before_the_tick(stand: Stand) -> None:
    assert ("nvic", 0x40) in stand.since()
