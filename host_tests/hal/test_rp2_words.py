"""The words the guard makes: codes, floor, trim, periods, and the wait for a stored charge.

Figures: hardware.md sections 2, 4 and 7. A code is 0.18335 uA, code 0 gives 1.5 uA.
"""

from array import array
from collections.abc import Sequence
from itertools import groupby

import pytest

from host_tests.hal.rp2_stand import (
    ADC_VB,
    MINUS,
    PLUS,
    SHUNT,
    Stand,
    Wave,
)

FULL = 32768
ZERO_CODES = 8


def shaped(ua: int, phase_q15: Sequence[int], floor_ua: int = 10) -> Wave:
    wave = Wave(ua, n=len(phase_q15))
    wave.phase_q15 = array("H", phase_q15)
    wave.floor_ua = floor_ua
    return wave


def signed(stand: Stand, at: int = 0) -> list[int]:
    """Codes from entry `at` of the timeline on, with the polarity's sign; 0: crowbarred."""
    signs = {PLUS: 1, MINUS: -1, SHUNT: 0}
    return [signs[sample.bridge] * sample.code for sample in stand.samples(at)]


def driven(stand: Stand, at: int = 0) -> list[int]:
    """The same from the first one that drives."""
    codes = signed(stand, at)
    return codes[next(k for k, code in enumerate(codes) if code) :]


# ---- codes


def test_a_shape_is_played_sample_by_sample_in_both_phases(stand: Stand) -> None:
    stand.play(shaped(400, [8192, 16384, 24576, 32768]))
    stand.run(40)
    phase = [537, 1083, 1628, 2174]  # 2182 spans: a quarter, a half, ...
    period = phase + [-code for code in phase]
    assert driven(stand)[:24] == period * 3


@pytest.mark.parametrize(
    ("share_q15", "code"),
    [(420, 0), (421, 0), (482, 0), (542, 1), (602, 2)],  # 6, 7, 8, 9, 10 spans of 545
)
def test_a_code_begins_where_the_current_passes_that_of_code_0(
    stand: Stand, share_q15: int, code: int
) -> None:
    stand.play(shaped(100, [share_q15], floor_ua=0))
    stand.run(20)
    assert {sample.code for sample in stand.samples()} == {0, code}


@pytest.mark.hazard("H2")
@pytest.mark.parametrize(
    ("bridge", "code"), [(0b000, 0), (0b100, 0), (PLUS, 47), (MINUS, 47)]
)  # 10 uA are 55 spans
def test_the_floor_is_for_what_reaches_the_skin(stand: Stand, bridge: int, code: int) -> None:
    wave = shaped(0, [FULL], floor_ua=10)
    wave.first = wave.second = bridge
    stand.play(wave)
    stand.run(20)
    assert stand.samples()[-1].bridge == bridge
    assert {sample.code for sample in stand.samples()[8:]} == {code}


def test_the_floor_lifts_only_what_is_below_it(stand: Stand) -> None:
    stand.play(shaped(100, [0, 3200, 3400, 16384], floor_ua=10))  # 0, 53, 56 and 272 spans
    stand.run(40)
    phase = [47, 47, 48, 264]
    assert driven(stand)[:16] == (phase + [-code for code in phase]) * 2


@pytest.mark.hazard("H11")
def test_the_most_is_600_ua(stand: Stand) -> None:
    stand.play(shaped(1000, [19600, 19700, FULL]))  # 598.1, 601.2 and 1000 uA
    stand.run(30)
    assert driven(stand)[:3] == [3254, 3264, 3264]  # 600 / 0.18335 - 8.2


@pytest.mark.hazard("H17")
@pytest.mark.parametrize(
    ("trims", "plus", "minus"),
    [
        ([], 537, 537),
        ([5], 542, 537),
        ([-5], 537, 542),
        ([5, 0], 537, 537),
        ([5, -3], 537, 540),
        ([-5, -5], 537, 542),
    ],
)
def test_a_trim_is_added_to_one_polarity(
    stand: Stand, trims: list[int], plus: int, minus: int
) -> None:
    wave = Wave(100, n=3)
    stand.play(wave)
    for trim in [0, *trims]:
        for _ in range(2):
            stand.output.renew(wave, trim)
            stand.run(9, renew=False)
    assert signed(stand)[-6:].count(plus) == signed(stand)[-6:].count(-minus) == 3


# ---- periods


OLD, NEW = [537] * 3 + [-537] * 3, [1083, 2174, -1083, -2174]


