"""The self-test of both front ends: its steps, and both sides of each edge of each window.

Steps, currents and the readings of a good board are hardware.md's (section 6); the windows are
what the worst of 1500 simulated builds needs (tools/builds): about 8 %, and the offsets at small
currents. A reading is the sum of a step's eight last samples: so each mV and each uA can be met.
"""

from galva.core import afe_a, afe_b
from galva.core.bridge import BOTH_HIGH, BOTH_LOW, MINUS, PLUS, SHUNT
from galva.core.calib import Calibration, as_record
from galva.core.limits import ConfigError
from galva.core.selftest import (
    EDGES,
    FAILED,
    FULL,
    NO_RAIL,
    PASSED,
    PLAIN,
    RUNNING,
    STATIC,
    SelfTest,
)

from support import Reading

N = 8  # samples at the end of a step
UV = 4594  # a count of VB or VT: 3.3 V / 4096 * 5.7
VB_PA = 403  # 4.594 mV / 11.4 MOhm
TICK_MS = 12  # a step of 100 ms has then just N samples
MOST_COUNTS = 4095

# (step, bridge, uA, ms, line, I least, most uA, VT - VB least, most mV, VT least, most mV)
STEPS_A = (
    ("S0", SHUNT, 0, 100, PLAIN, 0, 8, -600, 600, 16_600, 18_300),
    ("S1", SHUNT, 300, 100, PLAIN, 280, 325, -100, 180, 16_000, 18_000),
    ("S2", PLUS, 0, 100, PLAIN, 0, 8, -60, 120, 16_600, 18_300),
    ("S3", PLUS, 20, 100, PLAIN, 13, 27, 330, 460, 16_500, 18_300),
    ("S3", PLUS, 100, 100, PLAIN, 91, 110, 1800, 2130, 16_300, 18_300),
    ("S4", MINUS, 100, 100, PLAIN, 91, 110, 1800, 2130, 16_300, 18_300),
    ("S5", BOTH_LOW, 20, 100, PLAIN, 4, 18, 16_000, 18_300, 16_600, 18_300),
    ("S6", BOTH_HIGH, 20, 100, PLAIN, 4, 18, 16_000, 18_300, 16_600, 18_300),
    ("S9", SHUNT, 0, 300, PLAIN, 0, 8, -60, 60, 16_600, 18_300),
    ("G1", PLUS, 10, 400, STATIC, 3, 18, 130, 280, 16_500, 18_300),
    ("G2", PLUS, 10, 400, EDGES, 0, 18, -60, 18_300, 16_400, 18_300),
    ("G3", PLUS, 10, 400, PLAIN, 3, 18, 130, 280, 16_500, 18_300),
    ("S8", MINUS, 450, 100, PLAIN, 414, 486, 8100, 9600, 16_000, 18_000),
    ("S7", PLUS, 760, 100, FULL, 540, 690, 10_200, 14_000, 12_000, 15_400),
    ("S10", SHUNT, 0, 400, NO_RAIL, -3, 8, -700, 700, -100, 400),
)
# VT of all but S0: what it has more than in S0
STEPS_B = (
    ("S0", SHUNT, 0, 100, PLAIN, 0, 8, -300, 300, 8000, 9900),
    ("S1", SHUNT, 300, 100, PLAIN, 280, 325, -100, 180, -350, -180),
    ("S2", PLUS, 0, 100, PLAIN, 0, 8, -60, 120, -80, 40),
    ("S3", PLUS, 20, 100, PLAIN, 13, 27, 330, 460, -100, 40),
    ("S3", PLUS, 100, 100, PLAIN, 91, 110, 1800, 2130, -170, -20),
    ("S4", MINUS, 100, 100, PLAIN, 91, 110, 1800, 2130, -170, -20),
    ("S5", BOTH_LOW, 20, 100, PLAIN, 4, 18, 7400, 10_000, -80, 40),
    ("S6", BOTH_HIGH, 20, 100, PLAIN, 4, 18, 7400, 10_000, -80, 40),
    ("S9", SHUNT, 0, 300, PLAIN, 0, 8, -60, 60, -60, 60),
    ("G1", PLUS, 10, 400, STATIC, 3, 18, 130, 280, -90, 40),
    ("G2", PLUS, 10, 400, EDGES, 0, 18, -60, 10_000, -110, 40),
    ("G3", PLUS, 10, 400, PLAIN, 3, 18, 130, 280, -90, 40),
    ("S8", MINUS, 300, 100, PLAIN, 276, 324, 5400, 6400, -350, -180),
)
NOT_HELD = ("G1", "G2", "G3", "S7", "S10")  # to a reference
# (front end, steps, those not held, half nA per count of I, the least nA at count 0, VT - VB and
# VT in counts with nothing drawn): currents below 0 can be read too
FRONTS = (
    (afe_a, STEPS_A, NOT_HELD, 363, -6000, -100, 3798),
    (afe_b, STEPS_B, NOT_HELD + ("S5", "S6"), 360, -5000, -50, 2133),
)
CURRENT, VB, VT = range(3)


