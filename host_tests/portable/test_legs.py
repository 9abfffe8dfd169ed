"""Where LEG, ASYMMETRY and JUMP begin, to the ohm (hardware.md section 6)."""

import sys

from galva.core import faults
from galva.core.legs import Legs

from support import no_alloc

FIXED_OHM = 9650
MS = 50  # of a phase
UA = 200
SLACK_OHM = 1500  # 0.3 V by 200 uA


class Small(int):
    """An integer that overflows where those of the chip do; there `no_alloc` tells."""

    def _within(self, value):
        if not -(1 << 30) <= value < 1 << 30:
            raise OverflowError(value)
        return Small(value)

    def __add__(self, other):
        return self._within(int(self) + int(other))

    def __sub__(self, other):
        return self._within(int(self) - int(other))

    def __mul__(self, other):
        return self._within(int(self) * int(other))

    def __floordiv__(self, other):
        return self._within(int(self) // int(other))

    def __rshift__(self, other):
        return self._within(int(self) >> int(other))

    def __rmul__(self, other):
        return self._within(int(other) * int(self))

    def __neg__(self):
        return self._within(-int(self))

    def __abs__(self):
        return self._within(abs(int(self)))

    __radd__ = __add__


def small(value):
    """Such an integer, on an interpreter that has larger ones for nothing."""
    return value if sys.implementation.name == "micropython" else Small(value)


def phase(legs, positive, ohm, ua=UA, ms=MS):
    """A phase through this load: bits of the rules that it broke."""
    bits = legs.add(positive, ua * ms * 1000, ua * ms * (ohm + FIXED_OHM) // 1000, ms)
    return bits | legs.conclude(positive)


def test_a_short_circuit_begins_1_5_kilohm_and_0_3_volts_below_nothing():
    for ua, ms, ohm in (
        (100, 50, -4500),
        (500, 10, -2100),
        (500, 2, -2100),  # 1 uC: the least that is judged
        (620, 50, -1983),
        (10, 100, -31_500),  # as much against it: 0.3 V
    ):
        na_ms, mv_ms = ua * ms * 1000, ua * ms * (ohm + FIXED_OHM) // 1000
        assert Legs().add(True, na_ms, mv_ms, ms) == 0, ua
        assert Legs().add(True, na_ms, mv_ms - 1, ms) == faults.LEG, ua
        legs = Legs()
        assert legs.add(False, na_ms - 1, 0, ms) == (faults.LEG if na_ms > 1_000_000 else 0)
    legs = Legs()  # in sum of two windows
    assert legs.add(True, 1_000_000, 15_000, 20) == 0
    assert legs.add(True, 4_000_000, 10_750, 30) == 0
    assert legs.add(True, 0, -1, 0) == faults.LEG
    assert legs.add(False, 5_000_000, 25_750, 50) == 0  # each polarity has its own


def jumps(before_ohm, ohm):
    """Whether one polarity that changes so is a jump; the other stays as it was at first."""
    legs = Legs()
    for load_ohm in (before_ohm, ohm):
        bits = phase(legs, True, load_ohm)
        phase(legs, False, before_ohm)
    assert bits in (0, faults.JUMP)
    assert not phase(legs, True, ohm) & faults.JUMP  # from now on that is its load
    return bits == faults.JUMP


def test_a_jump_is_more_than_30_percent_of_the_larger_and_700_ohm():
    for before_ohm, most_ohm, by in (
        (5000, 8142, 1),
        (5000, 2800, -1),
        (0, 1000, 1),
        (0, -1000, -1),
        (-1000, 0, 1),
        (-411, 412, 1),
        (20_000, 29_571, 1),
        (20_000, 13_300, -1),
    ):
        assert not jumps(before_ohm, before_ohm)
        assert not jumps(before_ohm, most_ohm), (before_ohm, most_ohm)
        assert jumps(before_ohm, most_ohm + by), (before_ohm, most_ohm)


def test_a_load_is_a_megohm_at_most():
    for before_ohm, ohm, jump in (
        (700_000, 999_999 - FIXED_OHM, False),
        (700_000, 1_100_000, False),
        (692_000, 900_000, False),
        (690_000, 999_999 - FIXED_OHM, True),
        (690_000, 3_000_000, True),
        (700_000, 3_000_000, False),
        (900_000, 90_000_000, False),
        (3_000_000, 90_000_000, False),
    ):
        assert jumps(before_ohm, ohm) == jump, (before_ohm, ohm)


def test_less_than_a_millivolt_of_a_second_has_its_sign():
    legs = Legs()
    phase(legs, True, -6055)
    assert legs.add(True, 1_000_000, 1, 50) == 0
    assert legs.conclude(True) == 0  # -9649 ohm; -9651 would be a jump
    for mv_ms in (1, 0, -1):
        assert Legs().add(True, 6_000_000, mv_ms, 163) == 0  # to -9650 ohm it is no short


def uneven(plus_ohm, minus_ohm, ua=UA, ms=MS):
    """What the first five phases through two loads tell."""
    legs = Legs()
    return [phase(legs, k % 2 == 0, (plus_ohm, minus_ohm)[k % 2], ua, ms) for k in range(5)]


def test_polarities_may_be_30_percent_1_kilohm_and_0_3_volts_apart():
    told = [0, 0, 0, faults.ASYMMETRY, faults.ASYMMETRY]  # three in a row
    for ua, ms, plus_ohm, minus_ohm in (
        (UA, MS, 5000, 10_714),
        (UA, MS, 10_714, 5000),
        (UA, MS, 5000, 1000),
        (UA, 10, 5000, 10_714),
        (500, MS, 5000, 9428),  # 0.6 kOhm
        (20, MS, 5000, 30_000),  # 15 kOhm
    ):
        assert uneven(plus_ohm, minus_ohm, ua, ms) == [0] * 5, (ua, plus_ohm, minus_ohm)
        more = 1 if max(plus_ohm, minus_ohm) > 5000 else -1
        if minus_ohm == 5000:
            plus_ohm += more
        else:
            minus_ohm += more
        assert uneven(plus_ohm, minus_ohm, ua, ms) == told, (ua, plus_ohm, minus_ohm)


def test_what_was_apart_counts_anew_after_an_even_phase_and_a_new_contact():
    for forget in (Legs.clear, lambda legs: phase(legs, False, 5000)):
        legs = Legs()
        phase(legs, True, 5000)
        phase(legs, False, 15_000)
        phase(legs, True, 5000)
        forget(legs)
        phase(legs, True, 5000)
        bits = [phase(legs, k % 2 == 1, (15_000, 5000)[k % 2]) for k in range(5)]
        assert [each & faults.ASYMMETRY for each in bits].index(faults.ASYMMETRY) == 2


def test_after_a_new_contact_any_load_is_the_first():
    legs = Legs()
    for ohm in (5000, 15_000, 0):
        for positive in (True, False, True, False):
            assert phase(legs, positive, ohm) == 0
        legs.clear()


def test_phases_of_less_than_a_microcoulomb_are_one_with_the_next():
    legs = Legs()
    phase(legs, True, 5000)
    for na_ms, ohm, bits in (
        (999_999, 20_000, 0),
        (1, 20_000, faults.JUMP),
        (500_000, 20_000, 0),
        (500_000, 10_000, 0),  # 15 kOhm in the mean
        (999_999, 20_000, 0),
        (1_000_000, 6000, 0),  # 13 kOhm
    ):
        assert legs.add(True, na_ms, na_ms * (ohm + FIXED_OHM) // 1_000_000, 5) == 0
        assert legs.conclude(True) == bits, (na_ms, ohm)


def test_a_phase_of_half_a_second_at_the_whole_rail_is_worked_out_in_small_integers():
    for ua in (10, 500):
        for mv in (1, 2097, 2100, 4190, 17_480, -2097, -17_480):
            legs = Legs()

            def work():
                legs.add(True, small(ua * 500_000), small(mv * 500), small(500))  # noqa: B023
                legs.conclude(True)  # noqa: B023

            no_alloc(work, 2)
