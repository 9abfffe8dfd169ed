"""Shared by the tests of the simulated front end: put circuit A into a state in one call."""

from tools.sim.afe import Afe
from tools.sim.skin import Skin, as_skin

UP_US = 20_000.0  # rail up, gel at rest
SHUNT, PLUS, MINUS = (0, 0, 0), (0, 1, 1), (1, 0, 1)  # pa, pb, run


def dac_mv(set_ua: float) -> float:
    return set_ua * 2.7 * 1.01


def afe_at(
    set_ua: float,
    skin: Skin | str | float,
    bridge: tuple[int, int, int] = PLUS,
    faults: tuple[str, ...] = (),
    *,
    relay: int = 1,
    temperature_c: float = 27.0,
) -> Afe:
    """At rest, UP_US after switching on."""
    afe = Afe(faults, noise=False, temperature_c=temperature_c)
    afe.touch(0.0, Skin(skin) if isinstance(skin, (int, float)) else as_skin(skin))
    pa, pb, run = bridge
    afe.change(0.0, pa=pa, pb=pb, run=run, hv_en=1, relay=relay, dac_mv=dac_mv(set_ua))
    afe.advance(UP_US)
    afe.peak_ua = 0.0
    return afe
