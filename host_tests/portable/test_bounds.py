"""What no sample may pass, and what a hold, a gel, a routine and a table say at their ends."""

from galva.core import afe_b, bounds, course, faults, gel, selftest
from galva.core.board import Board
from galva.core.bounds import Bounds
from galva.core.calib import Calibration, nominal_record
from galva.core.engine import TICK_MS, Engine
from galva.core.hold import Hold
from galva.core.routine import FINISHED, ROUTINES
from galva.core.session import IDLE

from bench import OPEN_OHM, Bench, board

CAL = Calibration()


def test_the_bounds_of_a_sample_in_counts():
    found = Bounds(CAL)
    assert found.i_most == CAL.i_counts(620_000)
    assert found.vb_least == CAL.counts(1000) and found.drop_most == CAL.counts(16_400)
    assert found.stored_base == CAL.counts(60)
    for ua in (50, 100, 400):
        span = CAL.span(ua)
        fixed = CAL.counts(ua * 9650 // 1000)
        assert abs((span * found.drop_q16 >> 16) - fixed) <= 1 + fixed // 100, ua
        stored = CAL.counts(ua * 11)
        assert abs((span * found.stored_q16 >> 16) - stored) <= 1 + stored // 100, ua


def test_the_code_limit_is_off_in_one_line_alone():
    found = Bounds(CAL)
    for line in (selftest.PLAIN, selftest.STATIC, selftest.EDGES, selftest.NO_RAIL):
        assert found.code_most_in(line) == CAL.code_limit < 4095
    assert found.code_most_in(selftest.FULL) == 4095
    for line in (selftest.PLAIN, selftest.STATIC, selftest.EDGES):
        assert found.i_most_in(line) == CAL.i_counts(620_000)
    for line in (selftest.FULL, selftest.NO_RAIL):
        assert found.i_most_in(line) > 4095


def test_the_rail_may_fall_by_the_largest_current_and_a_volt():
    found = Bounds(CAL)
    for rail in (3600, 3805):
        assert found.vt_least(rail) == rail - CAL.counts(620 * bounds.RLIM_UV // 1000 + 1000)


def test_a_rule_that_is_none_is_told():
    try:
        faults.in_a_row(1 << 25)
    except KeyError:
        return
    raise AssertionError("no KeyError")


def test_where_no_skin_is_nothing_is_said_of_the_gel():
    found = gel.Gel(900_000)
    for _ in range(100):
        found.look(900_000, 32)
    assert found.state == gel.WET
    for _ in range(100):
        found.look(899_999, 32)
    assert found.state == gel.DRY


def test_after_its_end_a_routine_is_finished():
    for routine in ROUTINES:
        for s in (routine.total_s, routine.total_s + 1):
            assert routine.cue_after(s) == (routine.total_s, FINISHED)


class Sample:
    """Port Sense, as much as a hold asks for."""

    def __init__(self, i=0, vb=0, vt=0, lost=False):
        self.i, self.vb, self.vt, self.lost = i, vb, vt, lost


def test_a_hold_counts_its_step_down_and_ends_once():
    hold = Hold(CAL, TICK_MS, 100, False, False)
    assert hold.left_ms == 300
    hold.add(Sample(vb=3805, vt=3805))
    assert hold.left_ms == 300 - TICK_MS
    assert hold.add(Sample(lost=True)) == selftest.FAILED  # of the dummy: a fault of the device
    left_ms = hold.left_ms
    assert hold.add(Sample(vb=3805, vt=3805)) == selftest.FAILED and hold.left_ms == left_ms
    assert hold.why == ""


def test_a_hold_without_a_rail_fails():
    for vb, vt in ((0, 0), (3000, 3805)):
        hold = Hold(CAL, TICK_MS, 100, False, False)
        while hold.left_ms > TICK_MS:
            assert hold.add(Sample(0, vb, vt)) == selftest.RUNNING
        assert hold.add(Sample(0, vb, vt)) == selftest.FAILED


def test_a_hold_of_front_end_b_wants_a_block_of_8_to_9_9_v():
    for vt, well in ((1742, True), (1741, False), (2155, True), (2156, False)):
        hold = Hold(Calibration(None, afe_b), TICK_MS, 100, False, False)
        while hold.step == "zero" and not hold.verdict:
            hold.add(Sample(0, vt, vt))
        assert (hold.verdict == selftest.RUNNING) == well, vt


def test_front_end_b_follows_its_battery_in_its_reference_too():
    one = Board("test", "rp2040", "B", board().pins)
    bench = Bench(OPEN_OHM, one)
    bench.ask(course.TEST)
    bench.until(IDLE)
    record = nominal_record(afe_b)
    record["reference"] = list(bench.course.self_test.readings)
    for less_mv, passes in ((0, True), (400, True), (4000, False)):
        bench = Bench(OPEN_OHM, one)
        bench._rail_mv -= less_mv
        bench.engine = Engine(bench, bench, Calibration(record, one.afe), one)
        bench.course = bench.engine.course
        bench.ask(course.TEST)
        bench.run(4000 // TICK_MS)
        assert (bench.engine.faults == 0) == passes, less_mv
