"""routines.json and modes.json, torn and changed some thousand times; and on a device."""

import json
import random
from typing import Any

import fuzz
import pytest

from galva.app import user_modes, user_routines
from galva.core.routine import AREAS, REFUSED, ROUTINES, SIDES, Routine
from host_tests.fake_rig import FakeRig, commissioned
from host_tests.scenarios.sessions import power_on
from host_tests.test_user_modes import assert_within_limits

CASES = 5000


def counted(parse: Any, sound: str, check: Any, seed: int) -> str:
    """What came of CASES texts; an exception or a bad reason is raised."""
    texts = taken = reasons = 0
    for text in fuzz.texts(seed, sound, CASES):
        texts += 1
        made, _ = parse(text)
        for each in made:
            check(each)
        some, lines = fuzz.look(parse, text)
        taken += some
        reasons += lines
    assert taken > CASES // 20 and reasons > CASES // 4
    return f"{texts} cases, 0 crashes; {taken} entries taken, {reasons} left out with a reason"


def assert_routine_within_limits(routine: Routine) -> None:
    """Each limit again, from the numbers of the routine and not by its own checks."""
    assert routine.name not in [each.name for each in ROUTINES] and routine.name != "none"
    assert 0 < len(routine.name) <= 12 and 0 < len(routine.steps) <= 24
    assert 0 < sum(step[1] for step in routine.steps) == routine.total_s <= 600
    for zone, seconds, stroke_s, hold_s in routine.steps:
        area, side = zone.split(" ")
        assert area in AREAS and side in SIDES and area not in REFUSED
        assert 5 <= seconds <= 180 and 2 <= stroke_s <= 60
        assert 0 <= hold_s <= 30 and hold_s < seconds


@pytest.mark.hazard("H30")
def test_routines_json(record_property: Any) -> None:
    told = counted(user_routines.parse, fuzz.ROUTINES, assert_routine_within_limits, 5)
    record_property("fuzz of routines.json", told)


@pytest.mark.hazard("H30")
def test_modes_json(record_property: Any) -> None:
    told = counted(
        lambda text: user_modes.parse(text, 100),
        fuzz.MODES,
        lambda mode: assert_within_limits(mode, 100),
        6,
    )
    record_property("fuzz of modes.json", told)


def routine(zone: str) -> dict[str, Any]:
    step = {"zone": zone, "side": "left", "seconds": 60, "stroke_s": 5, "hold_s": 5}
    return {"name": zone, "steps": [step]}


FILES = {
    "garbage": (random.Random(1).randbytes(400_000), "more than 8192 bytes"),
    "not text": (b'[{"name": "\xff\xfe"}]', "not UTF-8 text"),
    "torn": (b'[{"name": "mine", "ste', "not JSON"),
    "deep": (b'{"a":' * 1600, "not JSON"),
    "eyes": (json.dumps([routine("eyes"), routine("brow")]).encode(), "never a zone"),
}


@pytest.mark.hazard("H30")
@pytest.mark.parametrize("case", FILES)
def test_a_device_starts_with_any_routines_json(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, reason = FILES[case]
    rig = FakeRig(monkeypatch, files=commissioned() | {"routines.json": content})
    power_on(rig)
    lines = [line for line in rig.console.splitlines() if not line.startswith("{")]
    assert len(lines) == 1 and lines[0].startswith("routines.json: ") and reason in lines[0]
    rig.close()
