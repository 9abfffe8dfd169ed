"""Which samples make a window, a phase and a period, and what is known when one has ended."""

from galva.core import contact, faults, gel
from galva.core.bridge import MINUS, PLUS, SHUNT
from galva.core.calib import Calibration
from galva.core.flow import Flow
from galva.core.window import Window

CAL = Calibration()
VT = 3700  # counts of 17 V


class Sums:
    """Port Sense, by hand."""

    def __init__(self, sample_ms=1):
        self.sample_ms = sample_ms
        self.bridge = PLUS
        self.half = 0
        self.plus = [0] * 4
        self.minus = [0] * 4

    def flow(self, n, ua=200, ohm=5000):
        """n samples of ua through ohm in the present polarity."""
        sums = self.plus if self.bridge == PLUS else self.minus
        i = CAL.i_counts(ua * 1000)
        for k, value in enumerate((1, i, VT - ua * (ohm + 9650) // 4594, VT)):
            sums[k] += n * value

    def turn(self, half, bridge):
        self.half, self.bridge = half, bridge


def begun(sums, treats=False, biphasic=True):
    """A flow that has had its first look."""
    flow = Flow(CAL)
    flow.look(sums, False)
    if treats:
        flow.treat(biphasic)
    return flow


def lift_off(flow, sums):
    flow.look(sums, True)


def phase(flow, sums, half, ua=200, ohm=5000, lost=False):
    """50 ms of one phase of a biphasic mode; the bits of the rules that broke in it."""
    sums.turn(half, MINUS if half else PLUS)
    bits = 0
    for _ in range(10):
        sums.flow(5 // sums.sample_ms or 1, ua, ohm)
        flow.look(sums, lost)
        if flow.closed:
            bits |= flow.broken
    return bits


# ---- windows


def test_a_window_is_what_came_since_it_was_taken_however_long_ago():
    window = Window()
    assert (window.n, window.i, window.vb, window.vt) == (0, 0, 0, 0)
    assert window.pending(7) == 7
    window.take([10, 20, 30, 40])
    assert (window.n, window.i, window.vb, window.vt) == (10, 20, 30, 40)
    most = (1 << 28) - 1
    window.take([9, 19, 29, 39])
    assert (window.n, window.i, window.vb, window.vt) == (most, most, most, most)


def test_a_window_closes_with_20_ms_of_samples():
    for sample_ms, n in ((1, 20), (2, 10), (3, 7), (20, 1), (30, 1)):
        sums = Sums(sample_ms)
        flow = begun(sums)
        for k in range(1, 2 * n + 1):
            sums.flow(1)
            ms = flow.look(sums, False)
            whole = k % n == 0
            assert (ms, flow.closed) == (n * sample_ms if whole else 0, whole), (sample_ms, k)
            assert flow.pending_ms(sums) == k % n * sample_ms


def test_charge_and_impedance_are_the_same_whatever_a_sample_takes():
    for sample_ms in (1, 2, 4):
        sums = Sums(sample_ms)
        flow = begun(sums, treats=True, biphasic=False)
        ms = 0
        for _ in range(400 // sample_ms):
            sums.flow(1)
            ms += flow.look(sums, False)
        assert ms == 400
        assert 79 <= flow.dose.absolute_uc <= 80 and flow.dose.net_uc == flow.dose.absolute_uc
        assert abs(flow.contact.ohm - 5000) < 100
        assert flow.contact.good_ms >= 360


def test_a_contact_is_there_with_its_first_impedance():
    sums = Sums()
    flow = begun(sums)
    for gone in (True, False):
        sums.flow(20)
        flow.look(sums, False)
        assert flow.gone == gone
    assert flow.contact.state == contact.GOOD


def test_the_crowbar_in_a_phase_ends_nothing_another_polarity_does():
    for before, after in ((PLUS, MINUS), (MINUS, PLUS)):
        sums = Sums()
        flow = begun(sums)
        sums.turn(1, before)
        flow.look(sums, False)
        sums.flow(15)
        assert flow.look(sums, False) == 0 and not flow.closed
        sums.turn(1, SHUNT)
        assert flow.look(sums, False) == 0 and not flow.closed
        sums.turn(1, before)
        assert flow.look(sums, False) == 0 and not flow.closed
        sums.turn(1, after)
        assert flow.look(sums, False) == 15 and flow.closed
        sums.flow(19)
        assert flow.look(sums, False) == 0
        sums.turn(0, after)
        assert flow.look(sums, False) == 19
        sums.turn(1, after)
        assert flow.look(sums, False) == 0 and flow.closed  # nothing came since


# ---- what is forgotten


def test_nothing_is_known_of_what_was_open_before():
    """200 kOhm are no contact, but a figure."""
    for forget in (lambda flow, _sums: flow.forget(), lift_off):
        sums = Sums()
        flow = begun(sums)
        for _ in range(4):
            sums.flow(20, 10, 200_000)
            flow.look(sums, False)
        assert flow.gone and 190_000 < flow.contact.ohm < 210_000
        sums.flow(20, 10, 200_000)
        flow.look(sums, False)
        forget(flow, sums)
        assert flow.contact.ohm == 999_999 and flow.gone and not flow.closed
        flow.look(sums, False)
        for gone in (True, False):  # and the first look starts with nothing
            sums.flow(20)
            flow.look(sums, False)
            assert flow.gone == gone
        assert abs(flow.contact.ohm - 5000) < 100


def test_a_film_that_breaks_three_times_is_oily():
    sums = Sums()
    flow = begun(sums)
    for times in (1, 2, 3):
        for _ in range(10):
            sums.flow(20, 10, 30_000)
            flow.look(sums, False)
        for _ in range(2):
            flow.look(sums, True)
        assert (flow.gel.state == gel.OILY) == (times == 3)


def test_no_gel_is_told_while_looking_and_drying_in_a_session():
    for treats, state in ((False, gel.DRY), (True, gel.WET)):
        sums = Sums()
        flow = begun(sums, treats)
        for _ in range(50):
            sums.flow(20, 10, 60_000)
            flow.look(sums, False)
        assert flow.gel.state == state
    sums = Sums()
    flow = begun(sums, treats=True)
    for ohm, seconds, state in ((5000, 2, gel.WET), (15_000, 4, gel.WET), (15_000, 4, gel.DRYING)):
        for _ in range(50 * seconds):
            sums.flow(20, 200, ohm)
            flow.look(sums, False)
        assert flow.gel.state == state, (ohm, seconds)
    assert flow.contact.state == contact.GOOD


# ---- phases and periods


def test_a_load_that_jumps_is_told_where_its_phase_ends():
    for sample_ms in (1, 5):
        for half in (0, 1):
            sums = Sums(sample_ms)
            flow = begun(sums, treats=True)
            for _ in range(4):
                assert phase(flow, sums, 0) == phase(flow, sums, 1) == 0
            if half:
                phase(flow, sums, 0)
            assert phase(flow, sums, half, ohm=10_000) == 0
            sums.turn(1 - half, PLUS if half else MINUS)
            flow.look(sums, False)
            assert flow.closed and flow.broken == faults.JUMP


def test_a_load_of_before_is_none_to_compare_with():
    """Neither in the mode that begins, nor after a lift-off."""
    for forget in (lambda flow, _sums: flow.treat(True), lift_off):
        sums = Sums()
        flow = begun(sums, treats=True)
        for _ in range(4):
            assert phase(flow, sums, 0) == phase(flow, sums, 1) == 0
        sums.turn(0, PLUS)
        flow.look(sums, False)
        forget(flow, sums)
        for _ in range(4):
            assert phase(flow, sums, 0, ohm=10_000) == phase(flow, sums, 1, ohm=10_000) == 0


def test_a_short_circuit_is_told_at_once_once_and_not_of_a_phase_that_was_cut():
    for lost in (False, True):
        sums = Sums()
        flow = begun(sums, treats=True)
        sums.flow(20, ohm=-9650)
        flow.look(sums, lost)
        assert flow.closed and flow.broken == (0 if lost else faults.LEG)
        sums.turn(1, SHUNT)
        flow.look(sums, False)
        assert flow.closed and flow.broken == 0  # no sample since
    assert not begun(Sums()).closed


def test_without_a_mode_nothing_is_judged_or_repaid():
    sums = Sums()
    flow = begun(sums)
    for treats in (False, True, False):
        for _ in range(8):
            bits = phase(flow, sums, 0, ua=220)
            bits |= phase(flow, sums, 1, ohm=20_000)
            assert treats or (bits == 0 and flow.trim == 0)
        assert (flow.trim < 0) == treats
        if treats:
            flow.forget()
            flow.look(sums, False)
        else:
            flow.treat(True)


def test_what_flowed_in_half_a_period_is_not_owed():
    sums = Sums()
    flow = begun(sums, treats=True)
    sums.flow(40, 400)  # 16 uC
    for half, bridge in ((0, MINUS), (0, PLUS), (1, PLUS), (1, MINUS)):
        sums.turn(half, bridge)
        flow.look(sums, False)
        assert flow.trim == 0
    sums.turn(0, PLUS)
    flow.look(sums, False)
    assert flow.trim in (-15, -16)


def test_the_net_charge_is_judged_where_a_period_ends_by_a_lift_off_too():
    """100 uC, 10 uA for 10 s, in sum; 200 more may stand there within a period."""
    for bridge in (PLUS, MINUS):  # MINUS: where the order of the polarities is swapped
        for lost in (False, True):
            sums = Sums()
            flow = begun(sums, treats=True)
            phase(flow, sums, 0)
            flow.dose.net_uc += 150
            phase(flow, sums, 1)
            assert not flow.dose.unbalanced
            sums.turn(0, bridge)
            flow.look(sums, lost)
            assert flow.closed and flow.dose.unbalanced, (bridge, lost)


def test_what_flows_after_a_lift_off_at_a_turn_is_of_the_new_phase():
    sums = Sums()
    flow = begun(sums, treats=True)
    sums.flow(10)
    sums.turn(0, MINUS)
    assert flow.look(sums, True) == 10 and flow.closed
    sums.flow(20)
    assert flow.look(sums, False) == 20
