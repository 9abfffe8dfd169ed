"""What a session left behind: the outside's trace, the device's own words, the person's steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tools.sim.trace import Trace

Status = dict[str, Any]


class Span(NamedTuple):
    """A state of the device and the time in which its status line named it."""

    state: str
    begin_us: float
    end_us: float


@dataclass(frozen=True)
class Done:
    """A step that was done. status: the last one in it; tones_hz: what was heard, in order."""

    now: str
    mark: str
    begin_us: float
    end_us: float
    status: Status
    tones_hz: tuple[float, ...]


@dataclass(frozen=True)
class Recording:
    """One session. The currents, contact and charge are in the trace only."""

    trace: Trace
    spans: list[Span]
    statuses: Sequence[tuple[float, Status]]  # (t_ms, status)
    done: list[Done]

    @property
    def end_us(self) -> float:
        """When the last step ended."""
        return self.done[-1].end_us


def spans(statuses: Iterable[tuple[float, Status]], end_us: float) -> list[Span]:
    """Statuses (t_ms, status) as one Span per visit of a state, the last until end_us."""
    changes: list[tuple[str, float]] = []
    for t_ms, status in statuses:
        if not changes or changes[-1][0] != status["state"]:
            changes.append((status["state"], t_ms * 1000))
    ends_us = [t_us for _, t_us in changes[1:]] + [end_us]
    return [Span(state, t_us, last) for (state, t_us), last in zip(changes, ends_us, strict=True)]
