"""Buttons, sleep, mute, brightness and lights beyond the table: what reaches pins and skin."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from galva.app import signals
from galva.app.buttons import STUCK_MS
from galva.app.panel import Panel
from galva.core import limits
from galva.core.controls import AGAIN_MS, COMBINE_MS, LEVEL_MS, START_HELD
from galva.core.modes import MODES
from galva.core.session import IDLE
from host_tests.fake_rig import FakeRig
from host_tests.panel.boards import MODE_BUTTONS
from host_tests.panel.stage import Stage, fault, idle, off, read_first, run
from host_tests.scenarios.sessions import assert_off, most_ua, power_on, start, until
from tools.signals import TABLE

DARK = (0.0, 0.0, 0.0)
WRAP_MS = 1 << 30  # of the clock


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    rig = Stage(monkeypatch)
    yield rig
    rig.close()


def asleep(rig: FakeRig) -> bool:
    """Dark and silent for a second and a half, and every pin that reaches the skin is low."""
    for _ in range(75):
        rig.run(20)
        if rig.light != DARK or rig.tone_hz:
            return False
    assert_off(rig)
    return True


def heard_within(rig: FakeRig, ms: int) -> bool:
    """The buzzer sounds in that time."""
    for _ in range(ms // 20):
        rig.run(20)
        if rig.tone_hz:
            return True
    return False


# ---- a start


@pytest.mark.parametrize("action", ["stop", "off"])
def test_what_is_asked_after_a_start_in_the_same_poll_takes_its_place(
    rig: Stage, action: str
) -> None:
    idle(rig)
    panel = rig.part(Panel)
    panel._gesture(START_HELD, IDLE, "START")
    panel.press(action)
    begin_us = rig.now_ms * 1000
    rig.run(1500)
    assert not any(e.kind == "rail" and e.t_us >= begin_us for e in rig.front.trace.events)


# ---- switched off


@pytest.mark.hazard("H35")
def test_a_long_start_in_run_is_off_at_once_and_asleep(rig: Stage) -> None:
    run(rig)
    rig.hold("START")
    rig.run(3100)
    assert asleep(rig)
    assert rig.status["signal"] == "off"


@pytest.mark.hazard("H34")
def test_the_press_that_wakes_starts_nothing_a_further_hold_does(rig: Stage) -> None:
    off(rig)
    begin_us = rig.now_ms * 1000
    for name in ("MODE", "PLUS", "MINUS"):
        rig.press(name, 1200)
    assert asleep(rig)
    rig.hold("START")
    rig.run(2900)
    assert rig.light != DARK and not rig.front.hv_on
    rig.release("START")
    rig.run(100)
    assert most_ua(rig, begin_us / 1000) < 1e-6
    start(rig)
    until(rig, "RUN", 5000)


def test_a_wake_that_is_held_on_does_not_switch_off_again(rig: Stage) -> None:
    off(rig)
    rig.press("START", 4000)
    assert rig.light != DARK and rig.status["signal"] == "idle"


@pytest.mark.hazard("H34")
def test_a_mode_change_before_sleep_is_kept(rig: Stage) -> None:
    idle(rig)
    rig.pick("INFUSE")
    rig.press("START", 3200)
    rig.press("START", 120)
    rig.run(signals.REFUSED_MS + 600)
    assert rig.status["mode"] == "INFUSE" and rig.status["signal"] == "idle"


# ---- nobody there


@pytest.mark.parametrize("epoch_ms", [0, WRAP_MS - 100_000, WRAP_MS // 2 - 100_000])
def test_three_minutes_without_a_button_are_off_whatever_the_clock_says(
    rig: Stage, epoch_ms: int
) -> None:
    rig.world.epoch_ms = epoch_ms
    power_on(rig)
    rig.run(60_000)
    rig.press("PLUS")
    touched_ms = rig.now_ms
    rig.run(limits.IDLE_OFF_MS - 2000)
    assert rig.light != DARK
    while rig.light != DARK and rig.now_ms < touched_ms + limits.IDLE_OFF_MS + 2000:
        rig.run(20)
    assert 0 <= rig.now_ms - touched_ms - limits.IDLE_OFF_MS + 200 <= 400
    assert asleep(rig)


def test_a_fault_sleeps_too_and_is_there_after_waking(rig: Stage) -> None:
    fault(rig)
    rig.run(limits.IDLE_OFF_MS)
    assert asleep(rig)
    rig.press("START", 700)
    rig.run(600)
    assert rig.status["state"] == "FAULT" and rig.status["signal"] == "fault"
    assert not rig.front.hv_on


@pytest.mark.hazard("H34")
def test_a_session_of_twenty_minutes_ends_and_the_device_sleeps(rig: Stage) -> None:
    """Lift-offs make it long: treated time alone would end it at five minutes."""
    run(rig)
    rig.world.notes = False
    course = rig.panel._engine.course
    course.on_ms = limits.ON_MS - 3000
    rig.run(2900)
    assert rig.front.hv_on
    rig.run(1500)
    assert asleep(rig)
    rig.press("START", 120)
    rig.run(200)
    assert rig.light != DARK  # once
    start(rig)
    until(rig, "RUN", 5000)


# ---- combinations, repeats, stuck buttons


@pytest.mark.parametrize("first, second", [("MODE", "MINUS"), ("MINUS", "MODE")])
@pytest.mark.parametrize("gap_ms", [0, 20, 40])
def test_mute_silences_and_no_level_or_mode_moves(
    rig: Stage, first: str, second: str, gap_ms: int
) -> None:
    idle(rig)
    for due_heard in (False, True):
        rig.hold(first)
        rig.run(gap_ms)
        rig.hold(second)
        rig.run(300)
        rig.release(first)
        rig.run(30)
        rig.release(second)
        rig.run(300)
        assert (rig.status["level"], rig.status["mode"]) == (3, "LIFT")
        start(rig)
        assert heard_within(rig, 2000) == due_heard
        rig.press("MODE")
        until(rig, "IDLE", 3000)
        rig.run(signals.REFUSED_MS)


def test_a_muted_device_shows_a_fault_by_light_alone(rig: Stage) -> None:
    idle(rig)
    rig.hold("MODE")
    rig.press("MINUS")
    rig.release("MODE")
    start(rig)
    until(rig, "RUN", 5000)
    rig.usb(True)
    assert not heard_within(rig, 1500)
    assert rig.light[0] > 0.9 or rig.light == DARK
    assert rig.status["signal"] == "fault"


def test_a_held_minus_repeats_and_does_not_wrap(rig: Stage) -> None:
    idle(rig)
    rig.level(10)
    rig.hold("MINUS")
    rig.run(COMBINE_MS + 40 + 80)
    assert rig.status["level"] == 9
    rig.run(LEVEL_MS - COMBINE_MS)
    assert rig.status["level"] == 8
    rig.run(AGAIN_MS)
    assert rig.status["level"] == 7
    rig.run(20 * AGAIN_MS)
    assert rig.status["level"] == 1
    rig.release("MINUS")


@pytest.mark.hazard("H5")
def test_a_held_plus_in_run_raises_the_current_in_ramps(rig: Stage) -> None:
    """TIGHTEN, whose peak follows the setpoint in every period: no step above its own ramp."""
    power_on(rig)
    rig.pick("TIGHTEN")
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 9000)
    begin_ms = rig.now_ms
    rig.hold("PLUS")
    rig.run(2300)
    rig.release("PLUS")
    rig.run(6000)
    mode = MODES[1]
    reached = rig.status["level"]
    assert 5 <= reached <= 7
    periods = range(int(begin_ms), int(rig.now_ms) - 1000, 1000)
    peaks = [most_ua(rig, ms, ms + 1000) for ms in periods]
    assert abs(peaks[-1] - mode.level_ua(reached)) <= 0.05 * mode.level_ua(reached) + 8
    most_a_second = mode.level_ua(reached) / (mode.ramp_up_ms / 1000)
    assert max(b - a for a, b in pairwise(peaks)) <= 1.1 * most_a_second + 8


@pytest.mark.hazard("H34")
@pytest.mark.parametrize("name", ["START", "PLUS"])
def test_a_button_that_sticks_later_is_shown_and_forbids_a_start(rig: Stage, name: str) -> None:
    power_on(rig)
    rig.touch("good")
    rig.hold(name)
    rig.run(STUCK_MS + 500)
    if name == "START":  # it has switched off
        assert asleep(rig)
        rig.release(name)
        rig.run(200)
        rig.press("START")
        rig.run(600)
        assert rig.status["signal"] == "idle"
        return
    assert rig.status["signal"] == "stuck button"
    start(rig)
    rig.run(500)
    assert rig.status["state"] == "IDLE" and not rig.front.hv_on
    rig.release(name)
    rig.run(signals.REFUSED_MS + 500)
    assert rig.status["signal"] == "idle"
    start(rig)
    assert rig.status["state"] != "IDLE"


@pytest.mark.hazard("H35")
def test_stop_wins_over_a_level_in_the_same_instant(rig: Stage) -> None:
    run(rig)
    rig.hold("PLUS")
    rig.run(COMBINE_MS - 10)
    rig.hold("START")
    rig.run(40)
    rig.release("PLUS")
    rig.release("START")
    until(rig, "IDLE", 2000)
    assert_off(rig)


# ---- what forbids a start


@pytest.mark.hazard("H34")
@pytest.mark.parametrize("why", ["enough today", "rest day", "read first"])
def test_a_refused_start_has_its_signal_and_energises_nothing(rig: Stage, why: str) -> None:
    idle(rig)
    rig.guard.why = why
    begin_ms = rig.now_ms
    rig.run(600)
    rig.press("START", 500)
    assert heard_within(rig, 300)
    rig.run(100)
    assert rig.status["signal"] == why
    assert not rig.front.hv_on and most_ua(rig, begin_ms) < 1e-6
    rig.run(signals.REFUSED_MS)
    assert rig.status["signal"] == (why if why == "read first" else "idle")
    rig.guard.why = ""
    start(rig)
    until(rig, "RUN", 5000)


def test_acknowledging_takes_both_buttons_for_three_seconds_and_no_level(rig: Stage) -> None:
    read_first(rig)
    rig.hold("PLUS")
    rig.run(500)
    rig.hold("MINUS")
    rig.run(2900)
    assert rig.guard.acknowledged == 0
    rig.run(300)
    assert rig.guard.acknowledged == 1
    rig.release("PLUS")
    rig.release("MINUS")
    rig.run(600)
    assert rig.status["level"] == 3 and rig.status["signal"] == "idle"


def test_the_warning_of_the_week_follows_done(rig: Stage) -> None:
    run(rig)
    rig.guard.warning = "enough this week"
    rig.panel._engine.course.plan.treated_ms = 299_900
    until(rig, "IDLE", 3000)
    rig.run(1000)
    assert rig.status["signal"] == "done"
    rig.run(signals.REFUSED_MS)
    assert rig.status["signal"] == "enough this week"
    rig.run(signals.REFUSED_MS)
    assert rig.status["signal"] == "idle"


# ---- what a link may do


@pytest.mark.hazard("H34")
def test_a_link_cannot_start_but_can_ask_and_a_hold_confirms(rig: Stage) -> None:
    idle(rig)
    assert "only START" in rig.panel.press("start")
    assert rig.panel.ask_start() == ""
    rig.run(600)
    assert rig.status["signal"] == "confirm" and not rig.front.hv_on
    rig.run(10_000)
    assert rig.status["signal"] == "idle"
    assert rig.panel.ask_start() == ""
    rig.run(600)
    start(rig)
    until(rig, "RUN", 5000)
    assert "not while RUN" in rig.panel.ask_start()


def test_a_link_does_what_the_buttons_do_where_they_do_it(rig: Stage) -> None:
    idle(rig)
    panel = rig.panel
    assert panel.press("level up") == panel.press("next mode") == ""
    assert panel.press("pick", "infuse") == ""
    rig.run(600)
    assert rig.status["mode"] == "INFUSE"
    assert "not while IDLE" in panel.press("clear") and "one of stop, " in panel.press("burn")
    start(rig)
    until(rig, "RUN", 12_000)
    assert "not while RUN" in panel.press("next mode")
    assert panel.press("stop") == ""
    rig.run(20)
    assert panel.press("off") == ""
    rig.run(20)
    assert (rig.front.code, rig.front.bridge, rig.front.hv_on) == (0, 0, False)
    assert "only START" in panel.press("wake")


@pytest.mark.hazard("H35")
def test_off_is_off_within_a_tick(rig: Stage) -> None:
    run(rig)
    assert rig.panel.press("off") == ""
    rig.run(6)
    assert (rig.front.code, rig.front.bridge, rig.front.hv_on) == (0, 0, False)


def test_a_request_does_not_take_the_place_of_a_stop(rig: Stage) -> None:
    run(rig)
    panel = rig.panel
    panel.press("stop")
    panel.press("level up")
    until(rig, "IDLE", 2000)
    run_again(rig)
    panel.press("off")
    panel.press("stop")
    rig.run(6)
    assert not rig.front.hv_on


def run_again(rig: Stage) -> None:
    """A second session."""
    start(rig)
    until(rig, "RUN", 5000)


# ---- light


@pytest.mark.parametrize("percent", [100, 50, 5])
def test_brightness_scales_what_the_pins_give(rig: Stage, percent: int) -> None:
    idle(rig)
    assert rig.settings.change("brightness", percent) == ""
    rig.run(1100)
    assert rig.light == (0.0, 24 * percent // 100 / 255, 0.0)


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    rig = Stage(monkeypatch, MODE_BUTTONS)
    yield rig
    rig.close()


def test_a_ws2812_is_written_only_when_its_colour_changes(other: Stage) -> None:
    power_on(other)
    pixels = other.world.pixels
    assert pixels[0][2:] == (0, 0, 0)
    assert {gpio for _t, gpio, *_rgb in pixels} == {other.pins.ws2812}
    seen = len(pixels)
    other.run(5000)  # a steady light, shown again each second
    assert len(pixels) == seen
    other.touch("good")
    start(other)
    until(other, "RUN", 5000)
    assert all(a[2:] != b[2:] for a, b in pairwise(pixels))
    assert other.light == (0, 160 / 255, 0)


def test_mode_buttons_pick_raise_and_stop(other: Stage) -> None:
    power_on(other)
    other.touch("good")
    other.press("TIGHTEN")
    other.run(100)
    assert (other.status["mode"], other.status["level"]) == ("TIGHTEN", 1)
    other.press("TIGHTEN")
    other.run(100)
    assert (other.status["mode"], other.status["level"]) == ("TIGHTEN", 2)
    start(other)
    until(other, "RAMP_UP", 5000)
    other.press("INFUSE")
    until(other, "IDLE", 5000)
    assert other.status["mode"] == "TIGHTEN" and other.status["ended"] == "stopped"
    assert_off(other)


def test_every_signal_can_be_told_from_every_other() -> None:
    lights: dict[Any, str] = {}
    for name, (light, _sound, line) in TABLE.items():
        assert len(line) <= signals.LINE_MOST and (line or name == "off")
        twin = lights.setdefault(light, name)
        assert twin == name or {twin, name} == {"idle", "stopped"}  # the sound tells
    lines = [line for _light, _sound, line in TABLE.values()]
    assert len(set(lines)) == len(lines)
    sounds = [sound for _light, sound, _line in TABLE.values() if sound]
    twins = {"poor contact", "gel drying"}  # both ask to look at the contact
    assert len(set(sounds)) == len(sounds) - len(twins) + 1
