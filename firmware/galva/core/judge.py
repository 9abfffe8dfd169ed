"""The rules that every driven tick must pass (hardware.md section 6). Bits out, no exceptions."""

from . import faults
from .limits import TRIP_UA

_LOST_VB_MV = 1000  # below: the sink is starved, nothing carries the current
_LOST_DROP_MV = 16_400  # VT - VB above: all of the rail stands across the electrodes
_RAIL_LOW_MV = 1000
_RAIL_HIGH_MV = 600
_CROWBAR_MV = 350
_RLIM_UV = 866  # per uA
_LIMITER_BIAS_UA = 18


class Judge:
    """Compares what was set with what was measured, one sample after the edge has settled."""

    def __init__(self, cal: "Calibration") -> None:
        self._trip_na = TRIP_UA * 1000
        self._lost_vb = cal.counts(_LOST_VB_MV)
        self._lost_drop = cal.counts(_LOST_DROP_MV)
        self._rail_low = cal.counts(_RAIL_LOW_MV)
        self._rail_high = cal.counts(_RAIL_HIGH_MV)
        self._crowbar = cal.counts(_CROWBAR_MV)
        self._ua_drop_q10 = (cal.counts(_RLIM_UV) << 10) // 1000  # counts of VT per uA
        self._confirmed = faults.mask(2)
        self.lost = False
        self._before = 0

    def check(self, set_ua: int, na: int, vb: int, vt: int, zero: int, rail: int) -> int:
        """Fault bits that have stood long enough; sets `lost` when the contact is gone.

        set_ua: magnitude driven before this sample, 0 = crowbarred. zero, rail: VT-VB and VT in
        counts with nothing drawn, from the self-test.
        """
        bits = faults.OVERCURRENT if na > self._trip_na else 0
        self.lost = False
        if not set_ua:
            if not -self._crowbar < vt - vb - zero < self._crowbar:
                bits |= faults.BRIDGE
        elif vb < self._lost_vb or vt - vb > self._lost_drop:
            self.lost = True  # the shunt means nothing now: no verdict on the current
        else:
            error_na = na - set_ua * 1000
            if error_na < 0:
                error_na = -error_na
            if error_na > set_ua * 50 + 8000:
                bits |= faults.MISMATCH
        if self._rail_is_off(set_ua, vt, rail):
            bits |= faults.RAIL
        standing = bits & (self._before | ~self._confirmed)
        self._before = bits
        return standing

    def _rail_is_off(self, set_ua: int, vt: int, rail: int) -> bool:
        if self.lost:
            return False
        expected = rail - ((set_ua + _LIMITER_BIAS_UA) * self._ua_drop_q10 >> 10)
        return not -self._rail_low < vt - expected < self._rail_high


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .calib import Calibration
