"""Where each rule of the judge begins, to the count (hardware.md section 6)."""

from galva.core import contact, faults
from galva.core.calib import Calibration
from galva.core.contact import FIXED_OHM, GOOD, NO_OHM, OPEN, POOR, SHORT, Contact, classify
from galva.core.judge import Judge

CAL = Calibration()
RAIL = 3805  # counts of 17.48 V
UA = 200
SPAN = CAL.span(UA)
I = CAL.i_counts(CAL.set_na(SPAN))  # noqa: E741 - the monitor's name
VT = RAIL - CAL.counts((UA + 18) * 866 // 1000)  # RLIM carries the limiter's bias too
VB = 3000
I_LEAST = CAL.i_counts(CAL.set_na(SPAN) - CAL.set_na(SPAN) // 20 - 8000)
I_MOST = CAL.i_counts(CAL.set_na(SPAN) + CAL.set_na(SPAN) // 20 + 8000)
VT_LEAST, VT_MOST = VT - CAL.counts(1000), VT + CAL.counts(600)
TRIP = CAL.i_counts(620_000)
LOST_VB, LOST_DROP = CAL.counts(1000), CAL.counts(16_400)


def judge(zero=0, i_zero=0):
    found = Judge(CAL)
    found.start(zero, RAIL, i_zero)
    return found


class Sample:
    """Port Sense, as much as the judge asks for."""

    def __init__(self, span, crowbarred, i, vb, vt):
        self.span, self.i, self.vb, self.vt = span, i, vb, vt
        self.bridge = 0 if crowbarred else 6


def check(found, *sample):
    return found.check(Sample(*sample))


def twice(span=SPAN, crowbarred=False, i=I, vb=VB, vt=VT, zero=0, i_zero=0):
    """What two equal samples come to."""
    found = judge(zero, i_zero)
    check(found, span, crowbarred, i, vb, vt)
    return check(found, span, crowbarred, i, vb, vt)


def test_the_current_may_be_5_percent_and_8_microampere_off():
    assert twice(i=I_LEAST) == twice(i=I_MOST) == 0
    assert twice(i=I_LEAST - 1) == twice(i=I_MOST + 1) == faults.MISMATCH
    assert twice(i=I_LEAST, vt=VT_MOST + 1) == faults.RAIL  # nothing is wrong with this current
    assert twice(i=I_MOST, vt=VT_MOST + 1) == faults.RAIL


def test_the_rail_may_be_a_volt_too_low_and_0_6_too_high():
    assert twice(vt=VT_LEAST) == twice(vt=VT_MOST) == 0
    assert twice(vt=VT_LEAST - 1) == twice(vt=VT_MOST + 1) == faults.RAIL
    assert twice(vt=VT_LEAST, i=I_MOST + 1) == twice(vt=VT_MOST, i=I_MOST + 1) == faults.MISMATCH


def test_the_rail_gives_way_to_the_current_and_the_limiters_bias():
    for ua in range(60, 500, 40):
        span = CAL.span(ua)
        na = CAL.set_na(span)
        vt = RAIL - CAL.counts((na // 1000 + 18) * 866 // 1000)
        i = CAL.i_counts(na)
        for off, bits in ((600, 0), (-1000, 0)):
            edge = vt + (CAL.counts(off) if off > 0 else -CAL.counts(-off))
            assert twice(span, i=i, vt=edge) == bits, (ua, off)
            beyond = edge + (1 if off > 0 else -1)
            assert twice(span, i=i, vt=beyond) == faults.RAIL, (ua, off)


def test_more_than_620_microampere_is_overcurrent_at_once():
    assert check(judge(), SPAN, False, TRIP, VB, VT) == 0
    assert check(judge(), SPAN, False, TRIP + 1, VB, VT) == faults.OVERCURRENT
    for i, bits in ((TRIP, 0), (TRIP + 1, faults.OVERCURRENT)):  # without contact too
        assert check(judge(), SPAN, False, i, LOST_VB - 1, VT) == bits
    span = CAL.span(590)  # what is set and 5 % of it would be more than that
    assert check(judge(), span, False, TRIP + 1, VB, VT) & faults.OVERCURRENT
    high = judge()
    assert check(high, span, False, TRIP, VB, RAIL - CAL.counts(608 * 866 // 1000)) == 0
    assert high._before == 0


def test_contact_is_lost_below_a_volt_or_above_16_4():
    for vb, vt, lost in (
        (LOST_VB, VT, False),
        (LOST_VB - 1, VT, True),
        (LOST_VB, LOST_VB + LOST_DROP, False),
        (LOST_VB, LOST_VB + LOST_DROP + 1, True),
    ):
        found = judge()
        assert check(found, SPAN, False, I, vb, vt) == 0
        assert found.lost == lost, (vb, vt)


def test_only_a_driven_sample_can_lose_the_contact():
    found = judge()
    check(found, SPAN, True, I, 0, 0)
    assert not found.lost
    check(found, 0, False, 0, 0, 0)
    assert not found.lost
    check(found, SPAN, False, I, 0, VT)
    assert found.lost
    found.start(0, RAIL, 0)
    assert not found.lost


def test_a_crowbar_may_show_0_35_volts_either_way_beside_its_zero():
    most = CAL.counts(350)
    for zero in (0, 40, -40):
        for drop, bits in (
            (most - 1, 0),
            (most, faults.BRIDGE),
            (1 - most, 0),
            (-most, faults.BRIDGE),
        ):
            at = twice(0, True, 0, RAIL - zero - drop, RAIL, zero)
            assert at == bits, (zero, drop)


def test_a_leak_is_6_microampere_above_the_zero_of_the_board():
    leak = CAL.i_counts(6000) - CAL.i_counts(0)
    for zero in (0, 30):
        assert twice(0, True, zero + leak, RAIL, RAIL, i_zero=zero) == 0
        assert twice(0, True, zero + leak + 1, RAIL, RAIL, i_zero=zero) == faults.LEAK


def test_a_start_forgets_what_stood_before():
    found = judge()
    assert check(found, SPAN, False, I_MOST + 1, VB, VT) == 0
    found.start(0, RAIL, 0)
    assert check(found, SPAN, False, I_MOST + 1, VB, VT) == 0
    assert check(found, SPAN, False, I_MOST + 1, VB, VT) == faults.MISMATCH
    assert check(found, SPAN, False, I, VB, VT) == 0
    assert check(found, SPAN, False, I_MOST + 1, VB, VT) == 0
    found.start(0, RAIL, 0)  # at code 0: crowbarred at once, nothing may flow
    assert check(found, 0, True, 0, RAIL, RAIL) == 0
    assert check(found, 0, True, 0, RAIL, RAIL) == 0


# ---- contact


def test_open_is_shown_as_999_999():
    assert NO_OHM == 999_999 and Contact(CAL).ohm == 999_999


def test_each_class_begins_where_its_table_says():
    for ohm, now, state in (
        (799, OPEN, SHORT),
        (800, OPEN, GOOD),
        (1199, SHORT, SHORT),
        (1200, SHORT, GOOD),
        (20_000, POOR, POOR),
        (23_999, GOOD, GOOD),
        (24_000, GOOD, POOR),
        (39_999, OPEN, POOR),
        (40_000, OPEN, OPEN),
        (99_999, POOR, POOR),
        (100_000, POOR, OPEN),
        (NO_OHM, OPEN, OPEN),
        (NO_OHM + 1, OPEN, OPEN),
    ):
        assert classify(ohm, now) == state, (ohm, now)


def looked(na, mv, ms=contact.LOOK_MS):
    """A Contact after one look: na and mV steady."""
    found = Contact(CAL)
    assert found.add(na * ms, mv * ms, ms, 1)
    return found


def test_the_impedance_is_voltage_by_current_to_the_ohm():
    assert looked(10_000, 150).ohm == 15_000 - FIXED_OHM
    assert looked(100_000, 2000).ohm == 20_000 - FIXED_OHM
    assert looked(10_000, 80).ohm == 0  # less than what is there without a skin
    assert looked(0, 2).ohm == 64_000 - FIXED_OHM  # no current: as of 1 uA * ms
    assert looked(10_000, -500).ohm == 0
    assert looked(0, 17_000).ohm == NO_OHM
    assert looked(31, 31_249).ohm == NO_OHM and looked(31, 31_251).ohm == NO_OHM


def test_an_impedance_is_never_below_nothing_nor_of_more_than_1000_volts_times_ms():
    assert looked(1_000_000, FIXED_OHM - 1).ohm == 0
    assert looked(1_000_000, FIXED_OHM).ohm == 0
    assert looked(1_000_000, FIXED_OHM + 1).ohm == 1
    for mv_ms, ohm in ((900_000, 440_350), (1_000_000, 490_350), (1_200_000, 490_350)):
        found = Contact(CAL)  # 31 ms, and a tick that came late: of the whole rail at the most
        assert not found.add(0, mv_ms // 2, 31, 1)
        assert found.add(2_000_000, mv_ms // 2, 32, 1)
        assert found.ohm == ohm  # in between what is multiplied is a small integer


def test_the_impedance_counts_time_not_samples():
    one, two = Contact(CAL), Contact(CAL)
    assert one.add(32 * 10_000, 32 * 150, 32, 1) and two.add(16 * 10_000, 16 * 150, 16, 2)
    assert one.ohm == two.ohm and one.good_ms == two.good_ms == 32
    assert not two.add(15 * 10_000, 15 * 150, 15, 2)
    assert two.add(10_000, 150, 1, 2)
    assert two.ohm == one.ohm and two.good_ms == 64  # nothing of the look before is left


def test_nothing_of_an_old_contact_is_left_when_cleared():
    found = Contact(CAL)
    found.add(10 * 10_000, 10 * 900, 10, 1)
    found.clear()
    assert found.ohm == NO_OHM and found.state == OPEN
    assert not found.add(31 * 10_000, 31 * 150, 31, 1)
    assert found.add(10_000, 150, 1, 1) and found.ohm == 15_000 - FIXED_OHM
    assert found.state == GOOD and found.good_ms == 32
    found.add(32 * 10_000, 32 * 400, 32, 1)
    assert found.state == POOR and found.good_ms == 0 and found.present()


def test_a_contact_that_came_back_is_no_longer_lost():
    for sample in ((SPAN, False, I, VB, VT), (SPAN, True, I, 0, VT), (0, False, 0, VB, VT)):
        found = judge()
        check(found, SPAN, False, I, LOST_VB - 1, VT)
        assert found.lost
        check(found, *sample)
        assert not found.lost, sample
