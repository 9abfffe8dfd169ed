"""The same sessions on the fakes and on the emulated chip."""

from collections.abc import Callable
from typing import Any

import pytest

from host_tests.fake_rig import FakeRig, kinds
from host_tests.scenarios.sessions import SCENARIOS
from tools.emulator.rig import EmulatedRig


@pytest.mark.parametrize("board", kinds())
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
