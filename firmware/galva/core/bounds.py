"""What no sample may pass, in counts: worked out once, compared wherever samples are judged."""

from .contact import FIXED_OHM
from .selftest import FULL

RLIM_UV = 866  # that each uA takes from VT
_RAIL_SLACK_MV = 1000  # VT may be below what the largest current draws it to
_STORED_MV = 11  # that the skin may hold at a swap, per uA of the phase: 1.1 of it comes back
_CODE_MOST = 4095
_NO_COUNTS = 4096  # more than any conversion gives
_STORED_NOISE_MV = 60  # 6 uA more: noise alone does not make a swap wait


class Bounds:
    """Of one board (hardware.md sections 4 and 6). The _q16 are per span code."""

    def __init__(self, cal: "Calibration") -> None:
        self._cal = cal
        afe = cal.afe
        self.i_most = cal.i_counts(afe.TRIP_UA * 1000)
        self.vb_least = cal.counts(afe.LOST_VB_MV)
        self.drop_most = cal.counts(afe.LOST_DROP_MV)
        span_na = cal.set_na(1000)  # of 1000 spans
        self.drop_q16 = self._q16(span_na * FIXED_OHM // 1000)  # RP1, RP2 and the bridge
        self.stored_q16 = self._q16(span_na * _STORED_MV)
        self.stored_base = cal.counts(_STORED_NOISE_MV)

    def _q16(self, uv: int) -> int:
        return self._cal.counts(uv) * 65536 // 1_000_000

    def code_most_in(self, line: int) -> int:
        """Of the DAC: off in the one step of the self-test that shows the hardware's own limit."""
        return _CODE_MOST if line == FULL else self._cal.code_limit

    def i_most_in(self, line: int) -> int:
        """Of the shunt: off there and in the step after it, which begins with full samples."""
        return _NO_COUNTS if line >= FULL else self.i_most

    def vt_least(self, rail: int) -> int:
        """VT when RLIM carries more than the largest current; rail: VT with nothing."""
        return rail - self._cal.counts(self._cal.afe.TRIP_UA * RLIM_UV // 1000 + _RAIL_SLACK_MV)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .calib import Calibration