def ceiling(a, b):
    return -(-a // b)


class Board:
    """A front end in figures: turns uA and mV into sums of N counts."""

    def __init__(self, front):
        self.afe, self.steps, self.not_held, *figures = front
        self.half_na, self.zero_na, self.zero, self.rail = figures
        self.reference = []

    def cal(self):
        values = [(row[2] + row[3]) // 2 for row in self.afe.FIELDS]
        record = as_record(self.afe, values[:2] + [self.half_na * 500, self.zero_na])
        record["reference"] = self.reference
        return Calibration(record, self.afe)

    def i(self, na, vb):
        """The least sum of I that is na * N or more, where VB is that sum."""
        return ceiling((na * N - N * self.zero_na - vb * VB_PA // 1000) * 2, self.half_na)

    def sums(self, at, i_na, drop, vt):
        """Of a step: least sums of VT - VB and VT beyond zero and rail."""
        if at:
            drop += N * self.zero
        if at and self.afe is afe_b:
            vt += N * self.rail
        return (self.i(i_na, vt - drop), vt - drop, vt)

    def within(self, at):
        """(I in nA, VT - VB and VT as sums) well inside the windows of a step."""
        step, *_, i_least, i_most, drop_least, drop_most, vt_least, vt_most = self.steps[at]
        part = 4 if step in ("S5", "S6") else 2  # VB is near 0 V there
        drop = counts(drop_least + (drop_most - drop_least) // part)
        vt = counts((vt_least + vt_most) // 2)
        if step == "S0":
            drop, vt = N * self.zero, N * self.rail
        elif step == "S9":
            drop = 0
        return (i_least + i_most) * 500, drop, vt

    def walk(self, changed=None, cal=None):
        """A self-test to the end of its last changed step; changed: step's number -> sums."""
        test = SelfTest(cal or self.cal(), TICK_MS)
        test.start(True, True)
        sense = Reading()
        for at in range(1 + max(changed) if changed else len(self.steps)):
            sums = changed.get(at) if changed else None
            sums = sums or self.sums(at, *self.within(at))
            feed(test, sense, self.steps[at][3] // TICK_MS, sums)
            if test.verdict == FAILED:
                break
        return test


def counts(mv):
    """The least sum of N counts that reads as mv or more."""
    return ceiling(mv * N * 1000, UV)


def board_zero(reading):
    """VT - VB of a reading in counts."""
    return reading[VT] - reading[VB]


def feed(test, sense, ticks, sums):
    """So many samples, N of them with these sums of I, VB, VT."""
    i, vb, vt = sums
    for k in range(ticks):
        test.add(sense.take((i + k % N) // N, (vb + k % N) // N, (vt + k % N) // N))


def stands(board, at, inside, outside, before=None, cal=None):
    """The step is passed with the sums inside and failed with those outside."""
    changed = {at - 2: before} if before else {}
    for sums, well in ((inside, True), (outside, False)):
        assert 0 <= min(sums) <= max(sums) <= N * MOST_COUNTS, (board.steps[at][0], sums)
        changed[at] = sums
        test = board.walk(changed, cal)
        told = (board.afe.__name__, at, board.steps[at], sums, test.step)
        assert (test.verdict != FAILED) == well, told
        assert well or (test.step, test.part != "") == (board.steps[at][0], True), told


# ---- the steps


def test_each_step_drives_what_it_is_to_drive_for_its_time():
    for front in FRONTS:
        board = Board(front)
        test = SelfTest(board.cal(), 5)
        test.start(True, True)
        sense = Reading()
        for at, row in enumerate(board.steps):
            for _ in range(row[3] // 5):
                assert test.verdict == RUNNING
                assert (test.step, test.bridge, test.ua, test.line) == row[:3] + row[4:5]
                feed(test, sense, 1, [each // N * N for each in board.sums(at, *board.within(at))])
        assert test.verdict == PASSED and test.proven


def test_the_readings_of_the_simulated_board_pass():
    """I, VB, VT of hardware.md's table; its dummy is 10 kOhm, and 9.65 kOhm are in its way."""
    board = Board(FRONTS[0])
    board.zero = 0
    seen = (
        (1, 17_480, 17_480),
        (300, 17_150, 17_190),
        (1, 17_450, 17_480),
        (20, 17_070, 17_460),
        (100, 15_390, 17_380),
        (100, 15_390, 17_380),
        (12, 40, 17_480),
        (12, 40, 17_480),
        (1, 17_480, 17_480),
        (10, 17_270, 17_470),
        (10, 40, 17_480),  # nothing at the jacks
        (10, 17_270, 17_470),
        (450, 8200, 17_050),
        (609, 1700, 13_700),
        (1, 0, 0),
    )
    changed = {}
    for at, (ua, vb, vt) in enumerate(seen):
        changed[at] = (board.i(ua * 1000, counts(vb)), counts(vb), counts(vt))
    assert board.walk(changed).verdict == PASSED


# ---- windows


def test_the_current_of_each_step_has_both_its_edges():
    for front in FRONTS:
        board = Board(front)
        for at, row in enumerate(board.steps):
            _i, drop, vt = board.within(at)
            least, beyond = board.sums(at, row[5] * 1000, drop, vt), row[6] * 1000 + 1000
            stands(board, at, least, (least[CURRENT] - 1,) + least[1:])
            most = board.sums(at, beyond, drop, vt)
            stands(board, at, (most[CURRENT] - 1,) + most[1:], most)


def test_the_voltage_over_the_load_has_both_its_edges():
    for front in FRONTS:
        board = Board(front)
        for at, row in enumerate(board.steps):
            i_na, _drop, vt = board.within(at)
            least, most = counts(row[7]), counts(row[8] + 1) - 1
            for inside, outside, of in ((least, least - 1, vt), (most, most + 1, counts(row[10]))):
                before = None
                if row[0] == "G3":  # the same as in G1, or the relay were stuck
                    before = board.sums(at - 2, i_na, inside, board.within(at - 2)[2])
                sums = [board.sums(at, i_na, drop, of) for drop in (inside, outside)]
                stands(board, at, sums[0], sums[1], before)


def test_the_rail_of_each_step_has_both_its_edges():
    for front in FRONTS:
        board = Board(front)
        for at, row in enumerate(board.steps):
            i_na, drop, _vt = board.within(at)
            least, most = counts(row[9]), counts(row[10] + 1) - 1
            if row[0] != "S10":  # no reading is below 0 V
                inside = board.sums(at, i_na, drop, least)
                stands(board, at, inside, board.sums(at, i_na, drop, least - 1))
            inside = board.sums(at, i_na, drop, most)
            stands(board, at, inside, board.sums(at, i_na, drop, most + 1))


# ---- what is averaged


def other(sense, test, by, left, of, sums):
    """A step of `of` samples with these sums; the one with `left` after it has VB `by` lower."""
    for k in range(of):
        vb = sums[VB] - (by if of - 1 - k == left else 0)
        test.add(sense.take(sums[CURRENT], vb, sums[VT]))


def at_tick_of_1_ms(upto):
    """A, its self-test at the beginning of a step, and counts that fit each step."""
    board = Board(FRONTS[0])
    test = SelfTest(board.cal(), 1)
    test.start(True, True)
    sense = Reading()
    fitting = []
    for at in range(len(board.steps)):
        fitting.append([each // N for each in board.sums(at, *board.within(at))])
    for row, one in zip(board.steps[:upto], fitting):
        other(sense, test, 0, 0, row[3], one)
    assert test.verdict == RUNNING and test.step == board.steps[upto][0]
    return test, sense, fitting


def test_a_step_is_judged_by_its_last_eight_samples():
    for left, passes in ((8, True), (7, False), (0, False)):
        test, sense, fitting = at_tick_of_1_ms(3)
        other(sense, test, 2000, left, 100, fitting[3])
        assert (test.verdict == RUNNING) == passes, left


def test_what_is_kept_of_a_step_is_the_mean_of_its_last_eight_samples():
    test, sense, fitting = at_tick_of_1_ms(2)
    other(sense, test, 16, 3, 100, fitting[2])
    assert list(test.readings[6:9]) == [fitting[2][CURRENT], fitting[2][VB] - 2, fitting[2][VT]]


def test_the_zero_is_the_mean_of_the_last_40_samples_in_sixteenths():
    for left, by, more_q4, more in (
        (40, 40, 0, 0),
        (39, 40, 16, 1),
        (0, 20, 8, 1),
        (0, 19, 7, 0),
        (39, -20, -8, 0),
        (39, -21, -9, -1),
    ):
        test, sense, fitting = at_tick_of_1_ms(8)
        zero = board_zero(fitting[8])
        assert (test.zero_q4, test.zero_counts) == (zero * 16, zero)
        other(sense, test, by, left, 300, fitting[8])
        assert test.step == "G1"
        assert (test.zero_q4, test.zero_counts) == (zero * 16 + more_q4, zero + more), (left, by)


def test_a_short_step_gives_its_zero_of_its_second_half():
    for left, more_q4 in ((10, 0), (9, 64), (8, 64)):
        board = Board(FRONTS[0])
        test = SelfTest(board.cal(), 5)
        test.start(True, True)
        fitting = [each // N for each in board.sums(0, *board.within(0))]
        other(Reading(), test, 40, left, 20, fitting)
        assert test.step == "S1"
        assert test.zero_q4 == board_zero(fitting) * 16 + more_q4, left
        assert (test.i_counts, test.rail_counts) == (fitting[CURRENT], fitting[VT])


# ---- the relay


def test_the_relay_is_judged_by_the_last_250_ms_of_a_step():
    for at, step in ((9, "G1"), (11, "G3")):
        for left, same in ((250, True), (249, False), (8, False)):
            test, sense, fitting = at_tick_of_1_ms(9)
            for k, row in enumerate(STEPS_A[9:12]):
                by = 2000 if 9 + k == at else 0
                other(sense, test, by, left, row[3], fitting[9 + k])
                if test.verdict == FAILED:
                    break
            assert (test.verdict == RUNNING) == same, (step, left)
            assert test.step == ("S8" if same else "G3")


def test_5_mv_are_another_load_than_the_dummy():
    """4.9 mV at 10 uA are 0.5 kOhm; one sample of 250 is another by so many counts."""
    for by, same in ((0, True), (281, True), (282, False), (-265, True), (-266, False)):
        for step in ("G2", "G3"):
            test, sense, fitting = at_tick_of_1_ms(9)
            if step == "G2":
                fitting[10] = fitting[9]
            for k, one in enumerate(fitting[9:12]):
                changed = by if STEPS_A[9 + k][0] == step else 0
                other(sense, test, changed, 100, 400, one)
                if test.step == step and test.verdict == FAILED:
                    break
            stuck = same if step == "G2" else not same
            assert (test.verdict == FAILED) == stuck, (step, by)
            assert not stuck or (test.step == step and "K1" in test.part)


def frozen(test, sense, ticks, sums):
    """So many samples that the running sums of PLUS know nothing of."""
    before = sense.plus[:]
    for _ in range(ticks):
        sense.take(*[each // N for each in sums])
        sense.plus[:] = before
        test.add(sense)


def test_s8_is_not_asked_about_the_relay():
    """Dividers whose zero makes the dummy at 10 uA read as nothing, as does a step of MINUS."""
    board = Board(FRONTS[0])
    board.zero = -45
    test = SelfTest(board.cal(), TICK_MS)
    test.start(True, True)
    sense = Reading()
    for at, row in enumerate(board.steps[:13]):
        step = frozen if row[1] == MINUS else feed
        step(test, sense, row[3] // TICK_MS, board.sums(at, *board.within(at)))
    assert (test.step, test.verdict) == ("S7", RUNNING)


def test_sums_that_stand_still_are_a_relay_that_does():
    board = Board(FRONTS[0])
    test = SelfTest(board.cal(), TICK_MS)
    test.start(True, True)
    sense = Reading()
    for at, row in enumerate(board.steps[:11]):
        step = frozen if row[0] in ("G1", "G2") else feed
        step(test, sense, row[3] // TICK_MS, board.sums(at, *board.within(at)))
    assert (test.step, test.verdict) == ("G2", FAILED)


# ---- again


def test_a_new_one_knows_nothing():
    for front in FRONTS:
        board = Board(front)
        test = SelfTest(board.cal(), TICK_MS)
        assert list(test.readings) == [0] * 3 * len(board.steps)
        assert not (test.whole or test.gate or test.alone or test.proven)
        assert [test.zero_counts, test.zero_q4, test.rail_counts, test.i_counts] == [0] * 4
        assert (test.step, test.verdict) == ("S0", RUNNING)


def test_it_can_be_walked_again_after_a_failure_and_after_it_has_passed():
    for front in FRONTS:
        board = Board(front)
        test = SelfTest(board.cal(), TICK_MS)
        test.start(True, True)
        sense = Reading()
        feed(test, sense, 8, board.sums(0, *board.within(0)))
        feed(test, sense, 3, (0, 0, 0))
        for whole, gate in ((False, True), (True, False), (True, True)):
            test.start(whole, gate)
            assert (test.step, test.verdict, test.alone) == ("S0", RUNNING, False)
            for at, row in enumerate(board.steps):
                if row[0] == test.step and test.verdict == RUNNING:
                    feed(test, sense, row[3] // TICK_MS, board.sums(at, *board.within(at)))
            assert test.verdict == PASSED and test.proven == (whole and gate)
        test.start(False, False, True)
        feed(test, sense, 8, (0, 0, 0))
        assert test.verdict == FAILED and test.proven and test.alone


# ---- the reference of a board


def referred(front, battery=0):
    """A board that has passed, and its battery now that many counts of VT higher."""
    board = Board(front)
    board.reference = list(board.walk().readings)
    board.rail += battery
    return board


def moved(board, at, vb_mv, vt_mv):
    """Sums of a step that read so many mV more than its reference."""
    i, vb, vt = [counts_of * UV // 1000 for counts_of in board.reference[3 * at : 3 * at + 3]]
    vb, vt = counts(vb + vb_mv), counts(vt + vt_mv)
    return (board.i(board.within(at)[0], vb), vb, vt)


def bounds(board, at):
    """2.5 % + 0.2 V of VB and of VT."""
    vb, vt = [each * UV // 1000 for each in board.reference[3 * at + 1 : 3 * at + 3]]
    return vb * 25 // 1000 + 200, vt * 25 // 1000 + 200


def test_a_reference_holds_the_rail_and_the_sink_within_2_5_percent_and_200_mv():
    board = referred(FRONTS[0])
    cal = board.cal()
    for at, row in enumerate(board.steps):
        if row[0] in board.not_held:
            continue
        vb, vt = bounds(board, at)
        for sign in (1, -1):
            inside = moved(board, at, sign * vb, sign * vt)
            stands(board, at, inside, moved(board, at, sign * vb + sign, sign * vt), None, cal)
            stands(board, at, inside, moved(board, at, sign * vb, sign * vt + sign), None, cal)


def test_a_reference_holds_the_current_within_3_percent_and_4_microampere():
    """Of a reference at the lower end of the step's window, and of one at the upper end."""
    for front in FRONTS:
        for at, row in enumerate(front[1]):
            for end_na, sign in ((row[5] * 1000 + 100, 1), (row[6] * 1000 + 800, -1)):
                board = referred(front)
                if row[0] in board.not_held:
                    continue
                _i, vb, vt = board.reference[3 * at : 3 * at + 3]
                i_ref = board.i(end_na, N * vb) // N + (sign + 1) // 2
                board.reference[3 * at] = i_ref
                na = (i_ref * board.half_na >> 1) + board.zero_na + vb * VB_PA // 1000
                least = board.i(na - na * 30 // 1000 - 4000, N * vb)
                most = board.i(na + na * 30 // 1000 + 4001, N * vb) - 1
                edge = most if sign > 0 else least
                sums = [(each, N * vb, N * vt) for each in (edge, edge + sign)]
                stands(board, at, sums[0], sums[1], None, board.cal())


def test_steps_that_change_with_heat_and_load_are_not_held_to_a_reference():
    for front in FRONTS:
        board = referred(front)
        for at, row in enumerate(board.steps):
            if row[0] in board.not_held:
                i_na, drop, vt = board.within(at)
                far = board.sums(at, i_na + 4500, counts(row[8]), counts(row[10]))
                if row[0] == "G3":
                    far = board.sums(at, i_na + 4500, drop, counts(row[10]))
                assert board.walk({at: far}, board.cal()).verdict != FAILED, row


def test_the_reference_of_a_battery_follows_it():
    """VB of S8 within 2.5 % + 0.2 V of what the reference has, less what the battery has lost."""
    at = len(STEPS_B) - 1
    for battery in (-100, 0, 10):
        board = referred(FRONTS[1], battery)
        cal = board.cal()
        _i, vb_ref, vt_ref = board.reference[3 * at : 3 * at + 3]
        due = (vb_ref + battery) * UV // 1000
        bound = due * 25 // 1000 + 200
        vt = N * (vt_ref + battery)
        for sign in (1, -1):
            edge = [counts(due + sign * each) for each in (bound, bound + 1)]
            sums = [(board.i(300_000, vb), vb, vt) for vb in edge]
            stands(board, at, sums[0], sums[1], None, cal)


def refused(board):
    """The ConfigError's text, "" without one."""
    try:
        board.cal()
    except ConfigError as error:
        return str(error)
    return ""


def test_a_reference_outside_the_window_of_a_step_is_refused_by_its_name():
    """S0: 16.6..18.3 V, and VT - VB -0.6..0.6 V; S3 at 100 uA: VT 16.3 V at least, and so on."""
    for front, edges in zip(
        FRONTS,
        (
            ((0, VT, 3614, -1), (0, VT, 3983, 1), (4, VT, 3549, -1), (12, VT, 3918, 1)),
            ((0, VT, 1742, -1), (0, VT, 2155, 1), (4, VT, 2133 - 37, -1), (4, VT, 2133 - 5, 1)),
        ),
    ):
        for at, channel, edge, beyond in edges:
            board = referred(front)
            by = edge - board.reference[3 * at + channel]
            board.reference[3 * at + VT] += by
            board.reference[3 * at + VB] += by
            if not at and front[0] is afe_b:  # all that follow count from it
                for k in range(3, len(board.reference)):
                    board.reference[k] += by if k % 3 else 0
            assert refused(board) == "", (at, edge)
            board.reference[3 * at + VT] += beyond
            board.reference[3 * at + VB] += beyond
            said = refused(board)
            assert front[1][at][0] + " is outside" in said and "calibrate again" in said


def test_a_reference_of_voltages_counts_from_the_zero_of_its_first_step():
    """S3 at 100 uA: VT - VB of 1.8..2.13 V, beyond the zero of S0; S0's own: -0.6..0.6 V."""
    for front, at, least, most in (
        (FRONTS[0], 4, -100 + 392, -100 + 463),
        (FRONTS[1], 4, -50 + 392, -50 + 463),
        (FRONTS[0], 0, -130, 130),
        (FRONTS[1], 0, -65, 65),
    ):
        for drop, well in ((least, True), (least - 1, False), (most, True), (most + 1, False)):
            board = referred(front)
            zero = board.reference[VT] - board.reference[VB]
            board.reference[3 * at + VB] = board.reference[3 * at + VT] - drop
            if not at:  # the others are from there
                for k in range(3 + VB, len(board.reference), 3):
                    vb = board.reference[k] - drop + zero
                    board.reference[k] = max(0, vb)
                    board.reference[k + 1] += max(0, -vb)
            assert (refused(board) == "") == well, (at, drop)


def test_a_reference_is_not_looked_at_where_it_holds_nothing():
    for front in FRONTS:
        board = referred(front)
        for at, row in enumerate(board.steps):
            if row[0] in board.not_held:
                board.reference[3 * at : 3 * at + 3] = [4095, 0, 0]
        assert refused(board) == ""
