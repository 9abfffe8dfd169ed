"""Whole routines on the fakes: every prompt at its treated second, by what reached the skin."""

from typing import Any

import pytest

from galva.core.course import Course
from galva.core.routine import ROUTINES, Routine
from galva.core.session import RAMP_UP, RUN
from host_tests.fake_rig import FakeRig, commissioned, kinds
from tools.long.device import chosen
from tools.long.perform import LIFTS, PIECE, PIECE_LIFTS, Lift, begin, perform, power_on
from tools.long.prompts import Treated, errors_ms

# The bound is 20 ms on the chip, whose application takes its time: tools.long. Here it takes
# none: a tick and a sample; the ESP32 samples in blocks, and learns of a lift-off 7 ms late.
WORST_MS = {"rp2": 7, "esp": 20}
SINE_LIFTS = [
    Lift(59_999, 1500, "1 ms before the next zone"),
    Lift(237_000, 30_000, "in the middle of a hold"),
    Lift(337_000, 2000, "at the sine's zero"),
]
WHOLE = (("face 5", "LIFT", LIFTS), ("face 10", "TIGHTEN", SINE_LIFTS))


def watch_state(rig: FakeRig, patch: pytest.MonkeyPatch) -> list[tuple[float, bool]]:
    """Fills with (us, treats from now on): prompts.Marks."""
    marks: list[tuple[float, bool]] = []
    step = Course.step

    def told(course: Course, event: int) -> None:
        step(course, event)
        marks.append((float(rig.world.now_us), course.state in (RAMP_UP, RUN)))

    patch.setattr(Course, "step", told)
    return marks


def late_ms(
    rig: FakeRig, patch: pytest.MonkeyPatch, routine: Routine, mode: str, lifts: list[Lift]
) -> tuple[list[float], float]:
    """(how late each prompt was, treated ms in all) of a whole session."""
    rig.world.notes = False
    marks = watch_state(rig, patch)
    power_on(rig)
    begin(rig, mode)
    perform(rig, marks, lifts, 1000.0 * routine.total_s, lambda _ms, _now: None)
    assert rig.status["ended"] == "time up"
    treated = Treated(rig.front.trace, marks, 1000 * rig.now_ms)
    late = errors_ms(routine, rig.tones, treated)
    rig.close()
    return late, treated.ms


@pytest.mark.parametrize(("name", "mode", "lifts"), WHOLE, ids=lambda value: str(value)[:8])
def test_every_prompt_of_a_whole_routine(
    name: str, mode: str, lifts: list[Lift], monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    routine = next(routine for routine in ROUTINES if routine.name == name)
    rig = FakeRig(monkeypatch, files=commissioned() | chosen(routine))
    late, treated_ms = late_ms(rig, monkeypatch, routine, mode, lifts)
    figure = f"{min(late):.1f} to {max(late):.1f} ms late, treated {treated_ms:.1f} ms"
    record_property(f"{len(late)} prompts of {name} in {mode}, three lift-offs", figure)
    assert max(map(abs, late)) <= WORST_MS["rp2"]
    assert abs(treated_ms - 1000 * routine.total_s) <= 20


@pytest.mark.parametrize("board", kinds())
def test_an_own_routine_on_every_board(
    board: str, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    rig = FakeRig(monkeypatch, board, files=commissioned() | chosen(PIECE))
    late, treated_ms = late_ms(rig, monkeypatch, PIECE, "LIFT", PIECE_LIFTS)
    record_property(
        f"{len(late)} prompts on {board}", f"{min(late):.1f} to {max(late):.1f} ms late"
    )
    assert max(map(abs, late)) <= WORST_MS[rig.device.board.chip[:3]]
    assert abs(treated_ms - 1000 * PIECE.total_s) <= 50


def test_infuse_turns_round_at_half_of_the_routine(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch, files=commissioned() | chosen(PIECE))
    marks = watch_state(rig, monkeypatch)
    power_on(rig)
    begin(rig, "INFUSE")
    perform(rig, marks, [], 1000.0 * PIECE.total_s, lambda _ms, _now: None)
    treated = Treated(rig.front.trace, marks, 1000 * rig.now_ms)
    begin_ms, half_ms = treated.when_ms(1), treated.when_ms(500 * PIECE.total_s)
    rows = rig.front.trace.between(1000 * begin_ms, 1000 * treated.when_ms(14_999))
    rig.close()
    top_ua = max(row.setpoint_ua for row in rows)
    fell_ms = max(row.t_us for row in rows if row.setpoint_ua == top_ua) / 1000
    assert top_ua > 80 and min(row.setpoint_ua for row in rows) < -20
    assert 0 <= fell_ms - half_ms <= 40  # its amplitude is read between two periods of 20 ms
