"""What ends the stream, to the count and to the sample, and what it says of that.

Figures: hardware.md sections 2, 4 and 6: 0.1815 uA and 4.594 mV a count, 1.5 uA past the shunt.
"""

import pytest

from galva.core import faults
from host_tests.hal.rp2_stand import (
    ADC_I,
    ADC_VB,
    ADC_VT,
    ALIVE,
    RUN,
    SHUNT,
    Stand,
    Wave,
    held_up,
)

OPEN = {ADC_VB: 20}
FAULTS = {
    "OVERCURRENT": (faults.OVERCURRENT, {ADC_I: 4095}),
    "RAIL": (faults.RAIL, {ADC_VB: 2000, ADC_VT: 3400}),
}


def told(stand: Stand) -> tuple[bool, bool, int]:
    """Whether RUN is high, and what the port says: lost, fault."""
    stand.sense.sample()
    return bool(stand.world.levels[RUN]), stand.sense.lost, stand.sense.fault


def edges(stand: Stand, at: int) -> int:
    """Of ALIVE, from entry `at` of the timeline on."""
    return sum(device == ALIVE for device, _value in stand.since(at))


PLAYS = (True, False, 0)


@pytest.mark.hazard("H2", "H8", "H33")
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param({ADC_I: 3407}, PLAYS, id="619.9 uA"),  # 620 = 0.1815 * 3407.7 + 1.5
        pytest.param({ADC_I: 3408}, (False, False, faults.OVERCURRENT), id="620.1 uA"),
        pytest.param({ADC_VB: 217}, PLAYS, id="VB 1.0 V"),  # 217.7, whole counts
        pytest.param({ADC_VB: 216}, (False, True, 0), id="VB 0.99 V"),
        pytest.param({ADC_VB: 300, ADC_VT: 3869}, PLAYS, id="VT - VB 16.396 V"),  # 16.4 V: 3569.9
        pytest.param({ADC_VB: 300, ADC_VT: 3870}, (False, True, 0), id="VT - VB 16.401 V"),
        pytest.param(
            {ADC_VT: 3466}, PLAYS, id="VT 1.53 V below the rail"
        ),  # 866 Ohm * 620 uA + 1 V
        pytest.param({ADC_VT: 3465}, (False, False, faults.RAIL), id="VT 1.54 V below the rail"),
    ],
)
@pytest.mark.parametrize("half_ms", [3, 13], ids=["first phase", "second phase"])
def test_each_limit_of_a_watched_wave(
    stand: Stand, counts: dict[int, int], expected: tuple[bool, bool, int], half_ms: int
) -> None:
    stand.play(Wave(watched=True))
    stand.run(60 + half_ms)
    stand.adc.update(counts)
    stand.run(1)
    assert told(stand) == expected


@pytest.mark.hazard("H8")
def test_the_crowbar_has_the_limit_of_the_current_and_no_other(stand: Stand) -> None:
    wave = Wave(watched=True)
    wave.first = wave.second = SHUNT
    stand.play(wave)
    stand.run(30)
    stand.adc.update({ADC_VB: 20, ADC_VT: 3000})
    stand.run(30)
    assert told(stand) == (False, False, 0)
    stand.adc[ADC_I] = 3408
    stand.run(1)
    assert told(stand)[2] == faults.OVERCURRENT


@pytest.mark.parametrize(
    ("counts", "fault"),
    [
        ({ADC_VB: 20, ADC_VT: 3400}, faults.RAIL),  # a leg on ground: not a lost contact
        ({ADC_I: 4095, ADC_VB: 20}, faults.OVERCURRENT),
        ({ADC_I: 4095, ADC_VT: 3400}, faults.OVERCURRENT),
    ],
)
def test_of_two_reasons_in_one_sample_the_graver_is_told(
    stand: Stand, counts: dict[int, int], fault: int
) -> None:
    stand.play(Wave(watched=True))
    stand.run(50)
    stand.adc.update(counts)
    stand.run(1)
    assert told(stand) == (False, False, fault)


@pytest.mark.hazard("H28")
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_stays_whatever_is_asked_and_ends_alive(stand: Stand, name: str) -> None:
    fault, counts = FAULTS[name]
    healthy = dict(stand.adc)
    stand.play(Wave(watched=True))
    stand.run(50)
    stand.adc.update(counts)
    stand.run(1)
    stand.adc.update(healthy)
    at = len(stand.world.timeline)
    for _ in range(4):
        stand.output.rest()
        stand.run(5)
        stand.take(Wave())
        stand.run(5)
        assert told(stand) == (False, False, fault)
    assert edges(stand, at) == 0


