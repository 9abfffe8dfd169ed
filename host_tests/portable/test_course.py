"""What each state waits for, to the tick; what a session leaves behind: nothing."""

from galva.core import course, faults, limits, session
from galva.core.bridge import SHUNT
from galva.core.engine import TICK_MS
from galva.core.modes import MODES
from galva.core.session import CHECK, FAULT, HOLD, IDLE, RAMP_DOWN, RAMP_UP, RUN, SELF_TEST
from test_engine import SKIN, running

from bench import OPEN_OHM, Bench

LIFT, TIGHTEN, INFUSE = MODES[:3]


def ms_in(bench, state, most_ms=70_000):
    """How long it stays in this state from now on."""
    ms = 0
    while bench.course.state == state and ms < most_ms:
        bench.run(1)
        ms += TICK_MS
    return ms


def test_at_power_on_nothing_is_on_asked_or_known():
    found = Bench(SKIN)
    now = found.course
    assert (now.state, now.quiet, now.state_ms, now.on_ms) == (IDLE, True, 0, 0)
    assert (now.ended, now.sessions, now.wave, now.hold) == (session.NOT_ENDED, 0, None, None)
    assert (now.usb, now.bench, now.low_battery) == (False, False, False)
    assert now.plan.mode is LIFT and now.test is now.self_test
    engine = found.engine
    assert (engine.faults, engine.error, engine.request) == (0, None, course.NOTHING)
    assert (engine.ticks, engine.passed, engine.late_us, engine.setpoint_ua) == (0, 0, 0, 0)
    assert (engine.usb, engine.battery_mv) == (False, 0)


