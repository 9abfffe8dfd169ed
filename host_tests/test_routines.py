"""Whole routines on the fakes: every prompt at its treated second, by what reached the skin."""

from typing import Any

import pytest
from crcline import line

from galva.core.course import Course
from galva.core.routine import ROUTINES, Routine
from galva.core.session import RAMP_UP, RUN
from host_tests.fake_rig import FakeRig, commissioned
from tools.long.perform import Lift, begin, perform, power_on
from tools.long.prompts import Treated, errors_ms

WORST_MS = 20
SETTINGS = {"version": 1, "unit": "mixed", "counter": 1}


def files(routine: str) -> dict[str, bytes]:
    """Of a device on which this routine is chosen."""
    text = line(SETTINGS | {"routine": routine})
    return commissioned() | {"settings.a": text.encode()}


def named(name: str) -> Routine:
    return next(routine for routine in ROUTINES if routine.name == name)


class Marked:
    """When the device treats: each change of its state, at the rig's time."""

    def __init__(self, rig: FakeRig, patch: pytest.MonkeyPatch) -> None:
        self.marks: list[tuple[float, bool]] = []
        step = Course._step

        def marked(course: Course, event: int) -> None:
            step(course, event)
            self.marks.append((float(rig.world.now_us), course.state in (RAMP_UP, RUN)))

        patch.setattr(Course, "_step", marked)


WHOLE = {
    ("face 5", "LIFT"): [
        Lift(24_992, 1500, "8 ms before a hold is due"),
        Lift(73_000, 4000, "in the middle of a hold"),
        Lift(73_000 + 60_000 + 2500, 2000, "in the envelope's off part"),
    ],
    ("face 10", "TIGHTEN"): [
        Lift(59_999, 1500, "1 ms before the next zone"),
        Lift(237_000, 30_000, "in the middle of a hold"),
        Lift(237_000 + 100_000, 2000, "at the sine's zero"),
    ],
}


@pytest.mark.parametrize(("name", "mode"), WHOLE)
def test_every_prompt_of_a_whole_routine(
    name: str, mode: str, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    rig = FakeRig(monkeypatch, files=files(name))
    rig.world.notes = False
    marks = Marked(rig, monkeypatch).marks
    routine = named(name)
    power_on(rig)
    begin(rig, mode)
    perform(rig, marks, WHOLE[name, mode], 1000.0 * routine.total_s, lambda _ms, _now: None)
    assert rig.status["ended"] == "time up"
    treated = Treated(rig.front.trace, marks, 1000 * rig.now_ms)
    late_ms = errors_ms(routine, rig.tones, treated)
    rig.close()
    figure = f"{min(late_ms):.1f} to {max(late_ms):.1f} ms late, treated {treated.ms:.1f} ms"
    record_property(f"{len(late_ms)} prompts of {name} in {mode}, three lift-offs", figure)
    assert max(map(abs, late_ms)) <= WORST_MS
    assert abs(treated.ms - 1000 * routine.total_s) < 50
