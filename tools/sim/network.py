"""The front end at rest: every quantity as a piecewise-linear function of the skin's voltage.

The limiter side gives VT over the bridge current, the sink side VB; both curves are polylines
through the corners where a region begins (saturation, regulation, a clamp diode). Seen from the
capacitor of the skin, the whole front end is then one polyline too. Units as in parts.py.
"""

from typing import NamedTuple

from tools.sim.parts import LOST_KOHM, Parts
from tools.sim.wiring import Switches

_FAR_UA = 20_000.0  # every polyline ends here: more than any wiring can carry
_FAR_MV = 1e6
_DIODE_MV = 600.0
_DIODE_END_MV = 620.0
_DRIVE_MV = 2_700.0  # op-amp rail 3.3 V less Vbe: what is left for RB and the shunt
_VCE_MV, _VCE_KOHM = 10.5, 0.11  # QN saturated
_EARLY_MV = 31e6  # QN, from the slope of the transfer table
_LEAK_UA = 1e-3  # QN blocked
_REVERSE_UA = 0.1  # taken from QN's collector, this does not yet lift it out of saturation


class Point(NamedTuple):
    """One operating point. load_ua is positive from E1 to E2; skin_mv likewise."""

    skin_mv: float
    load_ua: float
    vt_mv: float
    vb_mv: float
    shunt_ua: float


Corner = tuple[float, float, float]  # current uA, voltage mV, shunt uA
Curve = list[Point]


def top_corners(parts: Parts, hv_mv: float, limit_ua: float) -> list[Corner]:
    """VT over the current it gives to the bridge. The third figure is not used."""
    bias_ua = (hv_mv - 650) / parts.limiter_bias_kohm
    idle_mv = max(hv_mv - bias_ua * 0.866 - parts.top_mv, 0.0)
    full_mv = max(idle_mv - parts.top_kohm * limit_ua, -_DIODE_MV + 1)
    div = parts.divider_kohm
    return [
        (-_FAR_UA, hv_mv + _DIODE_END_MV, 0.0),
        (-(hv_mv + _DIODE_MV) / div, hv_mv + _DIODE_MV, 0.0),
        (-idle_mv / div, idle_mv, 0.0),
        (limit_ua - full_mv / div, full_mv, 0.0),
        (limit_ua + _DIODE_MV / div, -_DIODE_MV, 0.0),
        (_FAR_UA, -_DIODE_END_MV, 0.0),
    ]


def bottom_corners(parts: Parts, hv_mv: float, set_ua: float) -> list[Corner]:
    """VB and the shunt current over the current that the sink and its divider take."""
    rs, rb = parts.rs1_kohm + parts.rs2_kohm, parts.base_kohm
    div = 1 / (1 / parts.divider_kohm + 1 / parts.vb_leak_kohm)
    clamp_mv = hv_mv + _DIODE_MV
    drive_ua = 1e9 if parts.sink_shorted else _DRIVE_MV / (rs + rb / (parts.beta + 1))
    wanted_ua = 1e9 if parts.sink_shorted else max(set_ua, _LEAK_UA)
    emitter_ua = min(wanted_ua, drive_ua, (clamp_mv - 2 * _VCE_MV) / (rs + _VCE_KOHM))
    regulated_ua = emitter_ua * parts.beta / (parts.beta + 1)
    starved_ua = emitter_ua - (_DRIVE_MV - rs * emitter_ua) / rb  # RB's limit reached

    def corner(collector_ua: float, shunt_ua: float) -> Corner:
        vb_mv = rs * shunt_ua + _VCE_MV + _VCE_KOHM * collector_ua
        return collector_ua + vb_mv / div, vb_mv, shunt_ua

    corners = [
        (-_FAR_UA, -_DIODE_END_MV, 0.0),
        (-2 * _REVERSE_UA, -_DIODE_MV, 0.0),
        corner(-_REVERSE_UA, min(emitter_ua, _DRIVE_MV / (rb + rs))),
    ]
    if 0 < starved_ua < regulated_ua:
        corners.append(corner(starved_ua, emitter_ua))
    corners.append(corner(regulated_ua, emitter_ua))
    i_ua, vb_mv, _ = corners[-1]
    rise_ua = (clamp_mv - vb_mv) * (emitter_ua / _EARLY_MV + 1 / div)
    return [*corners, (i_ua + rise_ua, clamp_mv, emitter_ua), (_FAR_UA, clamp_mv + 20, emitter_ua)]