def test_a_contact_lost_in_the_ramp_is_waited_for():
    bench = Bench(SKIN)
    bench.ask(course.START)
    bench.until(RAMP_UP)
    bench.run(300 // TICK_MS)
    bench.ohm = OPEN_OHM
    bench.run(2)
    assert bench.course.state == HOLD and bench.skin_na() == 0
    bench.ohm = SKIN
    bench.until(RAMP_UP)
    assert abs(bench.skin_ua()) <= limits.PROBE_UA  # from the beginning


def test_two_rows_for_one_state_and_event_are_refused():
    try:
        session._flatten(session.TABLE + session.TABLE[-1:])
    except limits.ConfigError as error:
        assert "two rows" in str(error)
    else:
        raise AssertionError("a second row counts")


def test_the_relay_gets_100_ms_and_the_contact_300():
    bench = Bench(SKIN)
    bench.ask(course.START)
    bench.until(CHECK)
    looks_ms = 352  # the first whole window of 32 ms, and ten more
    assert abs(ms_in(bench, CHECK) - (100 + looks_ms)) <= 20


def test_a_contact_is_looked_for_3_s():
    bench = Bench(OPEN_OHM)
    bench.ask(course.START)
    bench.until(CHECK)
    assert ms_in(bench, CHECK) == 3000


def test_a_lost_contact_rests_50_ms_then_the_probe_looks():
    bench = running()
    bench.ohm = OPEN_OHM
    bench.until(HOLD)
    ms = 0
    while bench.course.wave is None:
        assert bench.bridge == SHUNT
        bench.run(1)
        ms += TICK_MS
    assert ms == 50
    bench.run(2)
    assert bench.bridge != SHUNT and bench.na == 10_000


def test_a_mode_is_watched_sample_by_sample_and_the_probe_is_not():
    bench = running()
    bench.ohm = OPEN_OHM
    driven = []
    bench.on_sample = lambda: driven.append(bench.bridge != SHUNT)
    bench.run(1)
    assert sum(driven) == 0  # the output itself lets go: it does not wait for the tick
    bench.run(200)
    assert any(driven)


def test_an_output_that_does_not_part_has_half_a_second_more():
    bench = running()
    bench.renew = lambda wave, trim: None
    bench.ask(course.STOP)
    bench.course._mode_wave.part = lambda: None
    assert ms_in(bench, RAMP_DOWN) == LIFT.ramp_down_ms + 2 * LIFT.period_ms + 500


def test_a_stop_is_off_after_the_ramp_and_a_period():
    for mode in range(len(MODES)):
        bench = running(mode)
        bench.ask(course.STOP)
        ms = ms_in(bench, RAMP_DOWN)
        ramp_ms, period_ms = MODES[mode].ramp_down_ms, MODES[mode].period_ms
        assert ramp_ms - period_ms <= ms <= ramp_ms + 2 * period_ms + TICK_MS, (mode, ms)
        assert bench.course.ended == session.STOPPED and not bench.hv


def test_a_second_stop_does_not_wait():
    bench = running()
    bench.ask(course.STOP)
    bench.ask(course.STOP)
    assert bench.course.state == IDLE and (bench.bridge, bench.hv) == (SHUNT, False)


def test_on_for_20_minutes_to_the_tick():
    bench = running()
    bench.course.on_ms = limits.ON_MS - TICK_MS
    bench.run(1)
    assert bench.course.state == RUN
    bench.run(1)
    assert bench.course.state == RAMP_DOWN and bench.course.ended == session.OVER


def test_after_20_minutes_it_ramps_down_as_at_any_other_end():
    for mode in range(len(MODES)):
        bench = running(mode)
        bench.course.on_ms = limits.ON_MS
        bench.run(1)
        assert bench.course.state == RAMP_DOWN
        ms = ms_in(bench, RAMP_DOWN)
        assert ms >= MODES[mode].ramp_down_ms - MODES[mode].period_ms, (mode, ms)
        assert (bench.course.state, bench.course.ended) == (IDLE, session.OVER) and not bench.hv


def test_a_mode_is_taken_with_its_level_while_idle_alone():
    bench = Bench(SKIN)
    assert bench.course.select(INFUSE) is True
    plan = bench.course.plan
    assert plan.mode is INFUSE and plan.level == INFUSE.start_level
    bench.ask(course.START)
    assert bench.course.select(LIFT) is False and plan.mode is INFUSE


def test_sessions_are_counted_tests_are_not():
    bench = Bench(SKIN)
    bench.ask(course.TEST)
    bench.until(IDLE)
    assert bench.course.sessions == 0
    for count in (1, 2):
        bench.ask(course.START)
        assert bench.course.sessions == count
        bench.ask(course.START)  # one that runs already
        assert bench.course.sessions == count
        bench.ask(course.OFF)


def test_the_polarity_is_the_users():
    for polarity in (1, -1):
        bench = Bench(SKIN)
        bench.course.select(INFUSE)
        bench.course.plan.polarity = polarity
        bench.ask(course.START)
        bench.until(RUN)
        assert abs(bench.skin_ua() - polarity * 100) <= 1


def test_what_was_eased_shorted_or_treated_before_is_forgotten():
    bench = running()
    bench.run(300)
    bench.ohm = 9000  # a stroke: it ramps down
    while not bench.course._easing:
        bench.run(1)
    bench.ask(course.OFF)
    assert bench.course.plan.treated_ms > 1000
    bench.ohm = 0
    bench.ask(course.START)
    bench.until(CHECK)
    assert bench.course.plan.treated_ms == 0 and bench.course.dose.absolute_uc == 0
    bench.run(60)
    bench.ask(course.OFF)
    bench.ohm = SKIN
    bench.ask(course.START)
    assert bench.course.on_ms == TICK_MS
    bench.until(RUN)
    assert bench.course.plan.why == session.NOT_ENDED
    bench.run(100)
    assert bench.course.state == RUN


def test_a_short_seen_while_the_dummy_answers_is_none():
    bench = Bench(OPEN_OHM)
    bench.ask(course.START)
    bench.until(CHECK)
    bench.course._shorted = True
    bench.until(IDLE)
    assert bench.course.ended == session.NO_CONTACT


def test_time_counts_while_the_mode_flows_and_no_longer():
    bench = running()
    before = bench.course.plan.treated_ms
    assert 900 <= before <= 1100  # the ramp of a second
    bench.run(200)
    assert abs(bench.course.plan.treated_ms - before - 1000) <= 50
    bench.ask(course.STOP)
    bench.run(2)
    before = bench.course.plan.treated_ms
    bench.run(60)
    assert bench.course.plan.treated_ms == before
    bench = running()
    before = bench.course.plan.treated_ms
    bench.ohm = OPEN_OHM
    bench.run(100)
    assert bench.course.plan.treated_ms - before <= 25
    for state in (CHECK, SELF_TEST):
        bench = Bench(SKIN)
        bench.ask(course.START)
        bench.until(state)
        bench.run(40)
        assert bench.course.plan.treated_ms == 0


def test_easing_begins_once_and_only_while_the_mode_flows():
    bench = running()
    bench.course.ease()
    bench.run(40)
    before = bench.course._mode_wave.amplitude_ua
    bench.course.ease()  # a second jump does not begin the ramp anew
    bench.run(1)
    assert bench.course._mode_wave.amplitude_ua < before
    assert bench.course._mode_wave.target_ua == 0
    bench.until(HOLD, 200)
    bench.course.ease()
    assert not bench.course._easing or bench.course.state == HOLD
    bench.until(RAMP_UP)
    assert not bench.course._easing
    bench.until(RUN)
    bench.run(100)
    assert bench.course.state == RUN


def test_jumps_without_end_do_not_hold_up_the_ramp():
    bench = running()
    for _ in range((LIFT.ramp_down_ms + 3 * LIFT.period_ms) // TICK_MS):
        bench.course.ease()
        bench.run(1)
        if bench.course.state == HOLD:
            return
    raise AssertionError("it does not come to its end")


def test_one_press_is_one_level():
    bench = Bench(SKIN)
    for request, level in (
        (course.LEVEL_UP, 2),
        (course.LEVEL_UP, 3),
        (course.LEVEL_DOWN, 2),
        (course.LEVEL_DOWN, 1),
        (course.LEVEL_DOWN, 1),
    ):
        bench.ask(request)
        assert bench.course.plan.level == level


def test_the_zero_of_the_self_test_is_the_contacts():
    bench = Bench(SKIN)
    read = bench._read

    def with_offset(na, vt_mv, vb_mv):
        read(na, vt_mv, vb_mv)
        bench.vt += 20  # counts: two dividers are never alike

    bench._read = with_offset
    bench.ask(course.START)
    bench.until(CHECK)
    assert bench.course.contact.zero_q4 == 20 * 16
    bench.until(RUN)
    assert abs(bench.course.contact.ohm - SKIN) < 500


def test_a_level_that_changes_while_it_eases_waits():
    bench = running()
    bench.course.ease()
    bench.run(1)
    bench.ask(course.LEVEL_UP)
    assert bench.course._mode_wave.target_ua == 0
    bench.until(HOLD, 200)
    assert bench.course.ended == session.NOT_ENDED


def test_the_level_in_a_session_follows_at_once_and_by_a_ramp():
    bench = running()
    wave = bench.course._mode_wave
    before = wave.amplitude_ua
    bench.ask(course.LEVEL_UP)
    assert wave.target_ua == LIFT.level_ua(4) and before <= wave.amplitude_ua < before + 5
    bench.ask(course.LEVEL_DOWN)
    bench.ask(course.LEVEL_DOWN)
    assert wave.target_ua == LIFT.level_ua(2)
    for state in (SELF_TEST, CHECK):
        bench = Bench(SKIN)
        bench.ask(course.START)
        bench.until(state)
        bench.ask(course.LEVEL_UP)
        assert bench.course.plan.level == 1
    bench = running()
    bench.ohm = OPEN_OHM
    bench.until(HOLD)
    level = bench.course.plan.level
    bench.ask(course.LEVEL_UP)
    assert bench.course.plan.level == level + 1


def test_in_a_hold_no_level_lifts_the_start_cap():
    bench = running(level=4)
    bench.ohm = OPEN_OHM
    bench.until(HOLD)
    for _ in range(6):
        bench.ask(course.LEVEL_UP)
    assert bench.course.plan.level == 10
    assert bench.course.plan.target_ua() == limits.START_CAP_UA


def test_a_trip_ends_a_session_as_a_fault():
    bench = running()
    bench.engine.trip(faults.RAIL)
    assert (bench.course.state, bench.course.ended) == (FAULT, session.FAULTED)
    bench.ask(course.START)
    bench.ask(course.TEST)
    bench.ask(course.STOP)
    assert bench.course.state == FAULT and bench.course.sessions == 1
    bench.ask(course.ACKNOWLEDGE)
    assert bench.course.test.whole and bench.course.test.alone
    assert bench.course.ended == session.NOT_ENDED


def test_infuse_turns_round_at_half_of_its_time():
    bench = running(2, level=1)
    plan = bench.course.plan
    half_ms = plan.session_ms // 2
    plan.treated_ms = half_ms - 100
    bench.run(10)
    assert bench.course._mode_wave.target_ua == 100
    while plan.treated_ms < half_ms:
        bench.run(1)
    bench.run(1)
    assert bench.course._mode_wave.target_ua == 0
    bench.run(11_000 // TICK_MS)
    assert abs(bench.skin_ua() + 100) <= 1 and bench.course._mode_wave.arrived()
    bench.run(1000)  # once only
    assert abs(bench.skin_ua() + 100) <= 1


def test_whoever_ends_first_has_the_reason():
    bench = running()
    bench.course.stop_for(session.LOW_BATTERY)
    assert bench.course.state == RAMP_DOWN
    bench.ask(course.STOP)
    assert bench.course.ended == session.LOW_BATTERY
    bench = running()
    bench.ask(course.STOP)
    bench.course.stop_for(session.LOW_BATTERY)  # it ends already
    assert bench.course.state == RAMP_DOWN and bench.course.ended == session.STOPPED
    bench.ask(course.OFF)
    bench.course.stop_for(session.LOW_BATTERY)
    assert bench.course.ended == session.STOPPED


# ---- the engine around it


def test_a_heartbeat_is_waited_for_250_ms():
    bench = running()
    bench.engine.beat()
    for ticks, bits in ((250 // TICK_MS, 0), (1, faults.APP_DEAD)):
        for _ in range(ticks):
            bench.engine.tick()
        assert bench.engine.faults == bits


def test_a_tick_may_be_12_ms_late():
    bench = running()
    bench.lap_us = 12_000
    bench.run(1)
    assert bench.engine.faults == 0 and bench.engine.late_us == 12_000
    bench.lap_us = 5000
    bench.run(1)
    assert bench.engine.late_us == 12_000  # the latest of a session
    bench.lap_us = 12_001
    bench.run(1)
    assert bench.engine.faults == faults.TICK_LATE
    bench.lap_us = 5000
    bench.ask(course.ACKNOWLEDGE)
    assert bench.engine.late_us == 0
    bench.until(IDLE)
    bench.ask(course.START)
    bench.until(RUN)
    assert 0 < bench.engine.late_us <= 5000


def test_the_battery_is_low_below_3_3_volts_and_empty_below_3_1():
    bench = running(level=1)
    for mv, low in ((3300, False), (3299, True), (3300, False)):
        bench.battery_mv = mv
        bench.run(1)
        assert bench.course.low_battery == low and bench.engine.battery_mv == mv
    bench.battery_mv = 3099
    bench.run(199)
    bench.battery_mv = 3300  # recovered
    bench.run(1)
    bench.battery_mv = 3099
    bench.run(199)
    assert bench.course.state == RUN and bench.engine._low_ticks == 199
    bench.battery_mv = 3100
    bench.run(1)
    assert bench.engine._low_ticks == 0
    bench.battery_mv = 3099
    bench.run(200)
    assert bench.course.state == RAMP_DOWN


def test_nothing_takes_the_place_of_a_stop_but_off():
    engine = Bench(SKIN).engine
    for waits, asked, then in (
        (course.NOTHING, course.START, course.START),
        (course.START, course.STOP, course.STOP),
        (course.STOP, course.START, course.STOP),
        (course.STOP, course.OFF, course.OFF),
        (course.OFF, course.STOP, course.OFF),
        (course.OFF, course.START, course.OFF),
    ):
        engine.request = waits
        engine.ask(asked)
        assert engine.request == then
    engine.tick()
    assert engine.request == course.NOTHING


def test_the_setpoint_told_is_what_is_set_with_its_sign():
    bench = running(2, level=1)
    assert abs(bench.engine.setpoint_ua - 100) <= 1
    bench = running(0)
    seen = set()
    for _ in range(40):
        bench.run(1)
        if bench.bridge == 6:
            assert bench.engine.setpoint_ua > 0
        else:
            assert bench.engine.setpoint_ua < 0
        seen.add(bench.engine.setpoint_ua > 0)
    assert len(seen) == 2
    bench.ask(course.OFF)
    assert bench.engine.setpoint_ua == 0
    bench = running()
    bench.engine.trip(faults.RAIL)
    assert bench.engine.setpoint_ua == 0


def test_what_passed_is_counted_while_it_is_on():
    bench = Bench(SKIN)
    bench.run(10)
    assert bench.engine.passed == 0 and bench.engine.ticks == 10
    bench.ask(course.START)
    bench.run(10)
    assert bench.engine.passed == 10 and bench.engine.ticks == 21
    bench.battery_mv = 3250
    bench.run(5)
    assert bench.engine.passed == 15
    bench.engine.trip(faults.RAIL)
    bench.run(5)
    assert bench.engine.passed == 15


def test_treated_time_is_told_before_its_window_is_whole():
    bench = running()
    told = []
    for _ in range(30):
        bench.run(1)
        told.append(bench.engine.treated_ms())
        assert 0 <= told[-1] - bench.course.plan.treated_ms <= 25
    assert all(0 <= b - a <= 2 * TICK_MS for a, b in zip(told, told[1:]))
    assert abs(told[-1] - told[0] - 29 * TICK_MS) <= TICK_MS
    bench.ask(course.STOP)
    bench.run(3)
    assert bench.engine.treated_ms() == bench.course.plan.treated_ms
    bench = Bench(SKIN)
    bench.ask(course.START)
    bench.until(CHECK)
    bench.run(10)
    assert bench.engine.treated_ms() == 0


def test_off_in_a_test_that_was_to_clear_a_fault_leaves_it():
    for request in (course.STOP, course.OFF):
        bench = running()
        bench.usb = True
        bench.run(1)
        bench.ask(course.ACKNOWLEDGE)
        assert bench.course.state == FAULT and bench.engine.usb
        bench.usb = False
        bench.ask(course.ACKNOWLEDGE)
        bench.run(3)
        bench.ask(request)
        assert bench.course.state == FAULT and bench.engine.faults == faults.USB_POWER
    bench.engine.error = ValueError()
    bench.ask(course.ACKNOWLEDGE)
    bench.until(IDLE)
    assert bench.engine.faults == 0 and bench.engine.error is None


def test_a_jump_and_an_empty_battery_ease_and_do_not_trip():
    bench = running()
    bench.engine._act(faults.JUMP | faults.BATTERY)
    assert bench.course.state == RUN and bench.course._easing and bench.engine.faults == 0
    bench.engine._act(faults.BATTERY)
    assert bench.course.state == RAMP_DOWN and bench.course.ended == session.LOW_BATTERY
    bench = running()
    bench.engine._act(faults.JUMP | faults.RAIL | faults.BATTERY)
    assert bench.engine.faults == faults.RAIL and not bench.hv


def test_what_is_waited_for_is_counted_to_a_minute():
    bench = Bench(SKIN)
    bench.course.state_ms = limits.HOLD_MS - TICK_MS
    for _ in range(3):
        bench.run(1)
        assert bench.course.state_ms == limits.HOLD_MS


def test_a_contact_lost_in_the_ramp_down_ends_it_at_once():
    bench = running()
    bench.ask(course.STOP)
    bench.run(5)
    bench.ohm = OPEN_OHM
    bench.run(2)
    assert (bench.course.state, bench.hv, bench.bridge) == (IDLE, False, SHUNT)
    assert bench.course.ended == session.STOPPED


def test_a_short_in_a_session_pauses_it():
    bench = running()
    bench.ohm = 0
    bench.until(HOLD, 1000 // TICK_MS)
    assert bench.engine.faults == 0
    bench.run(100)
    assert bench.course.state == HOLD


def test_a_pause_by_itself_trips_nothing():
    bench = running()
    bench.engine._act(faults.LOST)
    assert bench.course.state == RUN and bench.engine.faults == 0


def test_a_net_charge_trips_a_biphasic_mode_and_no_other():
    for mode, bits in ((0, faults.NET_DC), (2, 0)):
        bench = running(mode)
        bench.course.dose.net_uc += 400
        bench.run(10)
        assert bench.engine.faults == bits


def test_a_battery_that_ends_the_test_of_a_fault_leaves_the_fault_latched():
    bench = running()
    bench.engine.trip(faults.RAIL)
    bench.ask(course.ACKNOWLEDGE)
    bench.battery_mv = 3050
    bench.run(1100 // TICK_MS)
    assert (bench.course.state, bench.engine.faults) == (FAULT, faults.RAIL)
    assert (bench.bridge, bench.hv) == (SHUNT, False)
    bench.battery_mv = 3900
    bench.ask(course.START)
    bench.run(200)
    assert bench.course.state == FAULT and not bench.hv
