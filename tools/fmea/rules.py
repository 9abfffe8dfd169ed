"""What the firmware's rules say of the samples of one run (hardware.md section 6).

One function, judged(): Judge and Flow are the firmware's own, at its tick; the guard's three
comparisons (hal/rp2/guard.py, machine code) are told again here, with the firmware's bounds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from galva.core import faults
from galva.core.bounds import Bounds
from galva.core.bridge import MINUS, PLUS
from galva.core.engine import TICK_MS
from galva.core.flow import Flow
from galva.core.judge import Judge
from tools.fmea.circuits import Circuit, Counts, calibration

TICK_AT = 3  # of each tick's samples the one that it reads: amid a phase of 5 ms
TRIPS = tuple(row[1] for row in faults.TABLE if row[5] == faults.TRIP)


class Sample(NamedTuple):
    """What is read at the end of 1 ms: span in codes; runs: in the session; I, VB, VT."""

    t_ms: float
    bridge: int
    span: int
    runs: bool
    counts: Counts


@dataclass
class Reading:
    """Port Sense, as much of it as Judge and Flow ask for."""

    i: int = 0
    vb: int = 0
    vt: int = 0
    bridge: int = 0
    span: int = 0
    half: int = 0
    lost: bool = False
    sample_ms: int = 1
    plus: list[int] = field(default_factory=lambda: [0] * 4)
    minus: list[int] = field(default_factory=lambda: [0] * 4)

    def take(self, sample: Sample) -> None:
        """One more sample, into the sums of its polarity."""
        self.i, self.vb, self.vt = sample.counts
        self.bridge, self.span = sample.bridge, sample.span
        self.half = int(sample.bridge == MINUS)
        for bridge, sums in ((PLUS, self.plus), (MINUS, self.minus)):
            if sample.bridge == bridge:
                for k, count in enumerate((1, *sample.counts)):
                    sums[k] += count


class Supervisor:
    """The rules over one run. at_rest: I, VB, VT with nothing drawn, from the self-test."""

    def __init__(self, circuit: Circuit, at_rest: Counts) -> None:
        i, vb, vt = at_rest
        cal = calibration(circuit)
        self._bounds = Bounds(cal)
        self._vt_least = self._bounds.vt_least(vt)
        self._judge = Judge(cal)
        self._judge.start(vt - vb, vt, i)
        self._flow = Flow(cal)
        self._flow.contact.zero_q4 = (vt - vb) * 16
        self._flow.treat(True)
        self._reading = Reading()
        self._samples = 0

    def bits(self, sample: Sample) -> int:
        """Bits of core/faults.py that this sample raises."""
        reading = self._reading
        reading.take(sample)
        guard = self._guard(sample)
        reading.lost = guard == faults.LOST
        self._samples += 1
        if self._samples % TICK_MS != TICK_AT:
            return guard
        bits = guard | self._judge.check(reading)  # type: ignore[arg-type]
        if self._judge.lost:
            bits |= faults.LOST
        if sample.runs:
            self._flow.look(reading, bool(bits & faults.LOST))  # type: ignore[arg-type]
            bits |= self._flow.broken if self._flow.closed else 0
        return bits

    def _guard(self, sample: Sample) -> int:
        """The last one that holds wins, as in the guard."""
        i, vb, vt = sample.counts
        why = 0
        if sample.runs and sample.bridge in (PLUS, MINUS):
            if vb < self._bounds.vb_least or vt - vb > self._bounds.drop_most:
                why = faults.LOST
            if vt < self._vt_least:
                why = faults.RAIL
        return faults.OVERCURRENT if i > self._bounds.i_most else why


def judged(samples: Iterable[Sample], at_rest: Counts, circuit: Circuit) -> dict[str, float]:
    """Each rule that fires, and when it did so first (ms)."""
    first: dict[str, float] = {}
    supervisor = Supervisor(circuit, at_rest)
    for sample in samples:
        for name in names(supervisor.bits(sample)):
            first.setdefault(name, sample.t_ms)
    return first


def names(bits: int) -> Iterator[str]:
    """Of the rules, the gravest first."""
    yield from (row[1] for row in faults.TABLE if bits & row[0])
