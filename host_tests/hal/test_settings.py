"""Settings on fakes: what a file says reaches the skin only within the table's bounds."""

from typing import Any

import pytest
from crcline import line
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from galva.app.settings import Settings
from galva.core.settings import TABLE, named
from host_tests.fake_rig import FakeRig, commissioned
from host_tests.scenarios.sessions import power_on, start, until

COMMON = {"version": 1, "unit": "mixed", "counter": 1}


def with_settings(patch: pytest.MonkeyPatch, text: str) -> FakeRig:
    rig = FakeRig(patch, files={**commissioned(), "settings.a": text.encode()})
    power_on(rig)
    return rig


@pytest.mark.hazard("H5")
def test_a_user_cap_holds_at_the_skin(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = with_settings(monkeypatch, line(dict(COMMON, user_ua=60)))
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 5000)
    for _ in range(10):
        rig.press("PLUS")
    rig.run(3000)
    assert rig.status["level"] == 10
    assert 55 < rig.front.trace.peak_ua(0, rig.now_ms * 1000) < 66
    rig.close()


@pytest.mark.hazard("H5")
def test_a_level_cap_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = with_settings(monkeypatch, line(dict(COMMON, lift_level_most=3)))
    for _ in range(6):
        rig.press("PLUS")
    assert rig.status["level"] == 3
    rig.close()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"user_ua": 5000}, "user_ua is 5000: give 20..500 uA; the default holds"),
        ({"user_ua": True}, "user_ua is True: give 20..500 uA"),
        ({"user_ua": None}, "user_ua is None: give 20..500 uA"),
        ({"mute": "yes"}, "mute is yes: give 0..1"),
        ({"area_mm2": 40}, "LIFT: too dense for 40 mm2"),
        ({"routine": ""}, "routine is : give the name of a routine, or none"),
        ({"sparkle": 1}, "sparkle: no setting of this name"),
    ],
)
def test_what_is_wrong_is_told_and_the_default_holds(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, object], told: str
) -> None:
    rig = with_settings(monkeypatch, line({**COMMON, **change, "brightness": 40}))
    assert told in rig.console
    values = rig.part(Settings).values()
    assert values.pop("brightness") == 40  # what was right beside it is kept
    assert all(values[one.name] == one.default for one in TABLE if one.name in values)
    rig.close()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "x" * 9000, line({"version": 9, "unit": "mixed"})]
)
def test_a_damaged_file_is_told_and_the_defaults_hold(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    rig = with_settings(monkeypatch, text)
    assert "settings.a: " in rig.console
    assert all(getattr(rig.part(Settings), one.name) == one.default for one in TABLE)
    rig.close()


def test_a_change_outlives_the_power_and_defaults_are_not_stored(
    rig: FakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = rig.part(Settings)
    rig.run(500)
    for _ in range(2):
        assert settings.change("mute", 1) == "" and settings.change("brightness", 30) == ""
        assert settings.change("user_ua", 500) == ""
        rig.run(100)
    stored = b"".join(content for name, content in rig.files().items() if "settings" in name)
    assert b'"mute": 1' in stored and b"user_ua" not in stored
    again = FakeRig(monkeypatch, files=rig.files())
    power_on(again)
    assert (again.part(Settings).mute, again.part(Settings).brightness) == (1, 30)
    again.close()


@pytest.mark.hazard("H5")
def test_nothing_changes_in_a_session(rig: FakeRig) -> None:
    rig.touch("good")
    start(rig)
    before = rig.files()
    while rig.status["state"] != "RUN":
        assert "stop it first" in rig.part(Settings).change("mute", 1)
        rig.run(20)
    rig.run(500)
    assert rig.part(Settings).mute == 0 and rig.files() == before


def test_a_full_flash_is_told_and_the_device_goes_on(
    rig: FakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_name: str, _record: object) -> None:
        raise OSError(28)

    rig.run(500)
    with monkeypatch.context() as patch:
        patch.setattr(rig.device.store, "save", full)
        assert rig.part(Settings).change("mute", 1) == ""
        rig.run(200)
    assert rig.console.count("settings: not stored") == 1 and rig.part(Settings).mute == 1
    assert rig.status["state"] == "IDLE"


@given(st.sampled_from(TABLE), st.one_of(st.integers(), st.text(), st.booleans(), st.none()))
@hypothesis_settings(max_examples=300)
def test_a_value_is_taken_only_within_its_range(setting: Any, value: object) -> None:
    taken = setting.refusal(value) == ""
    if isinstance(setting.default, str):
        assert taken == (isinstance(value, str) and setting.least <= len(value) <= setting.most)
    else:
        assert taken == (type(value) is int and setting.least <= value <= setting.most)
    assert named(setting.name) is setting
