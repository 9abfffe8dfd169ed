"""The screen of both rigs, and its words: none is cut off."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.image import imread

from galva.app import layout, words
from galva.core import afe_a, afe_b, faults
from host_tests.fake_rig import FakeRig, commissioned
from host_tests.scenarios.screens import FROM_IDLE, FROM_POWER_OFF, FROM_RUN, shown, to_run
from host_tests.scenarios.sessions import power_on
from tools import ROOT
from tools.emulator.rig import EmulatedRig, forked
from tools.rigs import Stuck
from tools.screens import picture
from tools.screens.report import plain, told
from tools.screens.scenes import FILES, STEPS, Scene, scenes
from tools.signals import TABLE
from tools.sim.glass import UNKNOWN
from tools.sim.oled import HEIGHT, WIDTH

Scenario = Callable[[Any], None]
SCENARIOS = FROM_POWER_OFF + FROM_IDLE + FROM_RUN


def before(scenario: Scenario, rig: Any) -> None:
    """To where the scenario begins."""
    if scenario not in FROM_POWER_OFF:
        power_on(rig)
    if scenario in FROM_RUN:
        to_run(rig)


@pytest.mark.parametrize("board", ["pico", "pico2", "esp32_s3"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_on_fakes(scenario: Scenario, board: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch, board)
    try:
        before(scenario, rig)
        scenario(rig)
    finally:
        rig.close()


@pytest.mark.chip
@pytest.mark.parametrize(
    "scenarios", [FROM_POWER_OFF, FROM_IDLE, FROM_RUN], ids=("off", "idle", "run")
)
def test_on_chip(scenarios: tuple[Scenario, ...]) -> None:
    """Each on a fork of the one chip that got to where it begins."""
    rig = EmulatedRig()
    before(scenarios[0], rig)
    for scenario in scenarios:
        forked(partial(scenario, rig))


def test_a_board_without_pins_for_it_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch, "esp32")
    power_on(rig)
    assert rig.device.screen is None
    assert not [note for note in rig.world.timeline if note[1] == "i2c"]
    rig.close()


def test_only_rows_that_changed_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    power_on(rig)
    shown(rig)
    rig.run(-rig.now_ms % 5000 + 1000)  # just renewed
    before = list(rig.screen.written)
    rig.press("PLUS")
    shown(rig)
    sent = [now - then for now, then in zip(rig.screen.written, before, strict=True)]
    assert sent == [1, 0, 0, 0, 0, 0, 0, 1]  # level, and its current
    rig.close()


@pytest.mark.parametrize("stuck", [True, False], ids=["stuck", "unplugged"])
def test_one_that_fails_in_a_session_is_not_tried_again_in_it(
    stuck: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = FakeRig(monkeypatch)
    power_on(rig)
    to_run(rig)
    begin_us = rig.world.now_us
    rig.hold_i2c(stuck)
    rig.plug_screen(stuck)
    rig.run(7000)
    assert rig.status["state"] == "RUN"
    tries = [note for note in rig.world.timeline if note[0] > begin_us and note[1] == "i2c"]
    assert len(tries) == 1
    rig.close()


def test_there_is_no_light_before_all_rows_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    while not rig.screen.lit:
        assert rig.now_ms < 1000
        rig.run(10)
    assert UNKNOWN not in "".join(rig.screen.text)  # no noise of the memory's power-on
    rig.close()


def test_it_goes_dark_when_the_application_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    power_on(rig)
    assert shown(rig)
    rig.close()
    assert not rig.screen.lit


def test_docs_show_what_the_device_shows_now(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "screens.md").read_text(encoding="utf-8")
    rig = FakeRig(monkeypatch, files=commissioned() | FILES)
    now = {scene.title: list(map(plain, scene.lines)) for scene in scenes(rig)}
    rig.close()
    assert told(page) == now, "the screen changed: run `make screens`"
    assert list(now) == [title for title, _words, _act in STEPS]


def test_a_device_that_does_not_get_on_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    rig.hold("START")  # a stuck button: no session will begin
    with pytest.raises(Stuck, match=r"\w+ was not reached in 12000 ms: "):
        list(scenes(rig))
    rig.close()


def test_the_picture_is_the_dots(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dots = [[0] * WIDTH for _ in range(HEIGHT)]
    dots[63][0] = 1
    scene = Scene("a", "", dots, [])
    picture.save(tmp_path / "one.png", [scene] * 3)
    seen = imread(tmp_path / "one.png")
    bright = np.argwhere((seen[..., :3] > 0.8).all(axis=2) & (seen[..., 2] > seen[..., 0] + 0.1))
    assert len(bright) == 3 * (picture.SCALE - 1) ** 2  # one dot in each of three


# ---- the words


@pytest.mark.parametrize("signal", TABLE)
def test_a_headline_fits(signal: str) -> None:
    line = words.headline(signal)
    assert bool(line) == (signal != "off")
    assert len(line) <= words.WIDTH and line.isascii()


@pytest.mark.parametrize("text", words.CURES.values())
def test_a_cure_fits(text: str) -> None:
    fits(text, words.CURE_ROWS)


def test_what_stands_below_ready_fits() -> None:
    fits(words.CURES["idle"], words.CURE_ROWS - 1)


TRIPS = [row[7] for row in faults.TABLE] + [row[12] for row in afe_a.TABLE + afe_b.TABLE]


@pytest.mark.parametrize("text", sorted(set(TRIPS)))
def test_a_cure_of_a_fault_fits(text: str) -> None:
    fits(text, layout.ROWS - 2)


def fits(text: str, rows: int) -> None:
    lines = words.wrapped(text)
    assert len(lines) <= rows and max(map(len, lines)) <= words.WIDTH
    assert " ".join(lines) == text and text.isascii()


def test_a_word_is_broken_nowhere_and_a_row_used_to_its_end() -> None:
    assert words.wrapped("1234567 12345678 x") == ["1234567 12345678", "x"]
    assert words.wrapped("12345678 12345678") == ["12345678", "12345678"]
    assert words.wrapped("") == [""]


def test_every_end_without_treatment_says_what_to_do() -> None:
    refusals = {"no contact", "no gel", "oily", "short", "battery low", "stuck button"}
    assert refusals <= set(words.CURES)
