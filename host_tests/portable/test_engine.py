"""The engine on an ideal front end: what reaches the bridge in every state."""

from galva.core import course, faults, session
from galva.core.bridge import SHUNT
from galva.core.engine import TICK_MS
from galva.core.modes import MODES
from galva.core.session import CHECK, FAULT, HOLD, IDLE, RAMP_DOWN, RAMP_UP, RUN, SELF_TEST

from bench import OPEN_OHM, Bench
from support import no_alloc

SKIN = 5000


def running(mode=0, ohm=SKIN, level=3):
    bench = Bench(ohm)
    bench.course.select(MODES[mode])
    for _ in range(level - 1):
        bench.ask(course.LEVEL_UP)
    bench.ask(course.START)
    bench.until(RUN)
    return bench


def test_all_modes_reach_run_and_end_in_off():
    for mode in range(len(MODES)):
        bench = running(mode)
        bench.ask(course.STOP)
        bench.until(IDLE)
        assert (bench.bridge, bench.na, bench.hv, bench.edges) == (SHUNT, 0, False, 0)
        assert bench.engine.faults == 0 and bench.course.ended == session.STOPPED


def test_nothing_above_the_probe_before_the_contact_was_good_for_300_ms():
    bench = Bench(OPEN_OHM)
    bench.ask(course.START)
    bench.until(CHECK)
    bench.run(100)
    bench.ohm = SKIN
    for _ in range(300 // TICK_MS):
        bench.run(1)
        assert abs(bench.skin_ua()) <= 10 and bench.course.state == CHECK


def test_what_the_dummy_answered_is_forgotten_whatever_the_tick():
    """A tick that does not divide the 100 ms of the gate must not make it count as contact."""
    bench = Bench(SKIN)
    bench.course._tick_ms = 7
    bench.ask(course.START)
    bench.until(CHECK)
    ticks = 0
    while bench.course.state == CHECK:
        bench.run(1)
        ticks += 1
    assert ticks >= 100 // 7 + 300 // TICK_MS


def test_no_contact_is_refused_and_nothing_flowed():
    bench = Bench(OPEN_OHM)
    bench.ask(course.START)
    bench.until(CHECK)
    bench.until(IDLE)
    assert bench.course.ended == session.NO_CONTACT
    assert bench.course.dose.absolute_uc == 0


def test_short_and_poor_contact_are_refused():
    for ohm, why in ((0, session.SHORTED), (35_000, session.NO_CONTACT)):
        bench = Bench(ohm)
        bench.ask(course.START)
        bench.until(CHECK)
        bench.until(IDLE)
        assert bench.course.ended == why


def test_a_short_that_noise_hides_at_the_end_is_still_a_short():
    bench = Bench(0)
    bench.ask(course.START)
    bench.until(CHECK)
    bench.run(2000 // TICK_MS)
    bench.ohm = OPEN_OHM  # stands for a window of noise
    bench.until(IDLE)
    assert bench.course.ended == session.SHORTED


def test_lift_off_is_zero_at_the_next_tick_and_comes_back_from_zero():
    bench = running()
    bench.run(140)
    bench.ohm = OPEN_OHM
    bench.run(2)
    assert (bench.bridge, bench.na) == (SHUNT, 0) and bench.course.state == HOLD
    treated_ms = bench.course.plan.treated_ms
    bench.run(400)
    assert bench.course.plan.treated_ms == treated_ms
    bench.ohm = SKIN
    bench.until(RAMP_UP)
    assert bench.na <= 10_000
    ms = 0
    while bench.course.state == RAMP_UP:
        bench.run(1)
        ms += TICK_MS
    assert ms >= 500


def test_lost_for_a_minute_ends_the_session():
    bench = running()
    bench.ohm = OPEN_OHM
    bench.run(60_100 // TICK_MS)
    assert bench.course.state == IDLE and bench.course.ended == session.CONTACT_LOST


def test_time_up_ends_in_ramp_down():
    bench = running(level=1)
    bench.course.plan.treated_ms = MODES[0].session_ms - 5
    bench.until(RAMP_DOWN, 50)
    bench.until(IDLE)
    assert bench.course.ended == session.OVER


def test_an_output_that_does_not_part_is_switched_off_all_the_same():
    for mode in range(len(MODES)):
        bench = running(mode)
        bench.renew = lambda wave, trim: None
        bench.ask(course.STOP)
        bench.course._mode_wave.part = lambda: None  # the crowbar never comes
        most_ms = MODES[mode].ramp_down_ms + 2 * MODES[mode].period_ms + 600
        bench.until(IDLE, most_ms // TICK_MS)
        assert (bench.bridge, bench.hv) == (SHUNT, False)


def test_start_cap_holds_until_the_level_is_raised_in_contact():
    bench = running(level=10)
    assert bench.course.plan.target_ua() == 200
    bench.ask(course.LEVEL_DOWN)
    assert bench.course.plan.target_ua() == 200
    bench.ask(course.LEVEL_UP)
    assert bench.course.plan.target_ua() == 400


def test_wrong_current_trips_and_latches():
    bench = running()
    bench.shunt_error_ua = 40
    bench.run(3)
    assert bench.course.state == FAULT and bench.engine.faults & faults.MISMATCH
    assert (bench.bridge, bench.na, bench.hv) == (SHUNT, 0, False)
    bench.shunt_error_ua = 0
    bench.ask(course.START)
    bench.run(100)
    assert bench.course.state == FAULT
    bench.ask(course.ACKNOWLEDGE)
    assert bench.course.state == SELF_TEST and bench.engine.faults == faults.MISMATCH
    bench.until(IDLE)
    assert bench.engine.faults == 0 and not bench.hv


def test_a_fault_stays_while_the_test_that_is_to_clear_it_fails_or_is_stopped():
    bench = running()
    bench.shunt_error_ua = 40
    bench.run(3)
    for request in (course.ACKNOWLEDGE, course.STOP):
        bench.ask(course.ACKNOWLEDGE)
        bench.run(4)
        bench.ask(request)
        bench.until(FAULT)
        assert bench.engine.faults & faults.MISMATCH and not bench.hv
    bench.ask(course.TEST)
    bench.run(100)
    assert bench.course.state == FAULT


def test_usb_power_is_not_cleared_while_it_is_there():
    bench = running()
    bench.usb = True
    bench.run(1)
    bench.ask(course.ACKNOWLEDGE)
    assert bench.course.state == FAULT and not bench.hv
    bench.usb = False
    bench.ask(course.ACKNOWLEDGE)
    bench.until(IDLE)
    assert bench.engine.faults == 0


def test_the_whole_self_test_at_power_on_and_the_quick_part_after_it():
    bench = Bench(OPEN_OHM)
    steps = []

    def watch():
        test = bench.course.test
        if bench.course.state == SELF_TEST and (not steps or steps[-1] != test.step):
            steps.append(test.step)

    bench.engine.request = course.TEST
    bench.run(600, watch)
    assert bench.course.state == IDLE and bench.engine.faults == 0
    assert steps[-6:] == ["G1", "G2", "G3", "S8", "S7", "S10"]
    del steps[:]
    bench.engine.request = course.START
    bench.run(300, watch)
    assert bench.course.state == CHECK and steps[-1] == "S9"


def test_a_session_before_any_whole_test_runs_it_first():
    bench = Bench(SKIN)
    bench.ask(course.START)
    seen = []
    while bench.course.state == SELF_TEST:
        bench.run(1)
        if bench.course.test.step not in seen:
            seen.append(bench.course.test.step)
    assert "S10" in seen and "G2" in seen and bench.hv and bench.course.state == CHECK


def test_full_scale_only_with_the_gate_open():
    bench = Bench(OPEN_OHM)
    bench.engine.request = course.TEST
    lines = []

    def watch():
        if bench.full:
            lines.append((bench.gated, bench.edges))

    bench.full = False
    bench.run(600, watch)
    assert lines and set(lines) == {(False, 0)}


def test_a_low_battery_refuses_a_session():
    bench = Bench(SKIN)
    bench.battery_mv = 3299
    bench.ask(course.START)
    bench.until(IDLE)
    assert bench.course.ended == session.LOW_BATTERY and bench.course.dose.absolute_uc == 0
    bench.battery_mv = 3300
    bench.ask(course.START)
    bench.until(RUN)


def test_a_battery_that_runs_down_ends_a_session_with_a_ramp():
    bench = running(level=1)
    bench.battery_mv = 3099
    bench.run(990 // TICK_MS)
    bench.battery_mv = 3100
    bench.run(1)
    bench.battery_mv = 3099
    bench.run(995 // TICK_MS)
    assert bench.course.state == RUN
    bench.run(2)
    assert bench.course.state == RAMP_DOWN
    bench.until(IDLE)
    assert bench.course.ended == session.LOW_BATTERY and bench.engine.faults == 0


def test_a_battery_that_runs_down_while_no_current_flows_ends_in_off_too():
    for state in (SELF_TEST, CHECK, HOLD):
        bench = Bench(OPEN_OHM)
        if state == HOLD:
            bench = running()
            bench.ohm = OPEN_OHM
        elif state == SELF_TEST:
            bench.engine.request = course.TEST
        else:
            bench.ask(course.START)
        bench.until(state)
        bench.battery_mv = 3099
        bench.until(IDLE, 201)
        assert bench.course.ended == session.LOW_BATTERY
        assert (bench.bridge, bench.na, bench.hv, bench.gated) == (SHUNT, 0, False, False), state
        assert bench.engine.setpoint_ua == 0


def test_a_stroke_in_the_impedance_ramps_down_and_looks_again():
    bench = running(level=3)
    bench.ohm = 9000
    seen = []

    def watch():
        if bench.course.state == RUN:
            seen.append(abs(bench.na))

    for _ in range(1100 // TICK_MS):
        bench.run(1, watch)
        if bench.course.state == HOLD:
            break
    assert bench.course.state == HOLD and bench.engine.faults == 0
    assert 0 < seen[-3] <= 12_000  # ramped down before
    bench.until(RUN)


def test_a_polarity_that_meets_another_load_trips():
    bench = running(level=3)
    bench.run(40)
    bench.minus_ohm = 9000  # on top: less than a short, more than a skin does
    bench.until(FAULT, 400 // TICK_MS)
    assert bench.engine.faults == faults.ASYMMETRY and not bench.hv


def test_a_polarity_that_is_short_circuited_trips_within_a_period():
    bench = running(level=3)
    bench.run(40)
    bench.minus_ohm = -SKIN - 9650
    bench.until(FAULT, 125 // TICK_MS)
    assert bench.engine.faults & faults.LEG and not bench.hv


def test_a_current_that_nobody_asked_for_trips():
    bench = running()
    bench.ohm = OPEN_OHM
    bench.run(3)
    assert bench.course.state == HOLD and bench.bridge == SHUNT
    bench.shunt_error_ua = 9
    bench.run(3)
    assert bench.engine.faults == faults.LEAK


def test_usb_power_in_a_session_trips():
    bench = running()
    bench.usb = True
    bench.run(1)
    assert bench.engine.faults == faults.USB_POWER and not bench.hv


def test_usb_power_at_start_is_a_bench_session_without_the_gate():
    bench = Bench(OPEN_OHM)
    bench.usb = True
    bench.run(1)
    bench.ask(course.START)
    bench.until(RUN)
    assert bench.edges == 0 and bench.course.bench


def test_a_late_tick_trips():
    bench = running()
    bench.lap_us = 12_001
    bench.run(1)
    assert bench.engine.faults == faults.TICK_LATE


def test_a_dead_application_trips():
    bench = running()
    for _ in range(260 // TICK_MS):
        bench.engine.tick()
    assert bench.engine.faults == faults.APP_DEAD


def test_an_exception_in_the_tick_is_off_latched_and_kept():
    bench = running()

    def broken():
        raise ValueError("bus")

    bench.sample = broken
    bench.engine.on_timer(None)
    assert (bench.bridge, bench.hv) == (SHUNT, False)
    assert bench.engine.faults == faults.TICK_ERROR and "bus" in repr(bench.engine.error)
    bench.engine.on_timer(None)  # and the timer lives on
    assert bench.course.state == FAULT


def test_infuse_turns_round_at_half_time_through_zero():
    bench = running(2, level=10)
    bench.course.plan.treated_ms = MODES[2].session_ms // 2
    seen = []

    def watch():
        ua = bench.skin_ua()
        if not seen or abs(ua - seen[-1]) > 20:
            seen.append(ua)

    bench.run(10_500 // TICK_MS, watch)
    assert bench.skin_ua() == -200
    for a, b in zip(seen, seen[1:]):
        assert abs(a - b) <= 22  # never a step larger than probe to probe


def test_the_dose_ends_a_session_and_twice_of_it_trips():
    for uc, ended, bits in (
        (179_000, session.NOT_ENDED, 0),
        (180_000, session.DOSED, 0),  # 3 mA*min through 1 cm2
        (360_000, session.FAULTED, faults.DOSE),
    ):
        bench = running(2)
        bench.course.dose.absolute_uc = uc
        bench.run(100 // TICK_MS)
        assert bench.engine.faults == bits
        if ended != session.NOT_ENDED:
            bench.until(FAULT if bits else IDLE)
            assert not bench.hv
        assert bench.course.ended == ended


def test_tighten_at_its_highest_level_swaps_its_order_and_goes_on():
    bench = running(1, level=10)
    bench.ask(course.LEVEL_DOWN)
    bench.ask(course.LEVEL_UP)
    for _ in range(33):
        bench.run(1000 // TICK_MS)
        assert bench.course.state == RUN and bench.engine.faults == 0
    assert bench.course.plan.target_ua() == 300


def test_twenty_minutes_whatever_happens():
    bench = running(level=1)
    bench.course.on_ms = 1_200_000
    bench.until(IDLE)
    assert bench.course.ended == session.OVER


def test_mode_changes_only_when_idle():
    bench = running()
    assert not bench.course.select(MODES[1]) and bench.course.plan.mode is MODES[0]


def test_the_count_of_ticks_wraps_and_allocates_nothing():
    """From 2**30 on an int of the chip is an object, a sum on its way to a mask too."""
    bench = Bench(SKIN)
    bench.engine.ticks = (1 << 29) - 3
    no_alloc(bench.engine.tick, 6)
    assert bench.engine.ticks == 3 and not bench.engine.faults


def test_the_tick_allocates_nothing_in_any_state():
    bench = Bench(SKIN)
    no_alloc(bench.engine.tick, 20)
    for request, state in (
        (course.START, SELF_TEST),
        (course.NOTHING, CHECK),
        (course.NOTHING, RAMP_UP),
        (course.LEVEL_UP, RUN),
    ):
        bench.ask(request)
        bench.until(state)
        bench.engine.beat()
        no_alloc(bench.engine.tick, 200 // TICK_MS)
        assert bench.course.state in (state, state + 1)
    bench.engine.beat()
    bench.ohm = OPEN_OHM
    no_alloc(bench.engine.tick, 100 // TICK_MS)
    assert bench.course.state == HOLD
    bench.ohm = SKIN
    bench.until(RUN)
    bench.ask(course.STOP)
    bench.engine.beat()
    no_alloc(bench.engine.tick, 200 // TICK_MS)
    assert bench.course.state == RAMP_DOWN
    bench.shunt_error_ua = 100
    no_alloc(bench.engine.tick, 5)
    assert bench.course.state == FAULT


def test_off_is_at_once_in_every_state():
    for state in (SELF_TEST, CHECK, RAMP_UP, RUN, HOLD, RAMP_DOWN):
        bench = Bench(SKIN)
        bench.ask(course.START)
        bench.until(RUN if state == HOLD or state == RAMP_DOWN else state)
        if state == HOLD:
            bench.ohm = OPEN_OHM
        elif state == RAMP_DOWN:
            bench.ask(course.STOP)
        bench.until(state)
        bench.ask(course.OFF)
        assert (bench.bridge, bench.na, bench.hv) == (SHUNT, 0, False), state
        assert (bench.course.state, bench.course.ended) == (IDLE, session.STOPPED), state


def test_off_does_not_clear_a_fault():
    bench = running()
    bench.engine.trip(faults.OVERCURRENT)
    bench.ask(course.OFF)
    assert bench.course.state == FAULT and bench.engine.faults == faults.OVERCURRENT
    bench.ask(course.ACKNOWLEDGE)
    bench.until(SELF_TEST)
    bench.ask(course.OFF)
    assert bench.course.state == FAULT and bench.engine.faults == faults.OVERCURRENT
