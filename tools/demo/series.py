"""The trace as series to draw: fewer points, but never without a peak."""

import math
from collections.abc import Iterable, Sequence

from tools.demo.recording import Recording
from tools.sim.trace import Row

HIDDEN_UA = 0.5  # a peak between two rows is drawn when it is this much above both


def keep(times: Sequence[float], series: Sequence[Sequence[float]], buckets: int) -> list[int]:
    """Sorted indices to draw: of each of `buckets` (>= 1) equal times, both ends and the least
    and the most of every series. All of them when there are no more than four a bucket."""
    if len(times) <= 4 * buckets:
        return list(range(len(times)))
    width = (times[-1] - times[0]) / buckets or 1.0
    kept: set[int] = set()
    begin = 0
    for end in range(1, len(times) + 1):
        if end < len(times) and _bucket(times, end, width) == _bucket(times, begin, width):
            continue
        inside = range(begin, end)
        kept |= {begin, end - 1}
        for values in series:
            kept |= {min(inside, key=values.__getitem__), max(inside, key=values.__getitem__)}
        begin = end
    return sorted(kept)


def _bucket(times: Sequence[float], k: int, width: float) -> int:
    return int((times[k] - times[0]) / width)


def with_peaks(trace: Iterable[Row]) -> list[Row]:
    """The rows, and one more where the current was larger between two rows than at either."""
    rows: list[Row] = []
    for row in trace:
        if rows:
            before = rows[-1]
            at_rows_ua = max(abs(before.delivered_ua), abs(row.delivered_ua))
            if row.peak_ua > at_rows_ua + HIDDEN_UA:
                sign_of = before.delivered_ua or row.delivered_ua
                peak_ua = math.copysign(row.peak_ua, sign_of)
                middle_us = (before.t_us + row.t_us) / 2
                rows.append(before._replace(t_us=middle_us, delivered_ua=peak_ua))
        rows.append(row)
    return rows


def to_draw(recording: Recording) -> list[Row]:
    """The rows with their peaks; the last one also at the end, until which it holds."""
    rows = with_peaks(recording.trace)
    if rows and rows[-1].t_us < recording.end_us:
        rows.append(rows[-1]._replace(t_us=recording.end_us))
    return rows


def thinned(rows: Sequence[Row], buckets: int) -> list[Row]:
    """Rows to draw: at most about 8 a bucket, all extremes of setpoint, current and charge; rows
    around a change of contact stay, too."""
    times = [row.t_us for row in rows]
    series = [
        [row.setpoint_ua for row in rows],
        [row.delivered_ua for row in rows],
        [row.charge_nc for row in rows],
        [float(row.contact) for row in rows],
        [min(row.impedance_ohm, 1e12) for row in rows],
    ]
    return [rows[k] for k in keep(times, series, buckets)]
