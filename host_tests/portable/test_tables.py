"""The tables: limits, boards, modes, shapes, session, faults, calibration."""

from array import array

from galva.core import faults, limits, session
from galva.core.board import Board, Pins
from galva.core.calib import Calibration
from galva.core.modes import MODES, STEADY, Mode
from galva.core.shapes import ONE_Q15, SHAPES

from bench import board


def refused(call, *args):
    """The ConfigError's text; raises when nothing was refused."""
    try:
        call(*args)
    except limits.ConfigError as error:
        return str(error)
    raise ValueError("not refused")


def test_a_shared_pin_is_refused():
    assert "twice" in refused(lambda: board(buzzer=20))


def test_bridge_pins_out_of_order_are_refused():
    assert "follow each other" in refused(lambda: board(pa=3, pb=2))


def test_a_missing_pin_is_named():
    assert "no pin for pa" in refused(lambda: Board("b", "rp2040", "A", Pins(pb=3)))


def test_a_board_cannot_raise_the_peak():
    pins = board().pins
    assert "peak_ua" in refused(lambda: Board("b", "rp2040", "A", pins, 0, 501))


def mode(name="M", shape="rectangular", phase_ms=50, biphasic=True, least=50, most=400,
         session_ms=60_000, up=1000, down=500, envelope=STEADY):  # fmt: skip
    return Mode(name, shape, phase_ms, biphasic, least, most, session_ms, up, down, envelope)


def test_a_mode_that_breaks_a_limit_is_refused_with_the_reason():
    assert "peak" in refused(lambda: mode(most=501))
    assert "session" in refused(lambda: mode(session_ms=600_001))
    assert "ramp" in refused(lambda: mode(up=999))
    assert "ramp" in refused(lambda: mode(biphasic=False, up=4999))
    assert "shape" in refused(lambda: mode(shape="square"))
    assert "probe" in refused(lambda: mode(least=9))
    assert "phase" in refused(lambda: mode(phase_ms=501))
    assert "edges" in refused(lambda: mode(envelope=(700, 1, 400)))
    mode()


def test_a_small_electrode_refuses_dense_modes():
    assert "dense" in refused(MODES[0].check_area, 79)
    MODES[0].check_area(80)


def test_levels_rise_from_least_to_most():
    for each in MODES:
        steps = [each.level_ua(level) for level in range(1, 11)]
        assert steps[0] == each.least_ua and steps[9] == each.most_ua
        assert sorted(set(steps)) == steps


def test_shapes_stay_between_0_and_one():
    phase = array("H", [0] * 500)
    for name in SHAPES:
        for n in (1, 50, 500):
            SHAPES[name](phase, n)
            assert max(phase[:n]) <= ONE_Q15
    assert max(phase) > ONE_Q15 - 40


def test_raised_sine_is_symmetric_and_starts_near_0():
    phase = array("H", [0] * 500)
    SHAPES["raised sine"](phase, 500)
    assert phase[0] < 10
    for i in range(250):
        assert abs(phase[i] - phase[499 - i]) < 40
    assert abs(sum(phase) // 500 - ONE_Q15 // 2) < 100


def test_every_state_trips_into_fault_and_only_ack_leaves():
    for state in range(len(session.STATES)):
        assert session.step(state, session.TRIP) == session.FAULT
    for event in range(len(session.EVENTS)):
        left = session.step(session.FAULT, event) != session.FAULT
        assert left == (event == session.ACK)


def test_every_running_state_can_be_stopped():
    for state in range(session.SELF_TEST, session.FAULT):
        assert session.step(state, session.STOP) in (session.IDLE, session.RAMP_DOWN)


def test_no_way_into_a_current_without_check():
    for state, _event, following in session.TABLE:
        if following == session.RAMP_UP:
            assert state in (session.CHECK, session.HOLD)


def test_faults_are_one_bit_each_and_named():
    bits = 0
    for row in faults.TABLE:
        assert bits & row[0] == 0 and faults.name(row[0]) == row[1] and row[3]
        bits |= row[0]
    assert faults.mask(1) | faults.mask(2) == bits
    assert faults.name(faults.OVERCURRENT | faults.SELF_TEST) == "OVERCURRENT"
    assert faults.name(0) == "" and faults.cure(0) == ""


def test_codes_rise_and_stay_inside_the_dac():
    cal = Calibration()
    codes = [cal.code(ua) for ua in range(0, 601)]
    assert codes[0] == 0 and sorted(codes) == codes
    assert codes[600] == cal.code_limit <= 4095
    assert 2715 <= codes[500] <= 2730  # hardware.md section 2: 2728, less the divider's 1.5 uA


def test_readings_are_in_nanoampere():
    cal = Calibration()
    assert cal.na(0, 0) == 0
    assert abs(cal.na(2755, 0) - 500_000) < 100
    assert abs(cal.na(0, 3805) - 1533) < 20  # 17.48 V over 11.4 MOhm
