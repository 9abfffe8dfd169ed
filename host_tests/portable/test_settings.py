"""What a setting may be, and what is said of a value that is none."""

from galva.core import settings
from galva.core.limits import PEAK_UA, START_CAP_UA, ConfigError
from galva.core.modes import LEVELS, MODES


def test_a_setting_is_found_by_its_name():
    for setting in settings.TABLE:
        assert settings.named(setting.name) is setting
    assert settings.named("no such") is None
    assert len({setting.name for setting in settings.TABLE}) == len(settings.TABLE)


# product.md: name, default, least, most, unit; whether a change can raise what the skin gets
TABLE = (
    ("area_mm2", 0, 0, 10_000, "mm2, 0 = the board's", True),
    ("user_ua", 500, 20, 500, "uA", True),
    ("start_cap_ua", 200, 20, 200, "uA", True),
    ("lift_level_most", 10, 1, 10, "", True),
    ("tighten_level_most", 10, 1, 10, "", True),
    ("infuse_level_most", 10, 1, 10, "", True),
    ("own_level_most", 10, 1, 10, "", True),
    ("routine", "none", 1, 24, "", False),
    ("mute", 0, 0, 1, "1 = silent", False),
    ("brightness", 100, 5, 100, "%", False),
)


def test_each_setting_has_its_default_its_range_and_its_danger():
    assert len(settings.TABLE) == len(TABLE)
    for one, due in zip(settings.TABLE, TABLE):
        assert (one.name, one.default, one.least, one.most, one.unit, one.danger) == due
        assert one.refusal(one.default) == ""
    for mode in MODES:
        assert settings.named(settings.level_name(mode.name)).words.endswith(mode.name)


def test_a_setting_comes_out_as_it_was_written():
    one = settings.Setting("one", 5, 4, 9, "uA", True, "what it is")
    assert (one.name, one.default, one.least, one.most) == ("one", 5, 4, 9)
    assert (one.unit, one.danger, one.words) == ("uA", True, "what it is")


def test_a_default_outside_the_range_is_refused_when_the_table_is_built():
    for default, taken in ((5, True), (9, True), (4, False), (10, False), ("four", False)):
        try:
            settings.Setting("one", default, 5, 9, "uA", False, "")
        except ConfigError as error:
            assert not taken and str(error) == "one: the default is outside the range"
        else:
            assert taken, default


def test_a_long_value_is_cut_in_the_words():
    told = settings.named("mute").refusal("x" * 100)
    assert told == "mute is " + "x" * 24 + ": give 0..1 1 = silent"


def test_the_caps_begin_at_the_firmwares_and_go_down():
    for name, most, least in (
        ("user_ua", PEAK_UA, 20),
        ("start_cap_ua", START_CAP_UA, 20),
        (settings.OWN_LEVEL, LEVELS, 1),
    ) + tuple((settings.level_name(mode.name), LEVELS, 1) for mode in MODES):
        one = settings.named(name)
        assert one.default == one.most == most and one.least == least and one.danger, name
        assert one.refusal(most) == one.refusal(least) == ""
        for value in (most + 1, least - 1, True, "5", None, 1.5):
            told = one.refusal(value)
            assert name in told and str(least) + ".." + str(most) in told, value


def test_a_name_is_a_text_of_its_length():
    one = settings.named("routine")
    assert one.refusal("x") == one.refusal("x" * one.most) == one.refusal(one.default) == ""
    for value in ("", "x" * (one.most + 1), 5, None):
        assert "name of a routine" in one.refusal(value)
