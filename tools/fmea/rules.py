"""What the firmware's rules say of the samples of one run (hardware.md section 6).

One function, judged(): the firmware's own Judge, and the rules that it does not have yet.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from galva.core import faults
from galva.core.bridge import RUN_LINE
from galva.core.contact import FIXED_OHM
from galva.core.judge import Judge
from tools.fmea.circuits import calibration

LOST = "LOST"  # no contact: COMPL, OPEN of hardware.md
LEG, JUMP, ASYMMETRY, LEAK = "LEG", "JUMP", "ASYMMETRY", "LEAK"  # Rneg, Rjump, Rasym, Izero
_LEG_OHM = -1500
_JUMP, _ASYMMETRY = (0.30, 700), (0.30, 1000)  # of the impedance, and ohm
_LEAK_NA, _LEAK_MV = 6000, 250


class Sample(NamedTuple):
    """One reading: bridge (core/bridge.py), span: codes set, last: of its phase; I, VB, VT."""

    t_ms: float
    bridge: int
    span: int
    last: bool
    counts: tuple[int, int, int]


def judged(samples: Iterable[Sample], zero: int, rail: int) -> dict[str, float]:
    """Each rule that fires, and when it did so first (ms). zero, rail: as in Judge.start."""
    first: dict[str, float] = {}
    judge, ends = Judge(calibration()), PhaseEnds(zero)
    judge.start(zero, rail)
    for sample in samples:
        for name in (*_of_firmware(judge, sample), *ends.check(sample, judge.lost)):
            first.setdefault(name, sample.t_ms)
    return first


def _of_firmware(judge: Judge, sample: Sample) -> Iterator[str]:
    crowbarred = not sample.bridge & RUN_LINE
    bits = judge.check(sample.span, crowbarred, *sample.counts)
    yield from (row[1] for row in faults.TABLE if bits & row[0])
    if judge.lost:
        yield LOST


class PhaseEnds:
    """The impedance at the end of each phase, and the leak at code 0."""

    def __init__(self, zero: int) -> None:
        self._cal = calibration()
        self._zero = zero
        self._ohm: dict[int, float] = {}  # of the last phase of either polarity

    def check(self, sample: Sample, lost: bool) -> Iterator[str]:
        """The rules that this sample breaks."""
        i, vb, vt = sample.counts
        na, mv = self._cal.na(i, vb), self._cal.mv(vt - vb - self._zero)
        if not sample.bridge & RUN_LINE or lost or not sample.last:
            return
        if not sample.span:
            if na > _LEAK_NA or mv > _LEAK_MV:
                yield LEAK
            return
        ohm = mv * 1e6 / max(na, 1000) - FIXED_OHM
        before = self._ohm.get(sample.bridge, ohm)
        other = next((o for bridge, o in self._ohm.items() if bridge != sample.bridge), ohm)
        self._ohm[sample.bridge] = ohm
        if ohm < _LEG_OHM:
            yield LEG
        if _apart(ohm, before, *_JUMP):
            yield JUMP
        if _apart(ohm, other, *_ASYMMETRY):
            yield ASYMMETRY


def _apart(a: float, b: float, share: float, ohm: float) -> bool:
    return abs(a - b) > share * abs(b) + ohm
