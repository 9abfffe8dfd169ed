"""The tables: limits, boards, modes, shapes, session, faults, calibration."""

from array import array

from galva.core import faults, limits, session
from galva.core.board import Board, Pins
from galva.core.calib import Calibration
from galva.core.modes import MODES, STEADY, Mode
from galva.core.shapes import MEAN_Q15, ONE_Q15, SHAPES

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


def mode(name="M", shape="rectangular", period_ms=100, biphasic=True, least=50, most=400,
         session_ms=60_000, up=1000, down=500, envelope=STEADY, swap_ms=0,
         start_level=1):  # fmt: skip
    wave = (name, shape, period_ms, biphasic, least, most, session_ms, up, down)
    return Mode(*wave, envelope, swap_ms, start_level)


# what breaks a limit -> the words of its refusal: what, the value, the bound
BROKEN = (
    ({"most": 501}, ("peak most_ua is 501", "10..500")),
    ({"most": 49}, ("least_ua", "50", "10..49")),
    ({"least": 9}, ("probe", "9", "10..400")),
    ({"session_ms": 600_001}, ("session_ms is 600001", "600000")),
    ({"session_ms": 0}, ("session_ms is 0",)),
    ({"up": 999}, ("ramp_up_ms is 999", "1000")),
    ({"up": 60_001}, ("ramp_up_ms is 60001", "60000")),
    ({"biphasic": False, "up": 4999}, ("ramp_up_ms is 4999", "5000")),
    ({"down": 0}, ("ramp_down_ms is 0", "1")),
    ({"down": 5001}, ("ramp_down_ms is 5001", "5000")),
    ({"shape": "square"}, ("shape square", "raised sine, rectangular")),
    ({"period_ms": 1002}, ("phase", "501", "500")),
    ({"period_ms": 99}, ("period of 99 samples cannot be two equal phases",)),
    ({"period_ms": 1}, ("period of 1 samples",)),
    ({"period_ms": -2}, ("period of -2 samples",)),
    ({"envelope": (700, 1, 400)}, ("edges", "400", "350")),
    ({"envelope": (700, -1, 40)}, ("envelope off is -1",)),
    ({"envelope": (0, 1, 0)}, ("envelope off is 1", "0..0")),
    ({"envelope": (1, 2)}, ("(on, off, edge)",)),
    ({"biphasic": False, "up": 5000, "envelope": (9, 9, 1)}, ("envelope on is 9", "0..0")),
    ({"biphasic": False, "up": 5000, "swap_ms": 9}, ("swap_ms is 9", "0..0")),
    ({"swap_ms": -1}, ("swap_ms is -1",)),
    ({"start_level": 0}, ("start_level is 0", "1..10")),
    ({"start_level": 11}, ("start_level is 11", "1..10")),
    ({"start_level": 6}, ("start_level", "244", "200")),
    ({"period_ms": 502}, ("charge of a phase", "100400", "100000")),
    ({"name": ""}, ("1..12 characters",)),
)


def test_a_mode_that_breaks_a_limit_is_refused_with_value_and_bound():
    mode()
    for change, words in BROKEN:
        said = refused(lambda: mode(**change))  # noqa: B023
        assert said.startswith(change.get("name", "M")), said
        for word in words:
            assert word in said, (word, said)


def test_a_period_is_two_equal_phases():
    for each in MODES:
        assert each.period_ms == 2 * each.phase_ms > 0
    assert mode(period_ms=2).phase_ms == 1 and mode(most=200, period_ms=1000).phase_ms == 500


def test_a_small_electrode_refuses_dense_modes():
    assert "too dense for 79 mm2" in refused(MODES[0].check_area, 79)
    MODES[0].check_area(80)
    assert "INFUSE" in refused(MODES[2].check_area, 99)  # 0.2 mA/cm2 of the whole area
    MODES[2].check_area(100)


def test_infuse_starts_at_a_tenth_of_a_milliampere():
    assert [each.level_ua(each.start_level) for each in MODES[:3]] == [50, 30, 100]


def test_our_own_modes_keep_a_quarter_below_the_charge_limit():
    assert [each.phase_nc() for each in MODES[:2]] == [20_000, 75_000]
    assert 4 * 75_000 <= 3 * limits.PHASE_NC


def test_the_mean_of_each_shape_is_what_it_renders():
    phase = array("H", [0] * 500)
    assert set(MEAN_Q15) == set(SHAPES)
    for name in SHAPES:
        SHAPES[name](phase, 500)
        assert abs(sum(phase) // 500 - MEAN_Q15[name]) < 60  # 0.2 %


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
        assert bits & row[0] == 0 and faults.name(row[0]) == row[1] and faults.cure(row[0])
        assert row[3] >= 1 and row[4] in ("sample", "tick", "phase", "step", "boot")
        assert faults.acting(row[5]) & row[0] and faults.standing(row[3], row[4]) & row[0]
        assert faults.latching(row[0]) == (row[5] == faults.TRIP)
        bits |= row[0]
    assert bits == (1 << len(faults.TABLE)) - 1
    assert not faults.latching(0) and not faults.latching(bits) and not faults.latching(-1)
    assert not faults.latching(bits + 1)
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
