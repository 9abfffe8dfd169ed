"""What a device measures on the bench: a held current, and the steps of its self-test."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reading:
    """While a current is held. set_ua: signed; counts: sums of n samples of I, VB, VT.

    na: what the device makes of them with the calibration in use, a magnitude.
    """

    set_ua: int
    code: int
    n: int
    counts: tuple[int, int, int]
    na: int
    left_ms: int

    def each(self) -> tuple[float, ...]:
        """Counts of one sample."""
        return tuple(count / self.n for count in self.counts)

    def with_next(self, other: "Reading") -> "Reading":
        """Both, summed."""
        i, vb, vt = (a + b for a, b in zip(self.counts, other.counts, strict=True))
        na = (self.na * self.n + other.na * other.n) // (self.n + other.n)
        return Reading(self.set_ua, self.code, self.n + other.n, (i, vb, vt), na, other.left_ms)


@dataclass(frozen=True)
class Step:
    """One step of the self-test as it was measured; row: of the front end's table."""

    row: tuple[Any, ...]
    name: str
    ua: int
    drop_mv: int
    vt_mv: int
    counts: tuple[int, int, int]


@dataclass(frozen=True)
class Test:
    """The whole self-test: the steps that were reached. failed: the last one is why."""

    steps: list[Step]
    failed: bool
    part: str
    gate: bool
