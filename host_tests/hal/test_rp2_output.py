"""The output port: its pins from construction on, the rail, ALIVE, and the first request."""

import pytest

from galva.core import faults, selftest
from host_tests.hal.rp2_stand import (
    ADC_I,
    ADC_VT,
    ALIVE,
    HV_EN,
    MINUS,
    PA,
    PB,
    PLUS,
    RUN,
    SHUNT,
    Stand,
    Wave,
)


def test_construction_drives_nothing_high(stand: Stand) -> None:
    driven_at_once = {
        (device, value) for device, value in stand.since() if device in (PA, PB, RUN, ALIVE, HV_EN)
    }
    assert driven_at_once == {(device, 0) for device in (PA, PB, RUN, ALIVE, HV_EN)}


@pytest.mark.hazard("H24")
def test_run_is_a_plain_output_and_low_until_the_stream_is_armed(stand: Stand) -> None:
    world = stand.world
    assert world.owner[RUN] == "sio" and world.joined == 1
    assert [world.outputs["sio"][gpio] for gpio in (PA, PB, RUN, ALIVE, HV_EN)] == [0] * 5
    stand.output.arm()
    assert world.owner[RUN] == "pio"
    stand.output.off()
    assert world.owner[RUN] == "sio" and not world.levels[RUN]


@pytest.mark.parametrize("others", [0x80808080, 0xF0F0F0F0, 0])
def test_only_the_guards_own_priority_is_changed(stand: Stand, others: int) -> None:
    """RP2040: IRQ 7, the highest byte of IPR1."""
    import machine

    from boards.pico import BOARD
    from galva.hal.rp2 import guard, registers

    before = machine.mem32[0xE000E404]
    machine.mem32[0xE000E404] = others
    guard.Guard(BOARD.pins, registers.of("rp2040"))
    found = machine.mem32[0xE000E404]
    machine.mem32[0xE000E404] = before
    assert found == 0x40000000 | others & 0xFFFFFF


def test_arm_switches_the_rail_on_and_leaves_the_gate_open(stand: Stand) -> None:
    assert not stand.world.levels[HV_EN]
    stand.output.arm()
    stand.run(10)
    assert stand.world.levels[HV_EN] == 1 and not stand.world.levels[ALIVE]
    stand.output.off()
    assert not stand.world.levels[HV_EN]


@pytest.mark.hazard("H10")
@pytest.mark.parametrize(
    "line", [selftest.PLAIN, selftest.STATIC, selftest.FULL, selftest.NO_RAIL]
)
def test_the_edges_end_with_the_next_line(stand: Stand, line: int) -> None:
    stand.play(Wave())
    stand.run(11)
    stand.output.line(line)
    at = len(stand.world.timeline)
    stand.run(10)
    assert ALIVE not in [device for device, _value in stand.since(at)]
    assert stand.world.levels[ALIVE] == (line == selftest.STATIC)


def test_a_board_without_a_switch_for_its_rail_arms_and_plays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand = Stand(monkeypatch, board="pico_b")
    assert HV_EN not in stand.world.levels
    stand.play(Wave())
    stand.run(30)
    assert stand.live
    stand.output.off()
    assert not stand.world.levels[RUN] and HV_EN not in stand.world.levels


@pytest.mark.parametrize(
    ("ua", "trim", "plus", "minus", "span"),
    [
        (100, 0, 537, 537, 545),
        (100, 1, 538, 537, 545),
        (100, -1, 537, 538, 545),
        (1, 0, 0, 0, 5),  # less than what code 0 gives
        (2, 0, 3, 3, 11),
        (0, 3, 0, 0, 0),
    ],
)
def test_the_first_request_counts(
    stand: Stand, ua: int, trim: int, plus: int, minus: int, span: int
) -> None:
    wave = Wave(ua, n=2)
    wave.floor_ua = 0
    stand.output.arm()
    stand.output.play(wave)
    stand.output.renew(wave, trim)
    stand.run(12)
    found = {sample.bridge: sample.code for sample in stand.samples()}
    stand.sense.sample()
    assert (found[PLUS], found[MINUS], stand.sense.span) == (plus, minus, span)


