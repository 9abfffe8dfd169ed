"""Traces of a resistor made by hand."""

from collections.abc import Iterable

from tools.sim.trace import Row, Trace

EMPTY = Row(0.0, 0.0, 0.0, 0.0, 0b110, 1, 1, 1, 2000.0, 0, 0.0)


def trace(steps: Iterable[tuple[float, float]]) -> Trace:
    """(ms, uA) one after the other, and a last row when they are over."""
    made, t_us, charge_nc, before_ua = Trace(), 0.0, 0.0, 0.0
    for ms, ua in (*steps, (0.0, 0.0)):
        peak_ua = max(abs(before_ua), abs(ua))
        made.append(
            EMPTY._replace(t_us=t_us, delivered_ua=ua, peak_ua=peak_ua, charge_nc=charge_nc)
        )
        t_us += ms * 1e3
        charge_nc += ms * ua
        before_ua = ua
    return made
