"""Contact, judge, dose and self-test on numbers."""

from galva.core import contact, faults, selftest
from galva.core.calib import Calibration
from galva.core.contact import GOOD, OPEN, POOR, SHORT, Contact, classify
from galva.core.dose import Dose
from galva.core.judge import Judge
from galva.core.selftest import SelfTest

from support import no_alloc

CAL = Calibration()
RAIL = 3805  # counts of 17.48 V


def test_classes_have_hysteresis():
    assert classify(19_999, OPEN) == GOOD and classify(20_001, OPEN) == POOR
    assert classify(23_999, GOOD) == GOOD and classify(24_001, GOOD) == POOR
    assert classify(99_999, POOR) == POOR and classify(41_000, OPEN) == OPEN
    assert classify(799, OPEN) == SHORT and classify(1199, SHORT) == SHORT


def measured(ohm, ua=10, n=32):
    """A Contact after enough samples of a load."""
    found = Contact(CAL)
    assert found.add(n * ua * 1000, n * (ua * (ohm + contact.FIXED_OHM) // 4594), n, 1)
    return found


def test_impedance_keeps_its_order():
    ohms = [measured(ohm).ohm for ohm in (0, 1000, 5000, 20_000, 70_000, 1_000_000)]
    assert sorted(set(ohms)) == ohms
    assert abs(ohms[3] - 20_000) < 1000


def test_impedance_at_full_current_stays_right():
    assert abs(measured(20_000, 500).ohm - 20_000) < 200


def test_the_auto_zero_is_taken_off():
    found = Contact(CAL)
    found.zero_counts = 60  # two 17 V dividers that differ by 0.28 V
    found.add(320_000, 32 * (60 + 32), 32, 1)
    assert abs(found.ohm - 5000) < 400


def test_impedance_waits_for_enough_samples():
    found = Contact(CAL)
    assert not found.add(310_000, 31 * 32, 31, 1) and found.state == OPEN
    assert found.add(10_000, 32, 1, 1) and found.state == GOOD


def test_good_time_is_lost_with_the_contact():
    found = measured(5000)
    found.add(320_000, 32 * 32, 32, 1)
    assert found.good_ms == 64 and found.present()
    found.clear()
    assert found.good_ms == 0 and found.state == OPEN and not found.present()


def judged(samples, set_ua=100, i=543, vb=3350, vt=3782):
    judge = Judge(CAL)
    judge.start(0, RAIL)
    bits = 0
    for _ in range(samples):
        bits |= judge.check(CAL.span(set_ua), not set_ua, i, vb, vt)
    return bits, judge.lost


def test_a_true_sample_passes():
    assert judged(5) == (0, False)


def test_overcurrent_needs_one_sample():
    for vb in (3350, 10):  # in contact and not
        assert judged(1, 500, CAL.i_counts(621_000), vb)[0] & faults.OVERCURRENT
        assert not judged(1, 500, CAL.i_counts(619_000), vb)[0] & faults.OVERCURRENT


def test_mismatch_needs_two_samples_in_both_directions():
    for na in (86_500, 113_500):  # 100 uA: 5 % + 8 uA
        assert judged(1, i=CAL.i_counts(na))[0] == 0
        assert judged(2, i=CAL.i_counts(na))[0] == faults.MISMATCH
    for na in (87_500, 112_500):
        assert judged(2, i=CAL.i_counts(na))[0] == 0


def test_one_good_sample_between_two_bad_ones_is_not_two_in_a_row():
    judge = Judge(CAL)
    judge.start(0, RAIL)
    for i in (700, 543, 700, 543):
        assert judge.check(CAL.span(100), False, i, 3350, 3782) == 0


def test_starved_sink_is_lost_contact_not_a_fault():
    assert judged(2, i=66, vb=10) == (0, True)


def test_the_rail_is_watched_both_ways():
    assert judged(2, vt=3782 - 230)[0] == faults.RAIL
    assert judged(2, vt=3782 + 150)[0] == faults.RAIL


def test_crowbar_is_watched():
    assert judged(2, set_ua=0, i=0, vb=RAIL - 80, vt=RAIL)[0] & faults.BRIDGE
    assert judged(2, set_ua=0, i=0, vb=RAIL - 60, vt=RAIL)[0] == 0


def test_dose_splits_and_keeps_every_picocoulomb():
    dose = Dose()
    for k in range(3000):
        dose.add(333_333, k < 1000, 1)
    assert dose.absolute_uc == 999 and dose.net_uc == -333
    dose.add(19_000_000, True, 32)
    assert dose.absolute_uc == 1018
    assert -315 <= dose.net_uc <= -314


def test_unbalanced_trips_at_ten_microampere_over_ten_seconds():
    dose = Dose()
    for _ in range(999):
        dose.add(100_000, True, 10)
    assert not dose.unbalanced
    adds = 0
    while not dose.unbalanced:
        dose.add(101_000, True, 10)
        adds += 1
    assert adds == 992  # the first of these closed the window before


def test_dose_of_a_direct_current_allocates_nothing():
    dose = Dose()

    def add():
        dose.add(3_000_000, True, 5)  # 600 uA

    no_alloc(add, 3900)  # nearly two windows: 6 mC each, more pC than 31 bits hold
    assert dose.net_uc == 11_700 and dose.unbalanced


def test_dose_in_the_field_unit():
    dose = Dose()
    for _ in range(6000):
        dose.add(1_000_000, True, 10)
    assert dose.ua_min_cm2(100) == 100


def walked(change=None):
    """SelfTest over readings in the middle of every window, one step changed."""
    test = SelfTest(CAL, 1)
    test.start()
    for row in selftest.TABLE:
        i = CAL.i_counts((row[4] + row[5]) * 500)
        vt = CAL.counts((row[8] + row[9]) // 2)
        vb = vt - CAL.counts((row[6] + row[7]) // 2)
        if change and row[0] == change[0]:
            i, vb, vt = change[1](i, vb, vt)
        for _ in range(row[3]):
            test.add(i, vb, vt)
        if test.verdict != selftest.RUNNING:
            break
    return test


def test_self_test_passes_and_keeps_the_zero():
    test = walked()
    assert test.verdict == selftest.PASSED
    assert test.rail_counts > 3600


def test_self_test_fails_at_the_step_that_is_off():
    for row in selftest.TABLE:
        for change in (
            lambda i, vb, vt: (i + 450, vb, vt),
            lambda i, vb, vt: (i, vb - 600, vt),
            lambda i, vb, vt: (i, vb - 600, vt - 600),
        ):
            test = walked((row[0], change))
            assert test.verdict == selftest.FAILED and test.step == row[0]
