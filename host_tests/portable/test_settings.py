"""What a setting may be, and what is said of a value that is none."""

from galva.core import settings
from galva.core.limits import PEAK_UA, START_CAP_UA
from galva.core.modes import LEVELS, MODES


def test_a_setting_is_found_by_its_name():
    for setting in settings.TABLE:
        assert settings.named(setting.name) is setting
    assert settings.named("no such") is None
    assert len({setting.name for setting in settings.TABLE}) == len(settings.TABLE)


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
