"""Zero net codes in every period: each biphasic mode, each level, each step of the ramp, and
calibrations from one end of the fields to the other, on the guard's own code."""

from itertools import pairwise
from typing import Any

import pytest

from host_tests.hal.rp2_stand import MINUS, PLUS, Sample, Stand

BIPHASIC = ("LIFT", "TIGHTEN")
# (pA per code, nA at code 0): nominal, and both ends of calib.FIELDS
LINES = ((183_350, 1500), (168_682, -2500), (198_018, 5500))


def ramped(stand: Stand, mode: Any, level: int) -> list[Sample]:
    """The samples of a ramp up, some time at the level, and a ramp down, ticked as the engine."""
    from galva.core.engine import TICK_MS
    from galva.core.player import Player

    player = Player(TICK_MS, watched=False)
    player.load(mode)
    player.aim(mode.level_ua(level), mode.ramp_up_ms)
    stand.output.arm()
    for ms in range(0, 2 * mode.ramp_up_ms + mode.ramp_down_ms + 2 * mode.period_ms, TICK_MS):
        if ms == mode.ramp_up_ms + mode.period_ms:
            player.aim(0, mode.ramp_down_ms)
        player.next()
        if not ms:
            stand.output.play(player)
        stand.output.renew(player, 0)
        stand.world.advance(1000 * TICK_MS)
    return stand.samples()


def sums(samples: list[Sample]) -> list[int]:
    """Net codes of each whole period, from one change to the first phase to the next."""
    signed = [
        s.code if s.bridge == PLUS else -s.code for s in samples if s.bridge in (PLUS, MINUS)
    ]
    begins = [0] + [k for k, (a, b) in enumerate(pairwise(signed), 1) if a < 0 < b]
    return [sum(signed[a:b]) for a, b in pairwise(begins)]


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("name", BIPHASIC)
def test_net_codes_are_zero_in_every_period(
    name: str, line: tuple[int, int], record_property: Any
) -> None:
    from galva.core.calib import Calibration, nominal_record
    from galva.core.modes import LEVELS, MODES

    mode = next(mode for mode in MODES if mode.name == name)
    record = nominal_record() | {"dac_pa": line[0], "zero_na": line[1]}
    cases = 0
    for level in range(1, LEVELS + 1):
        with pytest.MonkeyPatch.context() as patch:
            stand = Stand(patch, Calibration(record))
            found = sums(ramped(stand, mode, level))
        assert set(found) == {0}
        cases += len(found)
    assert cases >= 10 * 8
    record_property("periods", cases)
    print(f"{name}, {line[0]} pA per code: {cases} periods")
