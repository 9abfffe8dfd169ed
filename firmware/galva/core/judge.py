"""The rules that every driven sample must pass (hardware.md section 6). Bits out, no exceptions.

All in ADC counts: the bounds are worked out when the setpoint changes, a tick only compares.
"""

from . import faults
from .bounds import RLIM_UV, Bounds
from .bridge import RUN_LINE
from .quick import keep

_RAIL_LOW_MV = 1000
_RAIL_HIGH_MV = 600
_CROWBAR_MV = 350
_LIMITER_BIAS_UA = 18
_LEAK_NA = 6000


class Judge:
    """Compares what was set with what was measured, one sample after the edge has settled."""

    def __init__(self, cal: "Calibration") -> None:
        self._cal = cal
        bounds = Bounds(cal)
        self._trip_i = bounds.i_most
        self._lost_vb = bounds.vb_least
        self._lost_drop = bounds.drop_most
        self._rail_low = cal.counts(_RAIL_LOW_MV)
        self._rail_high = cal.counts(_RAIL_HIGH_MV)
        self._crowbar = cal.counts(_CROWBAR_MV)
        self._leak = cal.i_counts(_LEAK_NA) - cal.i_counts(0)
        self._confirmed = faults.standing(2, "tick")
        self.start(0, 0, 0)
        keep(self, "check")

    def start(self, zero: int, rail: int, i_zero: int) -> None:
        """Begin; VT-VB, VT and I in counts with nothing drawn, from the self-test."""
        self._zero = zero
        self._rail = rail
        self._high_i_at_0 = i_zero + self._leak
        self.lost = False
        self._before = 0
        self._expect(0)

    def _expect(self, span: int) -> None:
        cal = self._cal
        self._span = span
        na = cal.set_na(span)
        self.set_ua = set_ua = na // 1000
        tolerance_na = na // 20 + 8000
        self._low_i = cal.i_counts(na - tolerance_na)
        if span:
            high_i = cal.i_counts(na + tolerance_na)
            self._high_i = high_i if high_i < self._trip_i else self._trip_i
            self._unlike = faults.MISMATCH
        else:
            self._high_i = self._high_i_at_0
            self._unlike = faults.LEAK
        vt = self._rail - cal.counts((set_ua + _LIMITER_BIAS_UA) * RLIM_UV // 1000)
        self._low_vt = vt - self._rail_low
        self._high_vt = vt + self._rail_high

    def check(self, sense: "Sense") -> int:
        """Fault bits that have stood long enough; sets `lost` when the contact is gone.

        Of the sense: span (codes above the zero of this sample), bridge, i, vb, vt.
        set_ua: what the span asks for while the bridge drives.
        """
        span = sense.span
        if span != self._span:
            self._expect(span)
        i = sense.i
        vb = sense.vb
        vt = sense.vt
        crowbarred = sense.bridge < RUN_LINE
        if not crowbarred:
            if span and (vb < self._lost_vb or vt - vb > self._lost_drop):
                self.lost = True  # the shunt means nothing now, unless it shows far too much
                return self._verdict_of(faults.OVERCURRENT if i > self._trip_i else 0, vt)
            if self._low_i <= i <= self._high_i and self._low_vt <= vt <= self._high_vt:
                self.lost = False
                self._before = 0
                return 0
        self.lost = False
        return self._verdict(crowbarred, i, vb, vt)

    def _verdict(self, crowbarred: bool, i: int, vb: int, vt: int) -> int:
        bits = faults.OVERCURRENT if i > self._trip_i else 0
        if not self._low_i <= i <= self._high_i:
            bits |= self._unlike
        drop = vt - vb - self._zero
        if crowbarred and not -self._crowbar < drop < self._crowbar:
            bits |= faults.BRIDGE
        return self._verdict_of(bits, vt)

    def _verdict_of(self, bits: int, vt: int) -> int:
        """These and RAIL, as far as they have stood long enough.

        RAIL without contact too: nothing draws VT down then, but a leg or a sink on ground.
        """
        if not self._low_vt <= vt <= self._high_vt:
            bits |= faults.RAIL
        standing = bits & (self._before | ~self._confirmed)
        self._before = bits
        return standing


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Sense
    from .calib import Calibration
