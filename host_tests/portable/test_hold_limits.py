"""The held current sample by sample: its steps, and both sides of each bound it is judged by.

Counts of hardware.md: I 0.1815 uA, less the 1.5 uA that flow past the shunt; VB and VT 4.594 mV.
"""

from galva.core.bridge import MINUS, PLUS, SHUNT
from galva.core.calib import Calibration
from galva.core.hold import JACKS_UA, MOST_MS, READINGS, Hold
from galva.core.selftest import EDGES, FAILED, PASSED, PLAIN, RUNNING
from galva.core.session import STOPPED

CAL = Calibration()
RAIL = 3805  # 17.48 V
TICK_MS = 5
NO_LOAD = "nothing at the jacks"
WRONG_LOAD = "not 10 kOhm at the jacks"


class Sample:
    """Port Sense, as much as a hold asks for."""

    def __init__(self, i=0, drop=0, vt=RAIL, lost=False):
        self.i, self.vb, self.vt, self.lost = i, vt - drop, vt, lost


def i_of(ua):
    return max(0, (ua * 1000 - 1500) * 10 // 1815)


def steady(ua, drop_ohm=19_650):
    """What a steady current reads: 10 kOhm and the 9.65 kOhm in its way, 866 Ohm above."""
    return Sample(i_of(ua), ua * drop_ohm // 4594, RAIL - ua * 866 // 4594)


def give(hold, sample, ms):
    """So long a time of one sample; the verdict."""
    for _ in range(ms // TICK_MS):
        hold.add(sample)
    return hold.verdict


def holding(ua=450, minus=False, jacks=False, tick_ms=TICK_MS):
    return Hold(CAL, tick_ms, ua, minus, jacks)


def held(ua=450, jacks=False):
    """A hold at the end of the settling of its current."""
    hold = holding(ua, jacks=jacks)
    walk(hold, "held")
    give(hold, steady(ua), 75)
    assert (hold.verdict, hold.step) == (RUNNING, "held")
    return hold


def walk(hold, step):
    """Good samples until that step begins."""
    while hold.step != step:
        assert give(hold, steady(hold.ua), TICK_MS) == RUNNING, (hold.step, hold.why)


# ---- the steps


def test_each_step_drives_what_it_is_to_drive_for_its_time():
    for jacks, steps in (
        (False, (("zero", 0, PLAIN, 300), ("held", 450, PLAIN, 10_000))),
        (
            True,
            (
                ("zero", 0, PLAIN, 300),
                ("dummy", 10, PLAIN, 300),
                ("dummy", 100, PLAIN, 300),
                ("gate", 0, EDGES, 150),
                ("jacks", 10, EDGES, 300),
                ("jacks", 100, EDGES, 300),
                ("held", 450, EDGES, 10_000),
            ),
        ),
    ):
        for minus in (False, True):
            hold = holding(minus=minus, jacks=jacks)
            for step, ua, line, ms in steps:
                bridge = SHUNT if not ua else MINUS if minus else PLUS
                for passed_ms in range(0, ms, TICK_MS):
                    assert (hold.step, hold.ua, hold.line, hold.bridge) == (step, ua, line, bridge)
                    assert (hold.verdict, hold.left_ms) == (RUNNING, ms - passed_ms)
                    hold.add(steady(ua))
            assert (hold.verdict, hold.why, hold.jacks) == (PASSED, "", jacks)


def test_0_is_held_crowbarred():
    hold = holding(0)
    walk(hold, "held")
    assert hold.bridge == SHUNT
    assert give(hold, Sample(0, 400), 200) == RUNNING  # no load can be judged then


# ---- what ends it


def ends(hold, inside, outside, verdict, why=""):
    """The sample inside goes on; of those outside one is borne, the second in a row ends it."""
    assert give(hold, inside, 50) == RUNNING
    for _ in range(3):
        assert give(hold, outside, TICK_MS) == RUNNING
        assert give(hold, inside, TICK_MS) == RUNNING
    assert give(hold, outside, TICK_MS) == RUNNING
    assert give(hold, outside, TICK_MS) == verdict
    assert hold.why.startswith(why) and bool(why) == bool(hold.why)


def changed(sample, i=None, drop=None, vt=None):
    vt = sample.vt if vt is None else vt
    drop = sample.vt - sample.vb if drop is None else drop
    return Sample(sample.i if i is None else i, drop, vt)


def test_the_current_is_within_12_5_percent_and_10_microampere():
    """383.75..516.25 uA of 450; 77.5..122.5 of 100; -10..10 of 0, which no count is below."""
    for ua, least, most in ((450, 2106, 2836), (100, 418, 666), (0, None, 46)):
        for jacks in (False, True):
            for edge, beyond in ((least, -1), (most, 1)):
                if edge is not None:
                    good = steady(ua)
                    inside, outside = changed(good, edge), changed(good, edge + beyond)
                    ends(held(ua, jacks), inside, outside, FAILED)


def test_with_nothing_drawn_there_is_no_current():
    good = steady(0)
    hold = holding()
    give(hold, good, 75)
    ends(hold, changed(good, 46), changed(good, 47), FAILED)


def test_each_current_at_the_jacks_is_judged_as_itself():
    for at, step, ua, least, most in ((1, "dummy", 10, 0, 108), (2, "dummy", 100, 418, 666)):
        for edge, beyond in ((least, -1), (most, 1)):
            if edge:
                hold = holding(jacks=True)
                give(hold, steady(0), 300)
                if at == 2:
                    give(hold, steady(10), 300)
                give(hold, steady(ua), 75)
                assert (hold.step, hold.ua) == (step, ua)
                good = steady(ua)
                ends(hold, changed(good, edge), changed(good, edge + beyond), FAILED)


def test_the_rail_falls_by_866_ohm_and_may_be_1_v_less_and_600_mv_more():
    """450 uA: 405 mV of RLIM and its bias are 88 counts; 217 counts less, 130 more."""
    for ua, fall in ((450, 88), (102, 22), (100, 22)):
        for edge, beyond in ((RAIL - fall - 217, -1), (RAIL - fall + 130, 1)):
            for jacks in (False, True):
                good = steady(ua)
                inside, outside = [changed(good, None, None, edge + k) for k in (0, beyond)]
                ends(held(ua, jacks), inside, outside, FAILED)


def test_with_nothing_drawn_the_rail_is_not_judged_before_the_end():
    hold = holding()
    give(hold, steady(0), 75)
    assert give(hold, Sample(vt=100), 25) == RUNNING
    assert give(hold, steady(0), 200) == RUNNING and hold.step == "held"


def test_the_load_is_10_kohm_within_an_eighth_and_100_mv():
    """450 uA over 19.65 kOhm: 8.842 V; 7.637..10.047 V. At the jacks it is no fault."""
    for ua, least, most in ((450, 1662, 2186), (100, 352, 502)):
        for edge, beyond in ((least, -1), (most, 1)):
            good = steady(ua)
            inside, outside = changed(good, None, edge), changed(good, None, edge + beyond)
            ends(held(ua), inside, outside, FAILED)
            ends(held(ua, True), inside, outside, PASSED, WRONG_LOAD)


def test_the_load_counts_from_the_zero_of_the_crowbar():
    """A zero of 100 counts; the dummy's 1925 are then 2025, and at most 2186 + 100."""
    hold = holding()
    give(hold, Sample(0, 100), 300)
    good = steady(450)
    give(hold, changed(good, None, 2025), 75)
    ends(hold, changed(good, None, 2286), changed(good, None, 2287), FAILED)
    hold = holding()
    give(hold, Sample(0, 100), 300)
    give(hold, changed(good, None, 2025), 75)
    ends(hold, changed(good, None, 1762), changed(good, None, 1761), FAILED)


def test_a_wrong_current_is_a_fault_of_the_device_whatever_the_load():
    hold = held(jacks=True)
    give(hold, Sample(0, 0, 0), 2 * TICK_MS)
    assert (hold.verdict, hold.why) == (FAILED, "")


def test_while_a_step_settles_for_75_ms_nothing_is_judged():
    for step in ("zero", "held"):
        for ms, verdict in ((75, RUNNING), (80, RUNNING), (85, FAILED)):
            hold = holding()
            walk(hold, step)
            assert give(hold, changed(steady(hold.ua), 4000), ms) == verdict, (step, ms)


def test_a_lost_load_ends_it_at_once():
    for jacks, verdict, why in ((False, FAILED, ""), (True, PASSED, NO_LOAD)):
        hold = holding(jacks=jacks)
        walk(hold, "held")
        hold.add(Sample(lost=True))
        assert hold.verdict == verdict and hold.why.startswith(why) and bool(hold.why) == bool(why)
        told, left_ms = hold.why, hold.left_ms
        assert give(hold, Sample(4000, 0, 0), 50) == verdict  # and it stays so
        assert (hold.why, hold.left_ms) == (told, left_ms)
    hold = holding(jacks=True)
    walk(hold, "dummy")
    hold.add(Sample(lost=True))
    assert (hold.verdict, hold.why) == (FAILED, "")  # the gate is open still


def test_two_samples_outside_count_in_one_step_alone():
    hold = holding()
    give(hold, steady(0), 295)
    assert hold.step == "zero"
    hold.add(changed(steady(0), 4000))  # the last of the zero, and the first of the next
    assert hold.step == "held"
    give(hold, steady(450), 75)
    assert give(hold, changed(steady(450), 4000), TICK_MS) == RUNNING
    assert give(hold, changed(steady(450), 4000), TICK_MS) == FAILED


# ---- rail and crowbar


def test_the_rail_is_that_of_the_first_step_of_the_self_test():
    """16.6..18.3 V."""
    for vt, verdict in ((3614, RUNNING), (3613, FAILED), (3983, RUNNING), (3984, FAILED)):
        assert give(holding(), Sample(vt=vt), 300) == verdict, vt


def test_the_crowbar_leaves_600_mv_at_most():
    for drop, verdict in ((130, RUNNING), (131, FAILED), (-130, RUNNING), (-131, FAILED)):
        hold = holding()
        assert give(hold, Sample(0, drop), 300) == verdict, drop


def test_rail_and_zero_are_means_of_the_last_40_samples_of_their_step():
    """20 ms each; in the 41st last anything goes. 40 samples are 200 ms, and 300 - 75 are read."""
    for ms, verdict in ((100, RUNNING), (105, FAILED)):
        hold = holding()
        give(hold, Sample(0, 130), ms - TICK_MS)
        give(hold, Sample(0, 130 + 40), TICK_MS)
        assert give(hold, Sample(0, 130), 300 - ms) == verdict, ms
    hold = holding()  # 130.975 counts are 130
    give(hold, Sample(0, 131), 295)
    assert give(hold, Sample(0, 130), TICK_MS) == RUNNING
    for ms, verdict in ((100, RUNNING), (105, FAILED)):
        hold = holding()
        give(hold, Sample(vt=3614), ms - TICK_MS)
        give(hold, Sample(vt=3614 - 40), TICK_MS)
        assert give(hold, Sample(vt=3614), 300 - ms) == verdict, ms


# ---- the resistor at the jacks


def at_the_jacks(more_10, more_100):
    """10 kOhm at the jacks; one sample of each current reads so many counts more."""
    hold = holding(jacks=True)
    walk(hold, "jacks")
    for ua, more in ((10, more_10), (100, more_100)):
        good = steady(ua)
        give(hold, good, 100)
        give(hold, changed(good, None, good.vt - good.vb + more), TICK_MS)
        give(hold, good, 195)
    return hold


def test_the_resistor_is_the_dummy_within_15_mv_at_10_and_40_mv_at_100_microampere():
    """1.5 and 0.4 kOhm: 40 samples of 15 mV are 130 counts, of 40 mV 348."""
    for sign in (1, -1):
        for counts_10, counts_100, well in ((130, 348, True), (131, 0, False), (0, 349, False)):
            hold = at_the_jacks(sign * counts_10, sign * counts_100)
            if well:
                assert (hold.verdict, hold.step) == (RUNNING, "held")
            else:
                assert hold.verdict == PASSED and hold.why.startswith(WRONG_LOAD)


# ---- readings


def test_it_lasts_10_s_of_450_microampere_at_most_in_readings_of_32():
    assert (MOST_MS, JACKS_UA, READINGS) == (10_000, 450, 32)


def test_readings_are_sums_of_32_settled_samples_and_counted():
    hold = held()
    good = steady(450)
    assert (hold.seq, hold.i, hold.vb, hold.vt) == (0, 0, 0, 0)
    for seq in (1, 2):
        give(hold, good, 31 * TICK_MS)
        assert hold.seq == seq - 1
        hold.add(changed(good, good.i + 3 * seq))
        assert hold.seq == seq
        assert (hold.i, hold.vb, hold.vt) == (32 * good.i + 3 * seq, 32 * good.vb, 32 * good.vt)


def test_it_is_watched_and_no_session_follows_it():
    hold = holding()
    assert hold.alone and hold.whole and hold.watched and hold.ends == STOPPED
    assert "RLIM" in hold.part
