"""Two records of one part, word for word: how far they agree, and where not."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tools.oracle.pio import Edge
from tools.oracle.recorder import Sample
from tools.oracle.sessions import Part

_STANDS_US = 1500.0  # more between two samples: the state machine stood still
_CYCLES_PER_US = 125
_CODE = 0xFFF
_DRIVEN = (5, 6)


class Compared(NamedTuple):
    """counts: samples of each; driven: of them with current; difference: the first, "" = none.

    gaps: least and most cycles between two samples, of each, where the state machine runs.
    """

    name: str
    states: tuple[str, ...]
    counts: tuple[int, int]
    driven: int
    most_code: int
    difference: str
    gaps: tuple[tuple[int, int], tuple[int, int]]


def parts(names: tuple[str, str], ours: Part, theirs: Part) -> Compared:
    """names: of the emulators."""
    samples = ours.samples, theirs.samples
    driven = [each for each in ours.samples if each.lines[-1] in _DRIVEN and each.frame & _CODE]
    return Compared(
        ours.name,
        ours.states,
        (len(ours.samples), len(theirs.samples)),
        len(driven),
        max((each.frame & _CODE for each in driven), default=0),
        difference(names, *samples) or _states(names, ours, theirs),
        (_gaps(ours.samples), _gaps(theirs.samples)),
    )


def difference(names: tuple[str, str], ours: Sequence[Sample], theirs: Sequence[Sample]) -> str:
    """The first sample in which they differ, in words; "" = none. Times are not compared, but
    where the state machine stands still is.
    """
    stands = _stands(ours), _stands(theirs)
    for k, (a, b) in enumerate(zip(ours, theirs, strict=False)):
        if a.said != b.said:
            told = (f"{name} {_words(each)}" for name, each in zip(names, (a, b), strict=True))
            return f"sample {k}: {'; '.join(told)}"
        if (k in stands[0]) != (k in stands[1]):
            who = names[0] if k in stands[0] else names[1]
            return f"after sample {k}: only {who} stands still"
    if len(ours) != len(theirs):
        most = min(len(ours), len(theirs))
        return f"sample {most}: only {names[len(ours) < len(theirs)]} goes on"
    return ""


def edges(names: tuple[str, str], ours: Sequence[Edge], theirs: Sequence[Edge]) -> str:
    """The first edge in which they differ, in words; "" = none. Times count, to the cycle."""
    for k, (a, b) in enumerate(zip(ours, theirs, strict=False)):
        if a != b:
            told = (
                f"{name} cycle {each.cycle:.0f}, pins {each.levels:06b}"
                for name, each in zip(names, (a, b), strict=True)
            )
            return f"edge {k}: {'; '.join(told)}"
    if len(ours) != len(theirs):
        most = min(len(ours), len(theirs))
        return f"edge {most}: only {names[len(ours) < len(theirs)]} goes on"
    return ""


def _states(names: tuple[str, str], ours: Part, theirs: Part) -> str:
    if ours.states == theirs.states:
        return ""
    told = (f"{name} {', '.join(p.states)}" for name, p in zip(names, (ours, theirs), strict=True))
    return f"states: {'; '.join(told)}"


def _words(sample: Sample) -> str:
    lines = " ".join(f"{state:03b}" for state in sample.lines)
    return f"{sample.frame:#06x} in {sample.bits} bits, bridge {lines}, at {sample.t_us:.0f} us"


def _stands(samples: Sequence[Sample]) -> set[int]:
    gaps = enumerate(pairwise(samples))
    return {k for k, (a, b) in gaps if b.t_us - a.t_us > _STANDS_US}


def _gaps(samples: Sequence[Sample]) -> tuple[int, int]:
    all_us = [b.t_us - a.t_us for a, b in pairwise(samples)]
    cycles = [round(us * _CYCLES_PER_US) for us in all_us if us <= _STANDS_US]
    return min(cycles, default=0), max(cycles, default=0)
