"""Contact, judge, dose and self-test on numbers."""

from galva.core import contact, faults, gel, selftest
from galva.core.afe_a import TABLE
from galva.core.bridge import PLUS, SHUNT
from galva.core.calib import Calibration
from galva.core.contact import GOOD, OPEN, POOR, SHORT, Contact, classify
from galva.core.dose import Dose
from galva.core.gel import Gel
from galva.core.judge import Judge
from galva.core.legs import Legs
from galva.core.selftest import SelfTest

from support import Reading, no_alloc

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
    assert add(found, n * ua, ua * (ohm + contact.FIXED_OHM) // 4594, n)
    return found


def add(found, ua_ms, counts, n):
    """n samples with so many counts between VT and VB."""
    return found.add(ua_ms * 1000, found.drop_mv(n * counts, n), n, 1)


def test_impedance_keeps_its_order():
    ohms = [measured(ohm).ohm for ohm in (0, 1000, 5000, 20_000, 70_000, 1_000_000)]
    assert sorted(set(ohms)) == ohms
    assert abs(ohms[3] - 20_000) < 1000


def test_impedance_at_full_current_stays_right():
    assert abs(measured(20_000, 500).ohm - 20_000) < 200


def test_the_auto_zero_is_taken_off():
    found = Contact(CAL)
    found.zero_q4 = 60 * 16  # two 17 V dividers that differ by 0.28 V
    add(found, 320, 60 + 32, 32)
    assert abs(found.ohm - 5000) < 400


def test_impedance_waits_for_enough_samples():
    found = Contact(CAL)
    assert not add(found, 310, 32, 31) and found.state == OPEN
    assert add(found, 10, 32, 1) and found.state == GOOD


def test_good_time_is_lost_with_the_contact():
    found = measured(5000)
    add(found, 320, 32, 32)
    assert found.good_ms == 64 and found.present()
    found.clear()
    assert found.good_ms == 0 and found.state == OPEN and not found.present()


def sampled(set_ua, i, vb, vt):
    """A sample that set_ua was asked for, crowbarred for 0."""
    sense = Reading().take(i, vb, vt)
    sense.span = CAL.span(set_ua)
    sense.bridge = PLUS if set_ua else SHUNT
    return sense


def judged(samples, set_ua=100, i=543, vb=3350, vt=3782):
    judge = Judge(CAL)
    judge.start(0, RAIL, 0)
    bits = 0
    for _ in range(samples):
        bits |= judge.check(sampled(set_ua, i, vb, vt))
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
    judge.start(0, RAIL, 0)
    for i in (700, 543, 700, 543):
        assert judge.check(sampled(100, i, 3350, 3782)) == 0


def test_starved_sink_is_lost_contact_not_a_fault():
    assert judged(2, i=66, vb=10) == (0, True)


def test_a_leg_on_ground_is_no_lost_contact():
    assert judged(2, i=66, vb=10, vt=3782 - 230) == (faults.RAIL, True)
    assert judged(1, i=66, vb=10, vt=3782 - 230) == (0, True)


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


def periods(dose, count, pc):
    """Periods of 10 ms in which pc flow too much; the number of the one that is told."""
    for k in range(1, count + 1):
        dose.add(pc, True, 10)
        dose.settle()
        if dose.unbalanced:
            return k
    return 0


def test_unbalanced_trips_at_ten_microampere_over_ten_seconds():
    assert periods(Dose(), 5000, 99_000) == 0
    assert periods(Dose(), 5000, 100_000) == 1000
    assert periods(Dose(), 5000, 200_000) == 500


def test_within_a_period_the_net_charge_may_sway():
    """TIGHTEN at level 10: 75 uC a phase, and two of one polarity where its order is swapped."""
    dose = Dose()
    order = True
    for k in range(60):
        for positive in (order, not order):
            dose.add(24_000_000, positive, 160)
            dose.add(24_000_000, positive, 160)
            dose.add(27_000_000, positive, 180)
            assert not dose.unbalanced
        dose.settle()
        assert not dose.unbalanced
        if k % 10 == 9:
            order = not order


def test_a_period_that_never_ends_is_told_all_the_same():
    dose = Dose()
    for _ in range(300):
        dose.add(1_000_000, True, 10)
    assert dose.unbalanced


def test_the_window_of_net_charge_is_10_s_to_the_millisecond():
    dose = Dose()
    for _ in range(2):  # the second begins where the first has ended
        dose.add(20_000_000, True, 9_999)
        dose.settle()
        before = dose._window_from_uc
        dose.add(0, True, 1)
        dose.settle()
        assert dose._window_from_uc == before + 20 == dose.net_uc


def test_within_a_period_300_microcoulomb_are_too_many():
    for uc, unbalanced in ((299, False), (300, True)):
        for positive in (True, False):
            dose = Dose()
            for _ in range(uc):
                dose.add(1_000_000, positive, 1)
            assert dose.unbalanced == unbalanced
            assert dose.net_uc == (uc if positive else -uc) and dose.absolute_uc == uc


def test_what_is_owed_counts_from_its_beginning_to_1_millicoulomb():
    dose = Dose()
    dose.add(7_000_003, True, 1)
    assert dose.owed_pc() == 7_000_003
    dose.owe()
    dose.add(2_500_000, False, 1)
    assert dose.owed_pc() == -2_500_000
    for positive, owed_pc in ((True, 1000), (False, -1000)):
        dose.clear()
        assert dose.owed_pc() == 0
        for _ in range(130):
            dose.add(10_000_000, positive, 1)
        assert dose.owed_pc() == owed_pc * 1_000_000


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


def middle(row):
    """Readings in the middle of a step's window."""
    vt = CAL.counts((row[8] + row[9]) // 2)
    return (
        max(0, CAL.i_counts((row[4] + row[5]) * 500)),
        vt - CAL.counts((row[6] + row[7]) // 2),
        vt,
    )


def walked(change=None, whole=True, gate=True):
    """SelfTest over such readings, one step changed."""
    test = SelfTest(CAL, 1)
    test.start(whole, gate)
    sense = Reading()
    seen = []
    for row in TABLE:
        if row[0] != test.step or test.verdict != selftest.RUNNING:
            continue  # left out
        reading = middle(row)
        if change and row[0] == change[0]:
            reading = change[1](*reading)
        for _ in range(row[3]):
            test.add(sense.take(*reading))
        seen.append(row[0])
    return test, seen


def test_self_test_passes_and_keeps_the_zero():
    test, _ = walked()
    assert test.verdict == selftest.PASSED
    assert test.rail_counts > 3600


def test_self_test_fails_at_the_step_that_is_off():
    for row in TABLE:
        for change in (
            lambda i, vb, vt: (i + 450, vb, vt),
            lambda i, vb, vt: (i, vb - 600, vt),
            lambda i, vb, vt: (i, vb - 600, vt - 1200),
        ):
            if row[0] == "G2" and change(0, 0, 0)[0] == 0:
                continue  # any voltage but the dummy's
            test, _ = walked((row[0], change))
            assert test.verdict == selftest.FAILED and test.step == row[0] and test.part


def test_with_usb_power_the_gate_is_left_out_and_before_a_session_the_whole():
    quick = ["S0", "S1", "S2", "S3", "S3", "S4", "S5", "S6", "S9"]
    for whole, gate, rest in (
        (True, True, ["G1", "G2", "G3", "S8", "S7", "S10"]),
        (True, False, ["S8", "S7", "S10"]),
        (False, True, []),
    ):
        test, seen = walked(None, whole, gate)
        assert seen == quick + rest and test.verdict == selftest.PASSED


def test_the_relay_must_move_and_come_back():
    dummy = middle([row for row in TABLE if row[0] == "G1"][0])
    for step, reading in (
        ("G2", dummy),  # it did not close
        ("G3", (dummy[0], dummy[1] - 3, dummy[2])),  # 1.4 kOhm more than the dummy
    ):
        test, _ = walked((step, lambda *_, reading=reading: reading))
        assert (test.verdict, test.step) == (selftest.FAILED, step) and "K1" in test.part


def test_a_short_in_one_polarity_is_seen_in_its_phase():
    legs = Legs()
    for positive, mv, bits in (
        (True, 1465, 0),  # 100 uA into 5 kOhm
        (False, 1465, 0),
        (True, 1465, 0),
        (False, 0, faults.LEG),
    ):
        assert legs.add(positive, 5_000_000, mv * 50, 50) == bits
        legs.conclude(positive)


def test_a_voltage_that_no_load_has_is_a_megohm_and_another_load():
    legs = Legs()
    for positive in (True, False):
        legs.add(positive, 1_000_000, 50 * 50, 50)  # 50 mV, 20 uA
        legs.conclude(positive)
    legs.add(True, 1_000_000, 1 << 29, 1000)  # beyond what a small integer holds times 1000
    assert legs.conclude(True) & faults.JUMP


def test_a_probe_alone_does_not_take_a_half_cell_for_a_short():
    legs = Legs()
    assert legs.add(True, 1_000_000, -50 * 100, 100) == 0  # 10 uA, and 0.2 V against it


def test_uneven_polarities_need_three_phases():
    legs = Legs()
    seen = []
    for k in range(5):
        legs.add(k % 2 == 0, 15_000_000, (4395, 7395)[k % 2] * 50, 50)  # 300 uA: 5k, 15k
        seen.append(legs.conclude(k % 2 == 0))
    assert seen == [0, 0, 0, faults.ASYMMETRY, faults.ASYMMETRY]


def test_a_skin_that_changes_once_is_a_jump_and_no_asymmetry():
    legs = Legs()
    bits = 0
    for k, mv in enumerate((4395, 4395, 4395, 5800, 7395, 7395, 7395, 7395)):
        legs.add(k % 2 == 0, 15_000_000, mv * 50, 50)
        bits |= legs.conclude(k % 2 == 0)
    assert bits == faults.JUMP


def test_phases_of_less_than_a_microcoulomb_wait():
    legs = Legs()
    assert legs.add(True, 999_999, 0, 5) == legs.conclude(True) == 0
    assert legs.add(True, 1, 0, 0) == faults.LEG


def gelled(ohms, ms=32):
    found = Gel()
    for ohm in ohms:
        found.look(ohm, ms) if ohm else found.lift()
    return gel.STATES[found.state]


def test_no_gel_is_a_steady_high_impedance_and_oil_an_unsteady_one():
    assert gelled([5000] * 40) == "" and gelled([35_000] * 40) == ""
    assert gelled([60_000] * 40) == gelled([300_000] * 40) == "dry"
    assert gelled([60_000] * 15) == ""  # less than half a second
    assert gelled([30_000, 200_000] * 20) == "oily"
    assert gelled([30_000, 30_000, 0] * 3) == "oily"  # a film that breaks
    assert gelled([0] * 40) == ""  # nothing there
    assert gelled([60_000] * 40 + [5000] * 70) == ""


def dried(ohm_of, s=60):
    found = Gel()
    for k in range(s * 1000 // 32):
        found.follow(ohm_of(k * 32), 32)
    return found.state


def test_drying_is_a_trend_not_a_touch():
    assert dried(lambda ms: 5000) == gel.WET
    assert dried(lambda ms: 5000 + ms // 5) == gel.DRYING  # 17k after a minute
    assert dried(lambda ms: 15_000 if ms % 10_000 < 2000 else 5000) == gel.WET
    assert dried(lambda ms: 9000, 60) == gel.WET


def test_a_new_touch_takes_the_warning_back():
    found = Gel()
    for k in range(1000):
        found.follow(5000 if k < 300 else 15_000, 32)
    assert found.state == gel.DRYING
    found.lift()
    for _ in range(10):
        found.follow(6000, 32)
    assert found.state == gel.WET
