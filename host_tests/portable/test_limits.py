"""The absolute limits, by the figures of the design, and what refuses more than them."""

from galva.core import limits

# product.md, "Absolute limits", "Behaviour the user feels", and its modes; hardware.md section 6
FIGURES = (
    (limits.PEAK_UA, 500),
    (limits.UNCALIBRATED_UA, 100),
    (limits.CODE_LIMIT_UA, 600),
    (limits.TRIP_UA, 620),
    (limits.PROBE_UA, 10),
    (limits.START_CAP_UA, 200),
    (limits.DENSITY_UA_CM2, 2000),
    (limits.DC_DENSITY_UA_CM2, 200),
    (limits.NET_WINDOW_MS, 10_000),
    (limits.NET_DC_TRIP_UA, 10),
    (limits.DOSE_UA_MIN_CM2, 3000),
    (limits.DOSE_HARD_UA_MIN_CM2, 6000),
    (limits.RAMP_UP_MS, 1000),
    (limits.RAMP_DC_MS, 5000),
    (limits.RAMP_UP_MOST_MS, 60_000),
    (limits.RAMP_DOWN_MOST_MS, 5000),
    (limits.SESSION_MS, 10 * 60_000),
    (limits.ON_MS, 20 * 60_000),
    (limits.IDLE_OFF_MS, 3 * 60_000),
    (limits.DAY_MS, 20 * 60_000),
    (limits.HOLD_MS, 60_000),
    (limits.PHASE_MS, 500),
    (limits.PHASE_NC, 100_000),
    (limits.DWELL_MS, 300),
    (limits.HEARTBEAT_MS, 250),
    (limits.BATTERY_START_MV, 3300),
    (limits.BATTERY_END_MV, 3100),
    (limits.LATE_US, 12_000),
)


def test_the_limits_are_those_of_the_design():
    for at, (limit, figure) in enumerate(FIGURES):
        assert limit == figure, (at, figure)


def test_the_least_of_all_caps_counts():
    for board_ua, mode_ua, user_ua, ua in (
        (400, 300, 200, 200),
        (200, 300, 400, 200),
        (300, 200, 400, 200),
        (600, 600, 600, 500),
        (0, 1, 1, 0),
    ):
        assert limits.effective(board_ua, mode_ua, user_ua) == ua


def refusal(value, least, most):
    """What is said of a value, "" when it is within."""
    try:
        limits.require_within(value, least, most, "where", "what")
    except limits.ConfigError as error:
        return str(error)
    return ""


def test_a_value_beyond_its_bounds_is_refused_with_both():
    assert refusal(3, 3, 5) == refusal(5, 3, 5) == ""
    assert refusal(2, 3, 5) == "where: what is 2: give 3..5"
    assert refusal(6, 3, 5) == "where: what is 6: give 3..5"
    assert refusal(1234567890123456789, 3, 5) == "where: what is 1234567890123456: give 3..5"


def test_words_for_a_host_are_as_they_were():
    assert limits.for_host("I > 620") == "I > 620"
