"""What the model of the circuit says by itself: other loads, and where the rail ends."""

from collections.abc import Sequence

from tools.sim.afe import Afe
from tools.sim.mcp4821 import REF_MV
from tools.sim.skin import Skin
from tools.sim.trace import PLUS, Row, Trace

_UP_US = 10_000.0  # the rail takes half of it
_FIRST_OHM, _LAST_OHM = 500.0, 1e6
_FALLS = 0.01
_STEP = 1.001


def _afe(skin: Skin) -> Afe:
    """Rail up, relay closed."""
    afe = Afe(noise=False)
    afe.touch(0.0, skin)
    afe.change(0.0, hv_en=1, relay=1)
    afe.advance(_UP_US)
    return afe


def _set(afe: Afe, t_us: float, code: int, bridge: int) -> None:
    """The DAC (gain 1) and the bridge's lines, RUN << 2 | PB << 1 | PA."""
    dac_mv = REF_MV * code / 4096
    afe.change(t_us, dac_mv=dac_mv, pa=bridge & 1, pb=bridge >> 1 & 1, run=bridge >> 2)


def replayed(rows: Sequence[Row], skin: Skin) -> Trace:
    """What the same codes and bridge lines reach in another load. rows: later than 10 ms."""
    afe, trace = _afe(skin), Trace()
    afe.charge_pc = 0.0
    for row in rows:
        _set(afe, row.t_us, row.code, row.bridge)
        ua = afe.skin_ua
        trace.append(
            row._replace(
                delivered_ua=ua,
                peak_ua=afe.peak_ua,
                impedance_ohm=skin.dc_ohm,
                charge_nc=afe.charge_pc / 1e3,
            )
        )
        afe.peak_ua = abs(ua)
    return trace


def compliance_ohm(code: int) -> float:
    """The load at which `code` delivers 1 % less than into 500 ohm; 1 MOhm at most."""

    def delivered_ua(ohm: float) -> float:
        afe = _afe(Skin(ohm))
        _set(afe, _UP_US, code, PLUS)
        return afe.skin_ua

    wanted_ua = (1 - _FALLS) * delivered_ua(_FIRST_OHM)
    good, bad = _FIRST_OHM, _LAST_OHM
    while bad > good * _STEP:
        middle = (good * bad) ** 0.5
        good, bad = (middle, bad) if delivered_ua(middle) >= wanted_ua else (good, middle)
    return good
