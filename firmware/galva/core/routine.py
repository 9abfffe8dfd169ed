"""Routines: where the electrodes stroke, for how long, and the prompts, in treated time."""

from . import limits
from .limits import require, require_within

AREAS = ("neck", "jawline", "cheek", "brow")
SIDES = ("left", "right")
ZONES = tuple(area + " " + side for side in SIDES for area in AREAS)

# Never a zone, with the reason: an area, or "neck" with this side.
_EYES = "current near an eye is seen as flashes and may harm it"
_THROAT = "the thyroid and the reflexes of the throat lie there"
REFUSED = {
    "eye": _EYES,
    "eyes": _EYES,
    "eyelid": _EYES,
    "eyelids": _EYES,
    "under eye": _EYES,
    "thyroid": _THROAT,
    "thyroid midline": _THROAT,
    "throat": _THROAT,
    "neck midline": _THROAT,
    "neck middle": _THROAT,
    "neck centre": _THROAT,
    "neck center": _THROAT,
    "neck front": _THROAT,
}

NAME_MOST = 12
STEPS_MOST = 24
STROKE, HOLD, NEXT_ZONE, FINISHED = CUES = ("stroke", "hold", "next zone", "finished")


class Step:
    """One zone: a prompt every `stroke_s` seconds, and at its end `hold_s` at the lift point.

    area: of AREAS; side: of SIDES; seconds: 5..180; stroke_s: 2..60; hold_s: 0..30, 0 = none.
    ConfigError says what is wrong and what to give.
    """

    def __init__(self, area: str, side: str, seconds: int, stroke_s: int, hold_s: int) -> None:
        where = area[:NAME_MOST] + " " + side[:NAME_MOST]
        for name in (area.lower(), where.lower()):
            require(name not in REFUSED, where, "never a zone: " + REFUSED.get(name, ""))
        require(area in AREAS, where, "no such zone: give one of " + ", ".join(AREAS))
        require(side in SIDES, where, "no such side: give one of " + ", ".join(SIDES))
        require_within(seconds, 5, 180, where, "seconds")
        require_within(stroke_s, 2, 60, where, "stroke_s")
        require_within(hold_s, 0, min(30, seconds - 2), where, "hold_s")
        self.zone = where
        self.seconds = seconds
        self.stroke_s = stroke_s
        self.hold_s = hold_s

    def cue_after(self, s: int) -> int:
        """The first second of this zone, later than s, that has a stroke or the hold; or -1."""
        hold_at_s = self.seconds - self.hold_s
        stroke_at_s = (s // self.stroke_s + 1) * self.stroke_s
        if stroke_at_s < hold_at_s:
            return stroke_at_s
        return hold_at_s if s < hold_at_s < self.seconds else -1


class Routine:
    """Zones in their order. `total_s` is the session's time: 600 at most. ConfigError."""

    def __init__(self, name: str, steps: "Sequence[Step]") -> None:
        require(0 < len(name) <= NAME_MOST, name[:NAME_MOST], "a name has 1..12 characters")
        require_within(len(steps), 1, STEPS_MOST, name, "number of steps")
        self.name = name
        self.steps = tuple(steps)
        self.total_s = sum(step.seconds for step in steps)
        require_within(self.total_s, 1, limits.SESSION_MS // 1000, name, "seconds of all steps")

    def place(self, s: int) -> "tuple[int, int]":
        """(number of the step, second of the routine at which it ends) in second 0..total_s."""
        end_s = 0
        for number, step in enumerate(self.steps):
            end_s += step.seconds
            if s < end_s:
                return number, end_s
        return len(self.steps) - 1, end_s

    def cue_after(self, s: int) -> "tuple[int, str]":
        """(second, one of CUES) of the first prompt later than s >= 0; after the last: FINISHED.

        Two prompts are a second apart or more.
        """
        number, end_s = self.place(s)
        step = self.steps[number]
        start_s = end_s - step.seconds
        at_s = step.cue_after(s - start_s)
        if at_s < 0:
            return end_s, NEXT_ZONE if end_s < self.total_s else FINISHED
        return start_s + at_s, HOLD if at_s == step.seconds - step.hold_s else STROKE


def _face(name: str, times: "Sequence[tuple[str, int, int, int]]") -> Routine:
    """The same on both sides; times: (area, seconds, stroke_s, hold_s)."""
    return Routine(name, [Step(area, side, *rest) for side in SIDES for area, *rest in times])


ROUTINES = (
    _face("face 5", (("neck", 30, 5, 5), ("jawline", 45, 5, 5), ("cheek", 45, 5, 5),
                     ("brow", 30, 5, 5))),
    _face("face 10", (("neck", 60, 6, 6), ("jawline", 90, 6, 6), ("cheek", 90, 6, 6),
                      ("brow", 60, 6, 6))),
    Routine("spot", [Step("cheek", "left", 120, 5, 10)]),
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