def test_another_wave_begins_when_the_period_is_over(stand: Stand) -> None:
    for ms in range(6):
        at = len(stand.world.timeline)
        stand.play(shaped(100, [FULL] * 3))
        stand.run(20 + ms)
        stand.take(shaped(400, [16384, FULL]))
        stand.run(30)
        codes = driven(stand, at)
        begins = codes.index(1083)
        assert begins % 6 == 0 and codes[:begins] == OLD * (begins // 6)  # whole, and no gap
        assert codes[begins : begins + 16] == NEW * 4
        stand.output.off()
        stand.run(20, renew=False)


def test_a_new_level_counts_from_the_next_period_on(stand: Stand) -> None:
    wave = Wave(100, n=4)
    stand.play(wave)
    stand.run(21)
    for ua in (200, 400, 100):
        wave.ua = ua
        stand.run(13)
    codes = driven(stand)
    for k in range(0, len(codes) - 8, 8):
        assert codes[k : k + 8] == [codes[k]] * 4 + [-codes[k]] * 4
    assert {abs(code) for code in codes} == {537, 1083, 2174}


@pytest.mark.hazard("H3")
def test_a_wave_after_a_rest_begins_within_six_samples_at_its_first_phase(stand: Stand) -> None:
    for ms in range(12):
        stand.play(Wave(400, n=3))
        stand.run(20 + ms)
        stand.output.rest()
        stand.run(4, renew=False)
        at = len(stand.world.timeline)
        stand.output.play(Wave(100, n=3))
        stand.world.advance(2500)  # samples without a request: the old one is forgotten
        stand.take(Wave(100, n=3))
        stand.run(16)
        codes = signed(stand, at)
        assert set(codes[:6]) <= {0, 537}
        assert driven(stand, at)[:6] == [537] * 3 + [-537] * 3
        stand.output.off()
        stand.run(20, renew=False)


# ---- a charge that the skin has stored: 9.65 kOhm, and 11 mV for each uA and 60 mV more


@pytest.mark.hazard("H4")
@pytest.mark.parametrize(
    ("ua", "zero", "most"),
    [
        (100, 0, 209 + 239 + 13),  # 0.965 V, 1.1 V and 60 mV, in counts of 4.594 mV
        (100, 40, 40 + 209 + 239 + 13),
        (400, 0, 840 + 957 + 13),
    ],
)
@pytest.mark.parametrize("over", [0, 1])
def test_a_swap_waits_for_what_would_come_back_as_more(
    stand: Stand, ua: int, zero: int, most: int, over: int
) -> None:
    stand.output.reference(zero, 3800)
    stand.adc[ADC_VB] = 3700 - most - over
    stand.play(Wave(ua, n=10))
    stand.run(40)
    waits = {sample.bridge for sample in stand.samples() if sample.bridge and not sample.code}
    assert waits == ({PLUS} if over else set())


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize(
    ("shape", "most"),
    [([FULL] * 6 + [8192] * 3, 840 + 239 + 13), ([8192] * 6 + [FULL] * 3, 209 + 957 + 13)],
    ids=["falling", "rising"],
)
def test_the_drop_is_of_the_sample_measured_the_charge_of_the_last_one(
    stand: Stand, shape: list[int], most: int, over: int
) -> None:
    """Three words are queued when a swap is decided: the last one measured is the fourth last."""
    stand.adc[ADC_VB] = 3700 - most - over
    stand.play(shaped(400, shape))
    stand.run(20)
    assert any(sample.bridge and not sample.code for sample in stand.samples()) == bool(over)


@pytest.mark.hazard("H4")
def test_each_swap_waits_50_samples_and_no_more(stand: Stand) -> None:
    stand.adc[ADC_VB] = 1000
    stand.play(Wave(100, n=5))
    stand.run(250)
    kinds = [(sample.bridge, bool(sample.code)) for sample in stand.samples()]
    begin = kinds.index((PLUS, True))
    runs = [(*kind, len(list(of))) for kind, of in groupby(kinds[begin:])]
    plus, minus = [(PLUS, True, 5), (PLUS, False, 50)], [(MINUS, True, 5), (MINUS, False, 50)]
    assert runs[:8] == (plus + minus) * 2


@pytest.mark.parametrize("bridge", [SHUNT, 0b100, 0b111])
def test_only_a_swap_from_the_skin_waits(stand: Stand, bridge: int) -> None:
    stand.adc[ADC_VB] = 1000
    wave = Wave(100, n=5)
    wave.first = wave.second = bridge
    stand.play(wave)
    stand.run(30)
    at = len(stand.world.timeline)
    wave.first = wave.second = PLUS
    stand.run(30)
    begun = [sample.bridge for sample in stand.samples(at)].index(PLUS)
    assert begun <= 14 and stand.samples(at)[begun].code == 537