@pytest.mark.hazard("H2", "H10")
def test_a_lost_contact_rests_with_the_gate_closed_until_a_wave_begins(stand: Stand) -> None:
    healthy = dict(stand.adc)
    stand.play(Wave(watched=True))
    stand.run(50)
    stand.adc.update(OPEN)
    stand.run(1)
    stand.adc.update(healthy)
    at = len(stand.world.timeline)
    for _ in range(4):  # the tick goes on; no new wave: nothing plays
        assert told(stand) == (False, True, 0)
        stand.run(5)
    assert edges(stand, at) == 20
    stand.output.rest()
    assert told(stand) == (False, True, 0)  # a lesser reason does not replace it
    stand.take(Wave())
    stand.run(20)
    assert told(stand) == PLAYS


@pytest.mark.hazard("H10")
def test_rest_is_no_fault_and_alive_goes_on(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(50)
    at = len(stand.world.timeline)
    for _ in range(4):
        stand.output.rest()
        stand.run(5)
        assert told(stand) == (False, False, 0)
    assert edges(stand, at) == 20


@pytest.mark.hazard("H10")
def test_off_makes_no_edge_and_is_no_fault(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(51)
    stand.output.off()
    at = len(stand.world.timeline)
    stand.run(20, renew=False)
    assert edges(stand, at) == 0
    for _ in range(3):  # the guard stands still, as it should
        assert told(stand) == (False, False, 0)


# ---- the lease: 12 samples, two ticks of 5 ms and a little


def samples_until(stand: Stand, fault: int) -> int:
    """Samples from now on until the port tells the fault, with nobody renewing; 99: never."""
    for n in range(40):
        stand.sense.sample()
        if stand.sense.fault == fault:
            return n
        stand.run(1, renew=False)
    return 99


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("renewed_by", ["renew", "rest", "take"])
def test_a_lease_is_of_12_samples(stand: Stand, renewed_by: str) -> None:
    wave = Wave()
    stand.play(wave)
    stand.run(44)
    if renewed_by == "renew":
        stand.output.renew(wave, 0)
    else:
        stand.output.rest()
    if renewed_by == "take":
        stand.run(10)
        stand.output.play(wave)
    assert samples_until(stand, faults.TICK_LATE) == 13
    assert not stand.world.levels[RUN]


@pytest.mark.hazard("H21")
def test_a_tick_that_never_comes_after_arm_is_late_too(stand: Stand) -> None:
    stand.output.arm()
    stand.world.advance(500)  # its first sample
    assert samples_until(stand, faults.TICK_LATE) == 12


@pytest.mark.hazard("H21")
def test_a_late_tick_that_comes_back_resumes_nothing(stand: Stand) -> None:
    wave = Wave()
    stand.play(wave)
    stand.run(30)
    stand.run(15, renew=False)
    at = len(stand.world.timeline)
    for _ in range(4):
        stand.output.rest()
        stand.take(wave)
        stand.run(5)
        assert told(stand) == (False, False, faults.TICK_LATE)
    assert edges(stand, at) == 0


# ---- dry


@pytest.mark.hazard("H25")
@pytest.mark.parametrize(("ms", "fault"), [(1, 0), (2, faults.STREAM_DRY)])
def test_a_guard_may_miss_one_sample_and_not_two(stand: Stand, ms: int, fault: int) -> None:
    """Three words are queued: one is on its way, one more may follow unseen."""
    stand.play(Wave())
    stand.run(50)
    held_up(stand, ms)
    stand.run(3)
    assert told(stand) == (not fault, False, fault)


@pytest.mark.hazard("H25")
def test_a_guard_that_was_held_up_finds_its_three_words_again(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(50)
    for _ in range(5):
        held_up(stand, 1)
        stand.run(1)
    assert told(stand) == PLAYS
    held_up(stand, 2)
    stand.run(1)
    assert told(stand)[2] == faults.STREAM_DRY


@pytest.mark.hazard("H26")
@pytest.mark.parametrize("state", ["plays", "rests", "lost"])
def test_a_dead_guard_is_told_by_the_look_after_the_next(stand: Stand, state: str) -> None:
    stand.play(Wave(watched=True))
    stand.run(50)
    if state == "lost":
        stand.adc.update(OPEN)
    elif state == "rests":
        stand.output.rest()
    stand.run(1)
    assert told(stand)[2] == 0
    stand.world.stream.handler = None
    stand.run(1)
    assert told(stand)[1:] == (False, faults.STREAM_DRY)


@pytest.mark.parametrize("late", [1, 2])
def test_samples_that_come_late_now_and_then_end_nothing(stand: Stand, late: int) -> None:
    stand.play(Wave())
    stand.run(50)
    stream, guard = stand.world.stream, stand.output.guard.sample

    def too_late(sm: object) -> None:
        stand.world.at(stand.world.now_us + 100, lambda: guard(sm))

    for _ in range(5):
        stream.handler = too_late
        stand.run(late)
        stream.handler = guard
        stand.run(1)
    assert told(stand) == PLAYS
