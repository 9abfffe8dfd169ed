"""What is done to a button's contact, and what a program made of it. Pure.

Times in ms from the first event's begin. A contact bounces for up to BOUNCE_MS at each edge.
"""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

BOUNCE_MS = 10.0
SPIKE_MS = 1.0
BETWEEN_MS = 50.0  # a second press comes so long after the first one's end
_BOUNCES = 5  # at most, at one edge
_REST_MS = (130.0, 190.0)  # nobody touches it: the next event comes at any phase of a poll
_PRESS_MS = (60.0, 160.0)
_TAP_MS = (30.0, 45.0)
_HELD_MS = 450.0  # the device takes 500 ms for a wish to start
_GAPS_MS = (100.0, 200.0, 300.0)  # a 1 ms opening in each of these 100 ms of a held press

PRESS, TAP, SECOND, SPIKE, GAP = KINDS = ("press", "tap", "second press", "spike", "opening")
_MEANT = (PRESS, TAP, SECOND)


class Edge(NamedTuple):
    """The contact closes or opens."""

    ms: float
    closed: bool


class Event(NamedTuple):
    """Begins with its first edge, lasts until the next event begins."""

    kind: str
    ms: float


@dataclass(frozen=True)
class Script:
    """Edges and events in the order of time. end_ms: the last event is over."""

    edges: tuple[Edge, ...]
    events: tuple[Event, ...]
    end_ms: float


@dataclass(frozen=True)
class Amounts:
    """How often each comes. held: presses with three openings each."""

    presses: int
    taps: int
    doubles: int
    spikes: int
    held: int


class _Hand:
    """Writes a script, at random but the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.now_ms = 0.0
        self.edges: list[Edge] = []
        self.events: list[Event] = []

    def rest(self) -> None:
        self.now_ms += self._random.uniform(*_REST_MS)

    def press(self, kind: str, span_ms: tuple[float, float]) -> None:
        """From the first closing edge on for some time of span_ms, then the opening's bounces."""
        self.events.append(Event(kind, self.now_ms))
        end_ms = self.now_ms + self._random.uniform(*span_ms)
        self._move(closed=True)
        self.now_ms = end_ms
        self._move(closed=False)

    def spike(self) -> None:
        self.events.append(Event(SPIKE, self.now_ms))
        self._blink(closed=True)

    def held(self) -> None:
        """A long press with openings of SPIKE_MS."""
        begin_ms = self.now_ms
        self.events.append(Event(PRESS, begin_ms))
        self._move(closed=True)
        for after_ms in _GAPS_MS:
            self.now_ms = begin_ms + after_ms + self._random.uniform(0, 50)
            self.events.append(Event(GAP, self.now_ms))
            self._blink(closed=False)
        self.now_ms = begin_ms + _HELD_MS
        self._move(closed=False)

    def _blink(self, *, closed: bool) -> None:
        self.edges.append(Edge(self.now_ms, closed))
        self.now_ms += SPIKE_MS
        self.edges.append(Edge(self.now_ms, not closed))

    def _move(self, *, closed: bool) -> None:
        """The edge, and then an even number of bounces at any time of the bounce's length."""
        last_ms = self._random.uniform(0, BOUNCE_MS)
        bounces = 2 * self._random.randint(0, _BOUNCES)
        times_ms = sorted(self._random.uniform(0, last_ms) for _ in range(bounces))
        for k, after_ms in enumerate((0.0, *times_ms)):
            self.edges.append(Edge(self.now_ms + after_ms, closed == (k % 2 == 0)))
        self.now_ms += times_ms[-1] if times_ms else 0.0


def script(amounts: Amounts, seed: int) -> Script:
    """The same for the same arguments. All kinds in turn, each at random times."""
    hand = _Hand(seed)

    def double() -> None:
        hand.press(PRESS, (60.0, 60.0))
        hand.now_ms += BETWEEN_MS
        hand.press(SECOND, (60.0, 60.0))

    acts: tuple[tuple[int, Callable[[], None]], ...] = (
        (amounts.presses, lambda: hand.press(PRESS, _PRESS_MS)),
        (amounts.taps, lambda: hand.press(TAP, _TAP_MS)),
        (amounts.doubles, double),
        (amounts.spikes, hand.spike),
        (amounts.held, hand.held),
    )
    for count, act in acts:
        for _ in range(count):
            act()
            hand.rest()
    return Script(tuple(hand.edges), tuple(hand.events), hand.now_ms)


@dataclass(frozen=True)
class Verdict:
    """latencies_ms: from the first closing edge to the report, of each press that was reported.

    missed: of a kind that was meant, never reported; doubled: reports beyond one of what was
    meant; false: events that nobody meant with a report in them. counts: events of each kind.
    """

    latencies_ms: tuple[float, ...]
    missed: dict[str, int]
    doubled: int
    false: dict[str, int]
    counts: dict[str, int]

    @property
    def mean_ms(self) -> float:
        """Mean latency; ValueError when nothing was reported."""
        if not self.latencies_ms:
            raise ValueError("no press was reported")
        return sum(self.latencies_ms) / len(self.latencies_ms)


def judge(done: Script, reports_ms: Sequence[float]) -> Verdict:
    """reports_ms: when the program said "pressed", rising."""
    seen = list(_reports(done, reports_ms))
    return Verdict(
        tuple(times[0] - event.ms for event, times in seen if event.kind == PRESS and times),
        {kind: sum(e.kind == kind and not t for e, t in seen) for kind in _MEANT},
        sum(len(t[1:]) for e, t in seen if e.kind in _MEANT),
        {kind: sum(e.kind == kind and bool(t) for e, t in seen) for kind in (SPIKE, GAP)},
        {kind: sum(e.kind == kind for e, _ in seen) for kind in KINDS},
    )


def _reports(done: Script, reports_ms: Sequence[float]) -> Iterator[tuple[Event, Sequence[float]]]:
    """Each event with the reports until the next one. One before all: of the first, negative."""
    starts = [bisect_left(reports_ms, event.ms) for event in done.events]
    starts[0] = 0
    for event, begin, end in zip(done.events, starts, [*starts[1:], len(reports_ms)], strict=True):
        yield event, reports_ms[begin:end]
