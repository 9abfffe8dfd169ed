"""From the trace of a load to the figures of the table. Pure; exact for resistors."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from tools.sim.trace import Row, Trace

NOTHING_UA = 0.05  # below: no phase
SECOND_US = 1e6


class TooShort(ValueError):
    """The trace does not hold what the figures need."""


class Phase(NamedTuple):
    """The current flows one way, until it stops or turns. charge_nc: magnitude."""

    begin_us: float
    end_us: float
    sign: int
    charge_nc: float

    @property
    def ms(self) -> float:
        """Its duration."""
        return (self.end_us - self.begin_us) / 1e3


class Period(NamedTuple):
    """From the begin of a phase to the next one of the same direction. net_nc: signed."""

    begin_us: float
    end_us: float
    net_nc: float


@dataclass(frozen=True)
class Figures:
    """One mode into one load. Biphasic figures are 0 for a current that never turns.

    rms_ua: of the worst second. plus_ms, minus_ms: mean phase from E1 to E2, and back.
    net_nc, worst_net_nc: net charge per period, mean and largest in magnitude, signed.
    """

    peak_ua: float
    rms_ua: float
    mean_ua: float
    plus_ms: float = 0.0
    minus_ms: float = 0.0
    hz: float = 0.0
    net_nc: float = 0.0
    worst_net_nc: float = 0.0
    phase_uc: float = 0.0


def figures(trace: Trace, begin_us: float, end_us: float) -> Figures:
    """What flowed from begin_us to end_us. TooShort below a second or, biphasic, two periods."""
    steady = Figures(
        peak_ua=trace.peak_ua(begin_us, end_us),
        rms_ua=worst_rms_ua(trace.between(begin_us, end_us)),
        mean_ua=trace.mean_ua(begin_us, end_us),
    )
    whole = phases(trace, begin_us, end_us)
    return _biphasic(trace, steady, whole) if whole else steady


def _biphasic(trace: Trace, steady: Figures, whole: Sequence[Phase]) -> Figures:
    pairs = _periods(trace, whole)
    span_us = pairs[-1].end_us - pairs[0].begin_us
    return replace(
        steady,
        plus_ms=_mean_ms(whole, 1),
        minus_ms=_mean_ms(whole, -1),
        hz=len(pairs) / span_us * SECOND_US,
        net_nc=sum(pair.net_nc for pair in pairs) / len(pairs),
        worst_net_nc=max((pair.net_nc for pair in pairs), key=abs),
        phase_uc=max(phase.charge_nc for phase in whole) / 1e3,
    )


def _periods(trace: Trace, whole: Sequence[Phase]) -> list[Period]:
    """Whole periods. TooShort with fewer than two.

    Which phase comes first in a period does not show in a current: of both ways to pair them,
    the one with less net charge. Two phases that do not cancel show in either.
    """
    ways = [_pairs(trace, whole, sign) for sign in (1, -1)]
    if min(map(len, ways)) < 2:
        raise TooShort("fewer than 2 whole periods: run longer")
    return min(ways, key=lambda pairs: max(abs(pair.net_nc) for pair in pairs))


def _pairs(trace: Trace, whole: Sequence[Phase], sign: int) -> list[Period]:
    starts_us = [phase.begin_us for phase in whole if phase.sign == sign]
    return [Period(a, b, trace.net_charge_nc(a, b)) for a, b in pairwise(starts_us)]


def phases(trace: Trace, begin_us: float, end_us: float) -> list[Phase]:
    """The phases that begin and end within the time; none for a current that never turns."""
    turns: list[tuple[float, int]] = []
    for row in trace.between(begin_us, end_us):
        sign = _sign(row.delivered_ua)
        if not turns or sign != turns[-1][1]:
            turns.append((row.t_us, sign))
    return [
        Phase(t0_us, t1_us, sign, abs(trace.net_charge_nc(t0_us, t1_us)))
        for (t0_us, sign), (t1_us, _) in pairwise(turns[1:])  # the first began before
        if sign
    ]


def _sign(ua: float) -> int:
    return 0 if abs(ua) < NOTHING_UA else 1 if ua > 0 else -1


def _mean_ms(whole: Sequence[Phase], sign: int) -> float:
    durations_ms = [phase.ms for phase in whole if phase.sign == sign]
    return sum(durations_ms) / len(durations_ms) if durations_ms else 0.0


def worst_rms_ua(rows: Sequence[Row]) -> float:
    """The rms current of the worst second. TooShort when there is no whole second."""
    times_us = [row.t_us for row in rows]
    if not rows or times_us[-1] - times_us[0] < SECOND_US:
        raise TooShort("less than a second of current: run longer")
    steps = [a.delivered_ua**2 * (b.t_us - a.t_us) for a, b in pairwise(rows)]
    sums = list(accumulate(steps, initial=0.0))

    def until(t_us: float) -> float:
        k = min(bisect_right(times_us, t_us) - 1, len(rows) - 1)
        return sums[k] + rows[k].delivered_ua ** 2 * (t_us - times_us[k])

    last_us = times_us[-1] - SECOND_US
    starts_us = [t_us for t_us in times_us if t_us <= last_us]
    ends_us = [t_us - SECOND_US for t_us in times_us if t_us >= times_us[0] + SECOND_US]
    squares = (until(t_us + SECOND_US) - until(t_us) for t_us in (*starts_us, *ends_us))
    return math.sqrt(max(squares) / SECOND_US)
