"""What the sense port says, sample by sample, and while the guard comes in between."""

from array import array
from typing import Any

import pytest

from host_tests.hal.rp2_stand import (
    ADC_BATTERY,
    ADC_I,
    ADC_VB,
    ADC_VT,
    MINUS,
    PB,
    PLUS,
    SHUNT,
    Stand,
    Wave,
    held_up,
)

ZERO_CODES = 8  # 1.5 uA / 0.18335 uA: less of each code than of the span
MOST = 1 << 28  # the sums are modulo this


def rising(ua: int = 400) -> Wave:
    """A phase of 4 samples: a quarter, a half, three quarters, the whole."""
    wave = Wave(ua, n=4)
    wave.phase_q15 = array("H", [8192, 16384, 24576, 32768])
    return wave


def said(stand: Stand) -> tuple[int, int, int]:
    """bridge, half and code of the sample that has ended, as the port has them."""
    sense = stand.sense
    sense.sample()
    return sense.bridge, sense.half, max(0, sense.span - ZERO_CODES)


def sent(stand: Stand) -> tuple[int, int, int]:
    """The same as it stood on the wires."""
    sample = stand.samples()[-1]
    return sample.bridge, int(sample.bridge == MINUS), sample.code


def test_each_sample_is_told_as_it_was_sent(stand: Stand) -> None:
    stand.play(rising())
    seen = set()
    for ms in range(40):
        stand.run(1)
        assert said(stand) == sent(stand), ms
        stand.output.renew(stand.wave or rising(), 0)
        seen.add(said(stand))
    codes = (537, 1083, 1628, 2174)  # 545, 1091, 1636, 2182 spans of 0.18335 uA
    halves = {(bridge, half, code) for bridge, half in ((PLUS, 0), (MINUS, 1)) for code in codes}
    assert seen - {(SHUNT, 0, 0)} == halves


def test_so_it_is_after_the_guard_has_missed_one(stand: Stand) -> None:
    stand.play(rising())
    stand.run(33)
    for _ in range(9):
        held_up(stand, 1)
        stand.run(1)
        assert said(stand) == sent(stand)
        stand.output.renew(stand.wave or rising(), 0)


def test_so_it_is_while_a_stored_charge_is_waited_for(stand: Stand) -> None:
    stand.adc[ADC_VB] = 1000  # 12.4 V that no figure explains
    stand.play(rising())
    waited = set()
    for _ in range(120):
        stand.run(1)
        stand.output.renew(stand.wave or rising(), 0)
        assert said(stand) == sent(stand)
        if stand.sense.bridge and not stand.samples()[-1].code:
            waited.add((stand.sense.bridge, stand.sense.span, stand.sense.half))
    assert waited == {(PLUS, 0, 0), (MINUS, 0, 1)}


@pytest.mark.parametrize("ms", range(8))
def test_at_rest_the_span_that_is_measured_is_0(stand: Stand, ms: int) -> None:
    """Wherever in the ring of played words it begins."""
    stand.play(Wave(400))
    stand.run(30 + ms)
    stand.output.rest()
    stand.run(2, renew=False)
    stand.sense.sample()
    sense = stand.sense
    assert (sense.span, sense.half, sense.bridge) == (0, 0, SHUNT)


# ---- sums


def test_the_sums_of_both_polarities_hold_each_channel(stand: Stand) -> None:
    stand.adc.update({ADC_I: 500, ADC_VB: 3600, ADC_VT: 3700})
    stand.play(Wave(n=10))
    stand.run(40)
    stand.sense.sample()
    before = [list(stand.sense.plus), list(stand.sense.minus)]
    stand.run(20)
    stand.sense.sample()
    after = [list(stand.sense.plus), list(stand.sense.minus)]
    grown = [
        [b - a for a, b in zip(old, new, strict=True)]
        for old, new in zip(before, after, strict=True)
    ]
    assert grown == [[10, 5000, 36000, 37000]] * 2


def test_each_polarity_has_its_own_sums(stand: Stand) -> None:
    levels = stand.world.levels
    stand.world.read_adc = lambda _t_us, gpio: stand.adc[gpio] + levels[PB]
    stand.play(Wave(n=3))
    stand.run(30)
    stand.sense.sample()
    plus, minus = list(stand.sense.plus), list(stand.sense.minus)
    assert plus[0] and minus[0]
    assert plus[1:] == [counts * plus[0] for counts in (501, 3701, 3701)]  # PB is high: E1
    assert minus[1:] == [counts * minus[0] for counts in (500, 3700, 3700)]


