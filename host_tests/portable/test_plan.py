"""Level, caps and time of a session, as the user's settings and the day's rest leave them."""

from galva.core import limits, session
from galva.core.calib import Calibration, nominal_record
from galva.core.dose import Dose
from galva.core.modes import MODES
from galva.core.plan import Caps, Plan

from bench import board

LIFT, TIGHTEN, INFUSE = MODES[:3]


def plan():
    return Plan(Calibration(nominal_record()), board())


def test_the_level_stays_within_the_users():
    p = plan()
    p.keep_within(Caps(100, levels={"LIFT": 4}, own_level=2))
    p.take(LIFT)
    for _ in range(12):
        p.change_level(1, False)
    assert p.level == 4
    p.take(INFUSE)
    assert p.level == p.level_most == 2  # not in the table: as a mode of one's own


def test_a_lower_cap_lowers_what_was_chosen_before():
    p = plan()
    for _ in range(12):
        p.change_level(1, False)
    assert p.target_ua() == limits.START_CAP_UA
    p.keep_within(Caps(100, ua=150, levels={"LIFT": 9}))
    assert (p.level, p.target_ua()) == (9, 150)
    p.clear()
    p.change_level(-1, True)
    p.change_level(1, True)
    assert (p.level, p.target_ua()) == (9, 150)  # raised in contact: the user's cap still holds


def test_a_user_cannot_ask_for_more_than_the_board():
    p = plan()
    p.keep_within(Caps(100, ua=10_000, start_ua=10_000, own_level=10))
    for _ in range(12):
        p.change_level(1, True)
    assert p.target_ua() == LIFT.most_ua <= limits.PEAK_UA


def test_the_time_is_the_least_of_what_is_asked_and_left():
    p = plan()
    assert p.session_ms == LIFT.session_ms
    p.last_ms(600_000)
    assert p.session_ms == 600_000
    p.last_ms(6_000_000)
    assert p.session_ms == limits.SESSION_MS
    p.allow_ms(70_000)
    p.take(TIGHTEN)
    assert p.session_ms == 70_000
    p.last_ms(0)
    p.allow_ms(10**9)
    assert p.session_ms == TIGHTEN.session_ms
    p.allow_ms(-5)
    assert p.session_ms == 0


def test_the_session_ends_after_that_time():
    p = plan()
    p.last_ms(1000)
    p.clear()
    p.treat(999, Dose())
    assert p.why == session.NOT_ENDED
    p.treat(1, Dose())
    assert p.why == session.OVER


def test_the_dose_counts_the_area_that_was_set():
    for area_mm2, why in ((100, session.DOSED), (200, session.NOT_ENDED)):
        p = plan()
        p.keep_within(Caps(area_mm2))
        p.take(INFUSE)
        p.clear()
        dose = Dose()
        dose.absolute_uc = limits.DOSE_UA_MIN_CM2 * 60
        p.treat(20, dose)
        assert p.why == why


def test_a_plan_is_whole_before_its_first_session():
    p = plan()
    assert (p.polarity, p.treated_ms, p.why, p.overdosed) == (1, 0, session.NOT_ENDED, False)
    assert (p.mode, p.level, p.target_ua(), p.session_ms) == (LIFT, 1, 50, 300_000)


def test_the_start_cap_is_back_in_the_next_session():
    p = plan()
    for _ in range(9):
        p.change_level(1, True)
    assert p.target_ua() == 400
    p.clear()
    assert p.target_ua() == 200


def test_at_the_highest_level_there_is_nothing_to_raise():
    p = plan()
    for _ in range(9):
        p.change_level(1, False)
    for _ in range(2):
        p.change_level(1, True)
        assert (p.level, p.target_ua()) == (10, 200)
    p.change_level(-1, True)
    assert (p.level, p.target_ua()) == (9, 200)
    p.change_level(1, True)
    assert (p.level, p.target_ua()) == (10, 400)
