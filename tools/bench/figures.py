"""From frames to figures: periods, order, holes, and the current that a hole leaves on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tools.bench.on_chip import CODES, FIRST
from tools.bench.recorder import CYCLES_PER_US, Frame

NOMINAL = round(1000 * CYCLES_PER_US)  # cycles a sample
_LATE = NOMINAL * 3 // 2
_START_UP = 2  # a Timer's first period is a little short
_CYCLES_PER_MS = CYCLES_PER_US * 1000


class NoStream(ValueError):
    """Too few frames came to speak of a stream."""


@dataclass(frozen=True)
class Stream:
    """One run. Periods in cycles, over all frames but the first two.

    in_order: each code is the next of the sequence, until the safe words if there are any.
    lost: samples that the time had room for and that never came. late: periods above 1.5 ms.
    held_ua: load current through the longest hole.
    """

    frames: int
    least: int
    most: int
    in_order: bool
    lost: int
    late: int
    held_ua: float

    @property
    def peak_to_peak(self) -> int:
        """Longest less shortest period, cycles."""
        return self.most - self.least

    @property
    def hole_ms(self) -> float:
        """The longest time without a new sample."""
        return self.most / _CYCLES_PER_MS


def stream(frames: Sequence[Frame]) -> Stream:
    """Figures of the frames that the DAC took. NoStream with fewer than three that drive."""
    begin = next((k for k, frame in enumerate(frames) if frame.code), len(frames))
    sent = frames[begin + _START_UP :]
    if len(sent) < 3:
        raise NoStream(f"{len(sent)} frames with a current came, 3 or more are wanted")
    periods = [b.cycle - a.cycle for a, b in pairwise(sent)]
    longest = periods.index(max(periods))
    span = sent[-1].cycle - sent[0].cycle
    return Stream(
        frames=len(sent),
        least=min(periods),
        most=max(periods),
        in_order=_in_order([frame.code for frame in sent]),
        lost=max(0, round(span / NOMINAL) + 1 - len(sent)),
        late=sum(period > _LATE for period in periods),
        held_ua=sent[longest].load_ua,
    )


def _in_order(codes: list[int]) -> bool:
    """Live codes count on by one, round the end; once code 0 came, nothing but code 0."""
    live = codes.index(0) if 0 in codes else len(codes)
    steps = {(b - a) % CODES for a, b in pairwise(codes[:live])}
    inside = all(FIRST <= code < FIRST + CODES for code in codes[:live])
    return inside and steps == {1} and not any(codes[live:])


@dataclass(frozen=True)
class Stop:
    """How a stream ended by itself. ms after the flash began to erase; inf: it did not end."""

    last_live_ms: float
    run_low_ms: float
    code_0_ms: float

    @property
    def safe(self) -> bool:
        """It ended, with the bridge crowbarred and the DAC at 0."""
        return max(self.run_low_ms, self.code_0_ms) < float("inf")


def stop(frames: Sequence[Frame], run_low: Sequence[int], erase: int) -> Stop:
    """The end after the erase that began at this cycle; the last one, if it went on once more."""
    live = [frame.cycle for frame in frames if frame.code]
    dead = [frame.cycle for frame in frames if frame.cycle > live[-1]]
    low = [cycle for cycle in run_low if cycle > erase]
    return Stop(*(_after_ms(cycles, erase) for cycles in (live[-1:], low[-1:], dead[:1])))


def _after_ms(cycles: Sequence[int], erase: int) -> float:
    return (cycles[0] - erase) / _CYCLES_PER_MS if cycles else float("inf")
