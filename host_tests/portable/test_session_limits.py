"""What the engine tells the output, the user and the application, and when: to the tick."""

from galva.core import contact, course, faults, gel, selftest, session
from galva.core.board import Board
from galva.core.bridge import SHUNT
from galva.core.calib import Calibration
from galva.core.engine import TICK_MS, Engine
from galva.core.limits import ConfigError
from galva.core.modes import MODES
from galva.core.session import CHECK, FAULT, HOLD, IDLE, RAMP_DOWN, RAMP_UP, RUN, SELF_TEST
from test_engine import SKIN, running

from bench import OPEN_OHM, Bench, board

LIFT = MODES[0]


def with_engine(cal, one):
    """A bench whose engine has this calibration and board."""
    bench = Bench(SKIN)
    bench.engine = Engine(bench, bench, cal, one)
    bench.course = bench.engine.course
    return bench


def most_ua(bench):
    """The largest current through the skin at the highest level, raised in contact."""
    seen = [0]

    def watch():
        seen[0] = max(seen[0], abs(bench.skin_ua()))

    bench.ask(course.START)
    bench.until(RUN)
    for _ in range(9):
        bench.ask(course.LEVEL_UP)
    bench.run(3000 // TICK_MS, watch)
    return seen[0]


def test_the_least_of_board_record_and_mode_flows():
    pins = board().pins
    nominal = Bench(SKIN).cal
    for cal, peak_ua, told, ua in (
        (nominal, 500, True, 400),  # LIFT's own
        (nominal, 150, True, 150),
        (Calibration(), 500, False, 100),  # never calibrated
        (Calibration(), 80, False, 80),
    ):
        bench = with_engine(cal, Board("test", "rp2040", "A", pins, peak_ua))
        assert bench.engine.calibrated is told
        assert abs(most_ua(bench) - ua) <= 1, (peak_ua, ua)


def test_a_board_with_small_electrodes_has_no_engine():
    """Level 10 of INFUSE is 0.2 mA: 1.0 cm2 at 0.2 mA/cm2."""
    cal, pins = Bench(SKIN).cal, board().pins
    with_engine(cal, Board("test", "rp2040", "A", pins, 500, 100))
    try:
        with_engine(cal, Board("test", "rp2040", "A", pins, 500, 99))
    except ConfigError as error:
        assert "INFUSE" in str(error) and "99 mm2" in str(error)
    else:
        raise AssertionError("not refused")


# ---- the application


def test_an_application_that_never_lived_gets_no_session():
    for ticks in (1, 60, 120):
        bench = Bench(SKIN)
        for _ in range(ticks):
            bench.engine.tick()
        bench.engine.request = course.START
        bench.engine.tick()
        bench.engine.tick()
        assert bench.engine.faults == faults.APP_DEAD and not bench.hv, ticks


class Interrupted:
    """An engine whose ticks come in while the application reads."""

    def __init__(self, one, *ticks):
        self.course = one.course
        self._sense = one
        self._ticks = list(ticks)

    @property
    def ticks(self):
        return self._ticks.pop(0) if len(self._ticks) > 1 else self._ticks[0]


def test_a_tick_that_comes_in_while_treated_time_is_read_does_not_lose_it():
    bench = running()
    bench.run(101)
    told = bench.engine.treated_ms()
    assert told > 1000
    for ticks in ((10, 10, 10), (10, 11, 11), (10, 10, 10, 11, 11), (0, 1), ((1 << 29) - 1, 0)):
        assert Engine.treated_ms(Interrupted(bench, *ticks)) == told, ticks


def test_what_passed_is_what_tripped_nothing():
    bench = running(level=1)
    before = bench.engine.passed
    bench.battery_mv = 3099
    bench.run(205)  # for a second, and then it ends the session
    assert bench.course.state == RAMP_DOWN and bench.engine.passed == before + 205
    bench.lap_us = 12_001
    bench.run(3)
    assert bench.course.state == FAULT and bench.engine.passed == before + 205


def test_a_second_below_3_1_volts_from_power_on_is_200_ticks():
    bench = running(level=1)
    bench.battery_mv = 3099
    bench.run(199)
    assert bench.course.state == RUN
    bench.run(1)
    assert bench.course.state == RAMP_DOWN


def test_no_setpoint_is_told_while_nothing_is_driven():
    bench = running()
    bench.ohm = OPEN_OHM
    bench.until(HOLD)
    for _ in range(50 // TICK_MS):
        bench.run(1)
        assert bench.bridge != SHUNT or bench.engine.setpoint_ua == 0
    bench.ask(course.OFF)
    assert bench.engine.setpoint_ua == 0


# ---- faults


def test_an_output_that_stopped_itself_is_a_fault_with_its_reason():
    for bit in faults.OF_STOP:
        if not bit:
            continue
        bench = running()
        bench.fault = bit
        bench.run(1)
        assert bench.engine.faults == bit and bench.course.state == FAULT and not bench.hv


def test_usb_power_keeps_no_other_fault_from_being_cleared():
    bench = running()
    bench.lap_us = 12_001
    bench.run(1)
    bench.lap_us = 1000 * TICK_MS
    bench.usb = True
    bench.ask(course.ACKNOWLEDGE)
    assert bench.course.state == SELF_TEST and bench.edges == 0
    bench.until(IDLE)
    assert bench.engine.faults == 0


def test_an_event_that_a_state_does_not_know_changes_nothing():
    bench = running()
    bench.run(37)
    wave = bench.course.wave
    for event in (session.START, session.PASSED, session.CONTACT, session.RAMPED, session.ACK):
        bench.course.step(event)
        assert (bench.course.state, bench.course.state_ms) == (RUN, 37 * TICK_MS)
        assert bench.course.wave is wave
    bench.engine.trip(faults.RAIL)
    bench.run(37)
    bench.engine.trip(faults.LEAK)  # one more: since when it stands is not told anew
    assert (bench.course.state, bench.course.state_ms) == (FAULT, 37 * TICK_MS)
    assert bench.engine.faults == faults.RAIL | faults.LEAK


# ---- what the output is told


def told(bench, name):
    """A list that gets the first argument of each such call from now on."""
    calls = []
    real = getattr(bench, name)

    def call(one, *more):
        calls.append(one)
        return real(one, *more)

    setattr(bench, name, call)
    return calls


def test_the_output_begins_each_wave_once():
    bench = Bench(SKIN)
    played = told(bench, "play")
    bench.ask(course.START)
    bench.until(RUN)
    bench.run(100)
    bench.ohm = OPEN_OHM
    bench.until(HOLD)
    bench.ohm = SKIN
    bench.until(RUN)
    held, probe, wave, probe_again, wave_again = played
    assert held.n == 1 and not held.watched
    assert probe is probe_again and not probe.watched and probe.n == 50
    assert wave is wave_again and wave.watched and wave.n == LIFT.phase_ms


def test_a_line_of_the_self_test_is_told_where_it_changes():
    bench = Bench(OPEN_OHM)
    lines = told(bench, "line")
    bench.ask(course.TEST)
    bench.until(IDLE)
    whole = list(lines)
    assert all(a != b for a, b in zip(whole, whole[1:]))
    assert set(whole) == set(range(5)) and whole[0] != selftest.PLAIN  # `arm` did that
    for line in whole:  # cut short there, the next begins like the first
        bench.ask(course.TEST)
        while bench.course.test.line != line:
            bench.run(1)
        bench.ask(course.OFF)
        del lines[:]
        bench.ask(course.TEST)
        bench.until(IDLE)
        assert lines == whole, line


def test_the_output_stands_on_what_the_self_test_measured():
    bench = Bench(SKIN)
    read = bench._read

    def with_offset(na, vt_mv, vb_mv):
        read(na, vt_mv, vb_mv)
        bench.vt += 20  # counts: two dividers are never alike

    bench._read = with_offset
    bench.ask(course.START)
    bench.until(CHECK)
    assert (bench.zero, bench.rail) == (20, 17_480_000 // 4594 + 20)  # 17.48 V


def test_a_short_circuited_skin_is_crowbarred_in_the_tick_that_pauses():
    bench = running()
    bench.ohm = 0  # the output does not see that: it is no lost contact
    bench.until(HOLD, 1000 // TICK_MS)
    for _ in range(50 // TICK_MS - 1):
        assert (bench.bridge, bench.na) == (SHUNT, 0)
        bench.run(1)


def test_no_wave_ever_asks_for_less_than_nothing_or_more_than_its_level():
    for mode in range(len(MODES)):
        bench = Bench(SKIN)
        bench.course.select(MODES[mode])
        asked = []
        bench.renew = lambda wave, trim, asked=asked: asked.append(wave.ua)
        bench.ask(course.START)
        bench.until(RAMP_UP)
        del asked[:]
        bench.until(RUN)
        bench.ask(course.STOP)
        bench.until(IDLE)
        level_ua = MODES[mode].level_ua(MODES[mode].start_level)
        assert min(asked) == 0 and max(asked) == level_ua


# ---- the course


def test_the_relay_has_100_ms_before_a_contact_counts():
    bench = Bench(OPEN_OHM)
    bench.usb = True  # the dummy answers all the time
    bench.run(1)
    bench.ask(course.START)
    bench.until(CHECK)
    states = []
    for _ in range(25):
        bench.run(1)
        states.append(bench.course.contact.state)
    assert states[9:19] == [contact.GOOD] * 10  # 50 to 95 ms
    assert states[19:25] == [contact.OPEN] * 6


def test_a_good_contact_counts_after_300_ms_of_it():
    bench = Bench(OPEN_OHM)
    bench.ask(course.START)
    bench.until(CHECK)
    bench.run(200 // TICK_MS)
    for good_ms, state in ((0, CHECK), (299, CHECK), (300, RAMP_UP)):
        bench.course.contact.good_ms = good_ms
        bench.course.decide(course.NOTHING)
        assert bench.course.state == state


def test_a_jump_in_the_ramp_up_eases_too():
    bench = Bench(SKIN)
    bench.ask(course.START)
    bench.until(RAMP_UP)
    bench.run(500 // TICK_MS)
    bench.course.ease()
    seen = set()
    while bench.course.state != HOLD:
        seen.add(bench.course.state)
        bench.run(1)
    assert seen == {RAMP_UP}


def test_a_jump_in_the_ramp_down_does_not_change_it():
    played = []
    for jumps in (False, True):
        bench = running()
        bench.ask(course.STOP)
        seen = []
        while bench.course.state != IDLE:
            if jumps:
                bench.course.ease()
            bench.run(1)
            seen.append((bench.bridge, bench.na))
        played.append(seen)
    assert played[0] == played[1]


def test_the_time_on_is_that_of_the_session():
    bench = Bench(SKIN)
    bench.run(20)
    assert bench.course.on_ms == 0
    bench.ask(course.START)
    bench.run(20)
    bench.ask(course.OFF)
    on_ms = bench.course.on_ms
    bench.run(20)
    assert bench.course.on_ms == on_ms
    bench.course.on_ms = 1_200_000
    bench.run(1)
    assert (bench.course.state, bench.course.ended) == (IDLE, session.STOPPED)


def test_of_what_was_nothing_is_known_after_its_end():
    bench = Bench(60_000)
    assert bench.course.flow.measured_na == 0
    bench.ask(course.START)
    bench.until(CHECK)
    bench.until(IDLE)
    assert bench.course.ended == session.NO_GEL and bench.course.gel.state == gel.DRY
    bench.ohm = SKIN
    bench.ask(course.START)
    assert bench.course.gel.state == gel.WET
    bench.until(RUN)
    assert abs(bench.course.flow.measured_na - 50_000) < 5000
    bench.ask(course.OFF)
    found = bench.course.contact
    assert (found.state, found.ohm, found.good_ms) == (contact.OPEN, 999_999, 0)
    assert bench.course.flow.gone
    bench.ask(course.START)
    assert bench.course.flow.measured_na == 0