@pytest.mark.hazard("H4")
@pytest.mark.parametrize(
    ("first", "second"),
    [(SHUNT, MINUS), (PLUS, SHUNT), (MINUS, PLUS)],
    ids=["first shunt", "second shunt", "turned"],
)
def test_polarity_never_changes_while_run_is_high(stand: Stand, first: int, second: int) -> None:
    wave = Wave(400, n=3)
    stand.play(wave)
    stand.run(20)
    wave.first, wave.second = first, second
    stand.run(20)
    levels = {PA: 0, PB: 0, RUN: 0}
    swaps = 0
    for device, value in stand.since():
        if device in (PA, PB):
            swaps += 1
            assert not levels[RUN]
        if device in levels:
            levels[device] = value
    assert swaps > 10


def test_a_swap_changes_polarity_in_the_middle_of_4_us_both_ways(stand: Stand) -> None:
    """RUN low with the sample, PA and PB together 2 us later, RUN high 2 us after that."""
    stand.play(Wave(200, n=3))
    stand.run(30)
    lines = (PA, PB, RUN)
    found = [(t_us, gpio, level) for t_us, gpio, _op, level in stand.world.timeline]
    entries = [each for each in found if each[1] in lines and each[0] > 10_000]
    begins = [k for k, (_t, gpio, level) in enumerate(entries) if (gpio, level) == (RUN, 0)]
    swaps = set()
    for k in begins[:-1]:
        swap = [(t_us - entries[k][0], gpio, level) for t_us, gpio, level in entries[k : k + 4]]
        swaps.add(tuple(sorted(swap)))
    to_minus = ((0, RUN, 0), (2, PA, 1), (2, PB, 0), (4, RUN, 1))
    to_plus = ((0, RUN, 0), (2, PA, 0), (2, PB, 1), (4, RUN, 1))
    assert swaps == {to_minus, to_plus}


@pytest.mark.hazard("H8", "H33")
@pytest.mark.parametrize(
    ("pad", "counts", "fault"),
    [(ADC_I, 3408, faults.OVERCURRENT), (ADC_VT, 3465, faults.RAIL)],
)
def test_no_look_of_the_tick_moves_a_limit(
    stand: Stand, pad: int, counts: int, fault: int
) -> None:
    stand.play(Wave(watched=True))
    for _ in range(12):
        stand.run(5)
        stand.sense.sample()
    assert stand.sense.fault == 0
    stand.adc[pad] = counts
    stand.run(1)
    stand.sense.sample()
    assert stand.sense.fault == fault


def test_what_is_asked_while_it_is_off_is_forgotten(stand: Stand) -> None:
    stand.take(Wave(400))
    stand.output.arm()
    stand.wave = None
    stand.run(8, renew=False)
    assert {(sample.code, sample.bridge) for sample in stand.samples()} == {(0, SHUNT)}


@pytest.mark.hazard("H1")
@pytest.mark.parametrize("played_ms", [3, 50])
def test_eight_safe_words_after_off_then_the_clock_stands(stand: Stand, played_ms: int) -> None:
    stand.play(Wave(400))
    stand.run(played_ms)
    at = len(stand.world.timeline)
    stand.output.off()
    stand.run(30, renew=False)
    _on_its_way, *rest = stand.samples(at)
    assert [(sample.code, sample.bridge) for sample in rest] == [(0, SHUNT)] * 8
    assert stand.world.timers == []


@pytest.mark.hazard("H4")
def test_a_rest_leaves_the_fifo_empty_and_whole(stand: Stand) -> None:
    stand.play(Wave(400))
    stand.run(50)
    stand.output.rest()
    assert stand.world.stream.fifo == [] and stand.world.joined == 1  # 8 words deep again
