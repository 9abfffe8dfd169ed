"""The load as each polarity sees it: one figure a phase, and the rules LEG, ASYMMETRY, JUMP.

Sums of a phase, not its last sample: they weigh a sine by its current, and a skin's capacitor
(3 ms at the most) is over long before they count. Phases of less than 1 uC wait for the next.
"""

from . import faults
from .contact import FIXED_OHM
from .quick import keep

_LEAST_NA_MS = 1_000_000
_BIG = 1 << 20
_SHORTED_OHM = -1500
_HALF_CELL_UV = 300_000  # two electrodes are a battery of up to 0.2 V: no fault (section 11)
_UNEVEN_OHM = 1000
_JUMP_OHM = 700


class _Leg:
    """Sums of one polarity since its last figure, and that figure."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Nothing is known."""
        self.known = False
        self.ohm = 0
        self.begin()

    def begin(self) -> None:
        """The next figure's sums: current and voltage times time, time."""
        self.na_ms = 0
        self.mv_ms = 0
        self.ms = 0


class Legs:
    """Takes windows of one polarity; `conclude` where a phase ends. Allocates nothing."""

    def __init__(self) -> None:
        self._uneven_most = faults.in_a_row(faults.ASYMMETRY)
        self._plus = _Leg()
        self._minus = _Leg()
        self.clear()
        keep(self, "add")

    def clear(self) -> None:
        """Nothing is known of the load."""
        self._plus.clear()
        self._minus.clear()
        self._uneven = 0

    def add(self, positive: bool, na_ms: int, mv_ms: int, ms: int) -> int:
        """A window of this polarity: current and VT - VB (auto-zeroed), each times time.

        LEG or 0: a short-circuit does not wait for the end of its phase.
        """
        leg = self._plus if positive else self._minus
        na_ms = leg.na_ms = leg.na_ms + na_ms
        mv_ms = leg.mv_ms = leg.mv_ms + mv_ms
        leg.ms += ms
        if na_ms < _LEAST_NA_MS or mv_ms > na_ms // 100:  # over 10 kOhm, FIXED_OHM and all
            return 0
        ua_ms = na_ms // 1000
        slack_ohm = _HALF_CELL_UV * leg.ms // ua_ms
        return faults.LEG if _ohm(mv_ms, ua_ms) < _SHORTED_OHM - slack_ohm else 0

    def conclude(self, positive: bool) -> int:
        """A phase of this polarity has ended: bits of the rules that it broke."""
        leg, other = self._plus, self._minus
        if not positive:
            leg, other = other, leg
        if leg.na_ms < _LEAST_NA_MS:
            return 0
        ua_ms = leg.na_ms // 1000
        ohm = _ohm(leg.mv_ms, ua_ms)
        bits = 0
        if leg.known and _apart(ohm, leg.ohm, _JUMP_OHM):
            bits = faults.JUMP
        if other.known:
            bits |= self._compare(ohm, other.ohm, _HALF_CELL_UV * leg.ms // ua_ms)
        leg.begin()
        leg.ohm = ohm
        leg.known = True
        return bits

    def _compare(self, ohm: int, other_ohm: int, slack_ohm: int) -> int:
        """Three in a row: a skin that changed once, in the middle of a phase, gives two."""
        if not _apart(ohm, other_ohm, _UNEVEN_OHM + slack_ohm):
            self._uneven = 0
            return 0
        self._uneven += 1
        return faults.ASYMMETRY if self._uneven >= self._uneven_most else 0


def _apart(a_ohm: int, b_ohm: int, slack_ohm: int) -> bool:
    apart_ohm = a_ohm - b_ohm if a_ohm > b_ohm else b_ohm - a_ohm
    if apart_ohm <= slack_ohm:
        return False
    return apart_ohm > max(abs(a_ohm), abs(b_ohm)) * 3 // 10 + slack_ohm


def _ohm(mv_ms: int, ua_ms: int) -> int:
    """Of the load: mV / uA less FIXED_OHM, mV / uA being 999 999 at most."""
    size = mv_ms if mv_ms > 0 else -mv_ms
    while size >= _BIG:
        size >>= 1
        ua_ms >>= 1
    ohm = size * 1000 // (ua_ms if ua_ms > 0 else 1)
    if ohm > 999_999:
        ohm = 999_999
    return (ohm if mv_ms > 0 else -ohm) - FIXED_OHM
