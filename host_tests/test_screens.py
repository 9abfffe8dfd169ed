"""The screen of both rigs, and its words: none is cut off."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from galva.app import layout
from galva.app.signals import TABLE
from galva.core import faults, selftest
from host_tests.fake_rig import FakeRig
from host_tests.scenarios.screens import FROM_IDLE, FROM_POWER_OFF, FROM_RUN, shown, to_run
from host_tests.scenarios.sessions import power_on
from tools.emulator.rig import EmulatedRig, forked

Scenario = Callable[[Any], None]
SCENARIOS = FROM_POWER_OFF + FROM_IDLE + FROM_RUN


def before(scenario: Scenario, rig: Any) -> None:
    """To where the scenario begins."""
    if scenario not in FROM_POWER_OFF:
        power_on(rig)
    if scenario in FROM_RUN:
        to_run(rig)


@pytest.mark.parametrize("board", ["pico", "pico2", "esp32s3"])
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


def test_it_goes_dark_when_the_application_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    power_on(rig)
    assert shown(rig)
    rig.close()
    assert not rig.screen.lit


# ---- the words


@pytest.mark.parametrize("signal", TABLE)
def test_a_headline_fits(signal: str) -> None:
    line = layout.headline(signal)
    assert 0 < len(line) <= layout.WIDTH and line.isascii()


@pytest.mark.parametrize("text", layout.CURES.values())
def test_a_cure_fits(text: str) -> None:
    fits(text, layout.CURE_ROWS)


TRIPS = [row[7] for row in faults.TABLE] + [row[12] for row in selftest.TABLE]


@pytest.mark.parametrize("text", sorted(set(TRIPS)))
def test_a_cure_of_a_fault_fits(text: str) -> None:
    fits(text, layout.ROWS - 2)


def fits(text: str, rows: int) -> None:
    lines = layout.wrapped(text)
    assert len(lines) <= rows and max(map(len, lines)) <= layout.WIDTH
    assert " ".join(lines) == text and text.isascii()


def test_every_end_without_treatment_says_what_to_do() -> None:
    refusals = {"no contact", "no gel", "oily", "short", "battery low", "stuck button"}
    assert refusals <= set(layout.CURES)