def test_a_crowbarred_sample_is_in_no_sum(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(40)
    stand.output.rest()
    stand.run(1)
    stand.sense.sample()
    before = list(stand.sense.plus), list(stand.sense.minus)
    stand.run(10, renew=False)
    stand.sense.sample()
    assert (list(stand.sense.plus), list(stand.sense.minus)) == before


@pytest.mark.parametrize("bridge", [0b100, 0b111], ids=["both low", "both high"])
def test_nor_is_one_with_both_legs_on_one_node(stand: Stand, bridge: int) -> None:
    wave = Wave()
    wave.first = wave.second = bridge
    stand.play(wave)
    stand.run(40)
    stand.sense.sample()
    assert stand.sense.bridge == bridge
    assert list(stand.sense.plus) == list(stand.sense.minus) == [0] * 4


def test_the_sums_begin_again_at_28_bits(stand: Stand) -> None:
    from galva.hal.rp2 import guard as g

    stand.play(Wave(n=2))
    stand.run(20)
    for at in (g.PLUS, g.MINUS):
        for k in range(4):
            stand.output.guard.state[at + k] = MOST - 1
    stand.run(4)
    stand.sense.sample()
    sense = stand.sense
    due = [1, 2 * 500 - 1, 2 * 3700 - 1, 2 * 3700 - 1]
    assert list(sense.plus) == list(sense.minus) == due


def test_the_count_of_samples_begins_again_too(stand: Stand) -> None:
    from galva.hal.rp2 import guard as g

    stand.play(Wave())
    stand.run(20)
    stand.output.guard.state[g.COUNT] = MOST - 3
    for _ in range(6):
        stand.sense.sample()
        assert not stand.sense.fault
        stand.run(1)
    assert stand.output.guard.state[g.COUNT] == 3


# ---- a look


def test_the_port_is_whole_before_the_first_sample(stand: Stand) -> None:
    sense = stand.sense
    assert (sense.i, sense.vb, sense.vt, sense.bridge, sense.span, sense.half) == (0,) * 6
    assert (sense.battery_mv, sense.lost, sense.fault, sense.usb) == (0, False, 0, False)
    assert list(sense.plus) == list(sense.minus) == [0] * 4


@pytest.mark.parametrize("ms", [1, 2, 5])
def test_each_look_is_of_the_last_sample(stand: Stand, ms: int) -> None:
    stand.play(Wave())
    stand.run(20)
    for k in range(8):
        stand.adc.update({ADC_I: 100 + k, ADC_VB: 3000 + k, ADC_VT: 3500 + k})
        stand.run(ms)
        stand.output.renew(stand.wave or Wave(), 0)
        stand.sense.sample()
        sense = stand.sense
        assert (sense.i, sense.vb, sense.vt) == (100 + k, 3000 + k, 3500 + k)


@pytest.mark.parametrize("name", ["i", "vb", "vt", "battery_mv", "bridge", "span", "half"])
def test_a_look_that_the_guard_interrupts_is_of_one_sample(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A sample ends while this is stored; its I, VB and VT are those of its own millisecond."""
    stand.play(Wave())
    stand.run(20)
    stand.world.read_adc = lambda t_us, gpio: t_us // 1000 % 1000 + 1000 * (gpio - 26)
    left = [3]

    def store(self: Any, what: str, value: Any) -> None:
        object.__setattr__(self, what, value)
        if what == name and left[0]:
            left[0] -= 1
            stand.world.advance(1000)

    monkeypatch.setattr(type(stand.sense), "__setattr__", store, raising=False)
    stand.run(1)
    stand.sense.sample()
    sense = stand.sense
    ms = stand.world.now_us // 1000
    assert left == [0] and (sense.i, sense.vb, sense.vt) == (ms, 1000 + ms, 2000 + ms)
    assert sense.plus[0] + sense.minus[0] == len([s for s in stand.samples() if s.bridge])


@pytest.mark.parametrize("begin_us", [0, (1 << 30) - 7003], ids=["early", "as the clock wraps"])
def test_the_lap_is_the_time_since_the_look_before(stand: Stand, begin_us: int) -> None:
    stand.world.now_us = begin_us
    stand.play(Wave())
    stand.sense.sample()
    for us in (5000, 4999, 5001, 12, 5000):
        stand.world.advance(us)
        stand.sense.sample()
        assert stand.sense.lap_us == us


@pytest.mark.hazard("H32")
def test_usb_power_is_seen_by_the_next_look(stand: Stand) -> None:
    for present in (True, False, True):
        stand.world.inputs[7] = int(present)
        stand.sense.sample()
        assert stand.sense.usb is present


def test_the_battery_is_of_the_conversion_after_the_three(stand: Stand) -> None:
    """VSYS / 3 (Pico data sheet, 2.1): 3 * 3300 mV / 4096 a count."""
    stand.play(Wave())
    for counts, mv in ((0, 0), (1, 2), (1024, 2475), (1737, 4198), (4095, 9897)):
        stand.adc[ADC_BATTERY] = counts
        stand.run(2)
        stand.output.renew(stand.wave or Wave(), 0)
        stand.sense.sample()
        assert stand.sense.battery_mv == mv
