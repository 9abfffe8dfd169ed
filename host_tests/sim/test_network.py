"""The polylines keep their order whatever is broken: advance() relies on it."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.sim.network import bottom_corners, curve, top_corners
from tools.sim.parts import FAULTS, Parts, faulty
from tools.sim.wiring import Switches

BIT = st.integers(0, 1)
NAMES = st.lists(st.sampled_from(sorted(FAULTS)), max_size=2)
HV_MV = st.floats(0, 20_000)
SET_UA = st.floats(0, 2_000)


@settings(deadline=None)
@given(NAMES, HV_MV, SET_UA)
def test_currents_rise_vt_falls_vb_rises(names: list[str], hv_mv: float, set_ua: float) -> None:
    parts = faulty(Parts(), names)
    top = top_corners(parts, hv_mv, parts.limit_ua)
    bottom = bottom_corners(parts, hv_mv, set_ua)
    assert all(a[0] < b[0] and a[1] > b[1] for a, b in pairwise(top))
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(bottom))


@settings(deadline=None)
@given(NAMES, HV_MV, SET_UA, st.builds(Switches, BIT, BIT, BIT, BIT, BIT), st.floats(9, 1e5))
def test_a_higher_skin_voltage_never_draws_more_current(
    names: list[str], hv_mv: float, set_ua: float, switches: Switches, load_kohm: float
) -> None:
    parts = faulty(Parts(), names)
    top = top_corners(parts, hv_mv, parts.limit_ua)
    points = curve(parts, switches, load_kohm, top, bottom_corners(parts, hv_mv, set_ua))
    assert all(a.skin_mv <= b.skin_mv + 1e-9 for a, b in pairwise(points))  # but for rounding
    assert all(a.load_ua >= b.load_ua - 1e-9 for a, b in pairwise(points))
    assert any(abs(point.load_ua) < 1e-9 for point in points)  # a corner at no current