def _merged(top: list[Corner], bottom: list[Corner]) -> list[tuple[float, float, float, float]]:
    """(current, VT, VB, shunt) at the corners of both curves, current rising."""
    rows = [(-_FAR_UA, top[0][1], bottom[0][1], bottom[0][2])]
    t = b = 1
    while t < len(top) and b < len(bottom):
        ti, vt, _ = top[t]
        bi, vb, shunt = bottom[b]
        if ti <= bi:
            i0, v0, s0 = bottom[b - 1]
            f = (ti - i0) / (bi - i0)
            rows.append((ti, vt, v0 + f * (vb - v0), s0 + f * (shunt - s0)))
            t += 1
        else:
            i0, v0, _ = top[t - 1]
            rows.append((bi, v0 + (bi - i0) / (ti - i0) * (vt - v0), vb, shunt))
            b += 1
    return rows


def curve(
    parts: Parts,
    switches: Switches,
    load_kohm: float,
    top: list[Corner],
    bottom: list[Corner],
) -> Curve:
    """All operating points of the circuit with a load of load_kohm + the skin, skin_mv rising.

    Each leg divides U = VT - VB (both of its switches may be closed): the load sees d * U.
    """
    g_ms = 1 / parts.switch_kohm
    a1, a0, b1, b0, x = switches
    connected = (a1 or a0) and (b1 or b0) and load_kohm < LOST_KOHM
    d = a1 / (a1 + a0) - b1 / (b1 + b0) if connected else 0.0
    loop = load_kohm + (1 / (a1 + a0) + 1 / (b1 + b0)) / g_ms if connected else LOST_KOHM
    shunt_ms = g_ms * (x + (a1 & a0) / 2 + (b1 & b0) / 2)
    total_ms = shunt_ms + d * d / loop
    rows = _merged(top, bottom)
    keys = [total_ms * (vt - vb) - i for i, vt, vb, _ in rows]  # d * skin_mv / loop, falling
    if not d:
        return _undriven(rows, keys, 1 / loop if connected else 0.0)
    points = [
        Point(key * loop / d, (d * (vt - vb) - key * loop / d) / loop, vt, vb, shunt)
        for key, (_, vt, vb, shunt) in zip(keys, rows, strict=True)
    ]
    return _with_zero(points if d < 0 else points[::-1])


def _undriven(
    rows: list[tuple[float, float, float, float]], keys: list[float], loop_ms: float
) -> Curve:
    """The bridge drives nothing: the skin is alone with the loop (crowbarred) or left open."""
    k = next(k for k in range(1, len(keys)) if keys[k] <= 0)
    f = keys[k - 1] / (keys[k - 1] - keys[k])
    vt, vb, shunt = (a + f * (b - a) for a, b in zip(rows[k - 1][1:], rows[k][1:], strict=True))
    return [Point(mv, (0.0 - mv) * loop_ms, vt, vb, shunt) for mv in (-_FAR_MV, 0.0, _FAR_MV)]


def _with_zero(points: Curve) -> Curve:
    """The same polyline with a corner where the load current changes sign."""
    for k in range(1, len(points)):
        before, after = points[k - 1], points[k]
        if before.load_ua > 0 > after.load_ua:
            f = before.load_ua / (before.load_ua - after.load_ua)
            return [*points[:k], between(before, after, f), *points[k:]]
    return points


def between(a: Point, b: Point, f: float) -> Point:
    """The point at fraction f (0..1) of the way from a to b."""
    return Point(
        a.skin_mv + f * (b.skin_mv - a.skin_mv),
        a.load_ua + f * (b.load_ua - a.load_ua),
        a.vt_mv + f * (b.vt_mv - a.vt_mv),
        a.vb_mv + f * (b.vb_mv - a.vb_mv),
        a.shunt_ua + f * (b.shunt_ua - a.shunt_ua),
    )
