"""The same sessions on the fakes and on the emulated chip."""

from collections.abc import Callable
from typing import Any

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import SCENARIOS
from tools.emulator import image
from tools.emulator.rig import EmulatedRig


@pytest.mark.parametrize("board", image.boards())
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_on_fakes(
    scenario: Callable[[Any], None], board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = FakeRig(monkeypatch, board)
    try:
        scenario(rig)
    finally:
        rig.close()


@pytest.mark.chip
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_on_chip(scenario: Callable[[Any], None]) -> None:
    scenario(EmulatedRig())
