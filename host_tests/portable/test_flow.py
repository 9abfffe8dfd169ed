"""Charge, treated time and repayment, out of running sums."""

from galva.core.balance import trim
from galva.core.calib import Calibration
from galva.core.flow import WINDOW_MS, Flow
from galva.core.window import Window
from test_engine import running

from bench import Bench

WRAP = 1 << 28


class Sums:
    """Port Sense, by hand."""

    def __init__(self):
        self.sample_ms = 1
        self.bridge = 6
        self.half = 0
        self.plus = [WRAP - 3, WRAP - 1000, 17, 17]  # the sums may stand anywhere
        self.minus = [WRAP - 3, WRAP - 1000, 17, 17]

    def flow(self, n, ua, ohm=5000):
        """n samples of ua through ohm in the present polarity."""
        drop = ua * (ohm + 9650) // 4594
        vt = 3700
        i = Calibration().i_counts(ua * 1000)
        sums = self.plus if self.bridge == 6 else self.minus
        for k, value in enumerate((1, i, vt - drop, vt)):
            sums[k] = (sums[k] + n * value) % WRAP


def test_a_window_is_the_difference_across_the_wrap():
    window = Window()
    window.take([WRAP - 1, WRAP - 100, 5, 6])
    assert window.pending(2) == 3
    window.take([2, 50, 15, 26])
    assert (window.n, window.i, window.vb, window.vt) == (3, 150, 10, 20)


def phases(flow, sums, plus_ua, minus_ua, periods, phase_ms=50):
    """Whole biphasic periods in ticks of 5 ms; treated ms."""
    ms = 0
    for _ in range(periods):
        for half in (0, 1):
            sums.half = half
            sums.bridge = 5 if half else 6
            for _ in range(phase_ms // 5):
                sums.flow(5, minus_ua if half else plus_ua)
                ms += flow.look(sums, False)
    return ms


def test_what_flowed_before_the_first_look_counts_for_nothing():
    flow, sums = Flow(Calibration()), Sums()
    sums.flow(1000, 300)
    assert flow.look(sums, False) == 0
    sums.flow(WINDOW_MS, 100)
    assert flow.look(sums, False) == WINDOW_MS
    assert abs(flow.measured_na - 100_000) < 500 and flow.dose.absolute_uc in (1, 2)


def test_every_sample_is_counted_once():
    flow, sums = Flow(Calibration()), Sums()
    flow.look(sums, False)
    assert abs(phases(flow, sums, 200, 200, 20) - 2000) <= WINDOW_MS + 5
    assert abs(flow.dose.absolute_uc - 400) <= 8
    assert abs(flow.dose.net_uc) <= 5  # the last window is open
    assert abs(flow.contact.ohm - 5000) < 300 and not flow.gone


def test_a_balanced_output_is_left_alone_and_an_unbalanced_one_repaid():
    flow, sums = Flow(Calibration()), Sums()
    flow.look(sums, False)
    flow.treat(True)
    phases(flow, sums, 200, 200, 100)
    assert flow.trim == 0
    phases(flow, sums, 200, 198, 50)  # 1 uA mean
    assert flow.trim < 0
    owed_uc = flow.dose.net_uc
    phases(flow, sums, 198, 200, 40)
    assert flow.dose.net_uc < owed_uc


def test_what_a_lift_off_cut_in_two_is_not_repaid():
    flow, sums = Flow(Calibration()), Sums()
    flow.look(sums, False)
    flow.treat(True)
    sums.flow(40, 400)
    flow.look(sums, True)
    assert flow.gone and flow.dose.net_uc >= 15
    flow.forget()
    flow.look(sums, False)
    flow.treat(True)
    phases(flow, sums, 200, 200, 4)
    assert flow.trim == 0


def test_trim_has_a_dead_zone_a_sign_and_an_end():
    owed = (0, 999_999, -999_999, 1_000_000, -1_000_000, 30_900_000)
    assert [trim(pc) for pc in owed] == [0, 0, 0, -1, 1, -30]
    assert trim(1_000_000_000) == -60 and trim(-1_000_000_000) == 60


def mean_na(bench, ms):
    """Mean current through the skin in nA over ms, sample by sample."""
    total = [0]

    def add():
        total[0] += bench.skin_na()

    bench.on_sample = add
    bench.run(ms // 5)
    bench.on_sample = None
    return total[0] // ms


def test_the_loop_takes_a_leak_on_one_polarity_back():
    for mode in (0, 1):
        bench = running(mode, level=5)
        bench.leak_ua = 3  # the negative phase lacks 3 uA: 1.5 uA mean without the loop
        bench.run(40_000 // 5)
        assert abs(mean_na(bench, 10_000)) <= 1000
        assert bench.course.flow.trim < 0 and bench.engine.faults == 0


def test_without_a_leak_the_codes_stay_equal():
    bench = running(0)
    bench.run(20_000 // 5)
    assert bench.course.flow.trim == 0


def test_infuse_is_not_repaid():
    bench = running(2, level=10)
    bench.run(20_000 // 5)
    assert bench.course.dose.net_uc > 2000 and bench.course.flow.trim == 0


def test_a_mean_of_ten_microampere_trips():
    bench = running(0, level=10)
    bench.leak_ua = 45
    bench.run(20_000 // 5)
    assert bench.engine.faults


def test_dose_goes_on_through_a_pause():
    bench = Bench(5000)
    bench = running(2, level=10)
    bench.run(5000 // 5)
    before_uc = bench.course.dose.absolute_uc
    bench.ohm = 100_000_000
    bench.run(200)
    assert bench.course.state == 5  # HOLD
    bench.ohm = 5000
    bench.until(4)
    assert bench.course.dose.absolute_uc >= before_uc
