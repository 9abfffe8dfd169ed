"""Contact, judge, dose and self-test on numbers."""

from galva.core import contact, faults, selftest
from galva.core.calib import Calibration
from galva.core.contact import GOOD, NO_OHM, OPEN, POOR, SHORT, Contact, classify
from galva.core.dose import Dose
from galva.core.judge import Judge
from galva.core.selftest import SelfTest

CAL = Calibration()
RAIL = 3805  # counts of 17.48 V


def test_classes_have_hysteresis():
    assert classify(19_999, OPEN) == GOOD and classify(20_001, OPEN) == POOR
    assert classify(23_999, GOOD) == GOOD and classify(24_001, GOOD) == POOR
    assert classify(99_999, POOR) == POOR and classify(41_000, OPEN) == OPEN
    assert classify(799, OPEN) == SHORT and classify(1199, SHORT) == SHORT


def measured(ohm, ua=10):
    """The ohms that Contact finds for a load."""
    found = Contact(CAL)
    drop = ua * (ohm + contact.FIXED_OHM) // 4594
    for _ in range(33):
        found.add(ua * 1000, RAIL - drop, RAIL, 1, 1)
    return found


def test_impedance_keeps_its_order():
    ohms = [measured(ohm).ohm for ohm in (0, 1000, 5000, 20_000, 70_000, 1_000_000)]
    assert sorted(set(ohms)) == ohms
    assert abs(ohms[3] - 20_000) < 1000


def test_impedance_at_full_current_stays_a_small_number():
    assert abs(measured(20_000, 500).ohm - 20_000) < 200


def test_polarity_change_starts_a_new_window():
    found = Contact(CAL)
    for k in range(200):
        found.add(10_000, RAIL - 30, RAIL, 1 if k % 20 < 10 else -1, 1)
    assert found.state == OPEN and found.ohm == NO_OHM  # never 32 of one sign


def test_good_time_is_lost_with_the_contact():
    found = measured(5000)
    for _ in range(100):
        found.add(10_000, RAIL - 32, RAIL, 1, 1)
    assert found.good_ms == 101
    found.clear()
    assert found.good_ms == 0 and found.state == OPEN


def judged(samples, set_ua=100, na=100_000, vb=3350, vt=3782):
    judge = Judge(CAL)
    bits = 0
    for _ in range(samples):
        bits |= judge.check(set_ua, na, vb, vt, 0, RAIL)
    return bits, judge.lost


def test_a_true_sample_passes():
    assert judged(5) == (0, False)


def test_overcurrent_needs_one_sample():
    assert judged(1, na=620_001)[0] & faults.OVERCURRENT
    assert not judged(1, na=620_000)[0] & faults.OVERCURRENT


def test_mismatch_needs_two_samples_in_both_directions():
    for na in (86_999, 113_001):
        assert judged(1, na=na)[0] == 0
        assert judged(2, na=na)[0] == faults.MISMATCH
    for na in (87_001, 112_999):
        assert judged(2, na=na)[0] == 0


def test_starved_sink_is_lost_contact_not_a_fault():
    assert judged(2, na=12_000, vb=10) == (0, True)


def test_the_rail_is_watched_both_ways():
    assert judged(2, vt=3782 - 230)[0] == faults.RAIL
    assert judged(2, vt=3782 + 150)[0] == faults.RAIL


def test_crowbar_is_watched():
    assert judged(2, set_ua=0, na=0, vb=RAIL - 80, vt=RAIL)[0] & faults.BRIDGE
    assert judged(2, set_ua=0, na=0, vb=RAIL - 60, vt=RAIL)[0] == 0


def test_dose_splits_and_keeps_every_picocoulomb():
    dose = Dose()
    for k in range(3000):
        dose.add(333_333, 1 if k < 1000 else -1, 1)
    assert dose.absolute_uc == 999 and dose.net_uc == -333


def test_unbalanced_trips_at_ten_microampere_over_ten_seconds():
    dose = Dose()
    for _ in range(9999):
        dose.add(10_000, 1, 1)
    assert not dose.unbalanced()
    for k in range(9999):
        dose.add(10_100, 1, 1)
        if dose.unbalanced():
            break
    assert 9890 < k < 9910


def test_dose_in_the_field_unit():
    dose = Dose()
    for _ in range(60_000):
        dose.add(100_000, 1, 1)
    assert dose.ua_min_cm2(100) in (99, 100)


def walked(change=None):
    """SelfTest over readings in the middle of every window, one step changed."""
    test = SelfTest(CAL, 1)
    test.start()
    for row in selftest.TABLE:
        na = (row[4] + row[5]) * 500
        vb = CAL.counts((row[6] + row[7]) // 2)
        vt = CAL.counts((row[8] + row[9]) // 2)
        if change and row[0] == change[0]:
            na, vb, vt = change[1](na, vb, vt)
        for _ in range(row[3]):
            test.add(na, vb, vt)
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
            lambda na, vb, vt: (na + 60_000, vb, vt),
            lambda na, vb, vt: (na, vb + 600, vt),
            lambda na, vb, vt: (na, vb, vt - 600),
        ):
            test = walked((row[0], change))
            assert test.verdict == selftest.FAILED and test.step == row[0]
