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


def step(area: str, side: str, seconds: int, stroke_s: int, hold_s: int) -> bytes:
    """One zone: a prompt each `stroke_s`, and at its end `hold_s` at the lift point. 4 bytes.

    area: of AREAS; side: of SIDES; seconds: 5..180; stroke_s: 2..60; hold_s: 0..30, 0 = none.
    ConfigError says what is wrong and what to give.
    """
    where = area[:NAME_MOST] + " " + side[:NAME_MOST]
    for name in (area.lower(), where.lower()):
        if name in REFUSED:
            require(False, where, "never a zone: " + REFUSED[name])
    if area not in AREAS:
        require(False, where, "no such zone: give one of " + ", ".join(AREAS))
    if side not in SIDES:
        require(False, where, "no such side: give one of " + ", ".join(SIDES))
    require_within(seconds, 5, 180, where, "seconds")
    require_within(stroke_s, 2, 60, where, "stroke_s")
    require_within(hold_s, 0, min(30, seconds - 2), where, "hold_s")
    return bytes((ZONES.index(where), seconds, stroke_s, hold_s))


class Routine:
    """Steps in their order. `total_s` is the session's time: 600 at most. ConfigError."""

    def __init__(self, name: str, steps: "Sequence[bytes]") -> None:
        require(0 < len(name) <= NAME_MOST, name[:NAME_MOST], "a name has 1..12 characters")
        require_within(len(steps), 1, STEPS_MOST, name, "number of steps")
        self.name = name
        self._packed = b"".join(steps)  # objects would take some 100 bytes each
        self.total_s = sum(packed[1] for packed in steps)
        require_within(self.total_s, 1, limits.SESSION_MS // 1000, name, "seconds of all steps")

    @property
    def steps(self) -> "list[tuple[str, int, int, int]]":
        """(zone, seconds, stroke_s, hold_s) of each."""
        packed = self._packed
        return [
            (ZONES[packed[at]], packed[at + 1], packed[at + 2], packed[at + 3])
            for at in range(0, len(packed), 4)
        ]

    def place(self, s: int) -> "tuple[str, int]":
        """(zone, second of the routine at which it ends) in second 0..total_s."""
        steps = self.steps
        at = end_s = 0
        while at < len(steps) and end_s <= s:
            end_s += steps[at][1]
            at += 1
        return steps[at - 1][0], end_s

    def cue_after(self, s: int) -> "tuple[int, str]":
        """(second, one of CUES) of the first prompt later than s >= 0; after the last: FINISHED.

        Two prompts are a second apart or more.
        """
        start_s = 0
        for _zone, seconds, stroke_s, hold_s in self.steps:
            end_s = start_s + seconds
            if s < end_s:
                hold_at_s = end_s - hold_s
                stroke_at_s = s + stroke_s - (s - start_s) % stroke_s
                if stroke_at_s < hold_at_s:
                    return stroke_at_s, STROKE
                if s < hold_at_s < end_s:
                    return hold_at_s, HOLD
                return end_s, NEXT_ZONE if end_s < self.total_s else FINISHED
            start_s = end_s
        return self.total_s, FINISHED


def _face(name: str, times: "Sequence[tuple[str, int, int, int]]") -> Routine:
    """The same on both sides; times: (area, seconds, stroke_s, hold_s)."""
    return Routine(name, [step(area, side, *rest) for side in SIDES for area, *rest in times])


ROUTINES = (
    _face("face 5", (("neck", 30, 5, 5), ("jawline", 45, 5, 5), ("cheek", 45, 5, 5),
                     ("brow", 30, 5, 5))),
    _face("face 10", (("neck", 60, 6, 6), ("jawline", 90, 6, 6), ("cheek", 90, 6, 6),
                      ("brow", 60, 6, 6))),
    Routine("spot", [step("cheek", "left", 120, 5, 10)]),
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
