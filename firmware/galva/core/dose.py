"""Charge and dose of a session, from measured current. Split sums: fine in pC, coarse in uC."""

from .limits import NET_DC_TRIP_UA, NET_WINDOW_MS, PHASE_NC
from .quick import keep

_UC_PC = 1_000_000
_NET_TRIP_UC = NET_DC_TRIP_UA * NET_WINDOW_MS // 1000
# Within a period too: two phases of one polarity stand side by side where the order is swapped.
_SWAY_MOST_UC = _NET_TRIP_UC + 2 * PHASE_NC // 1000
_OWED_MOST_UC = 1000


class Dose:
    """Sums of one session: absolute and net charge, and the net of the last window."""

    def __init__(self) -> None:
        self.clear()
        keep(self, "add")

    def clear(self) -> None:
        """Start a session."""
        self.absolute_uc = 0
        self.net_uc = 0
        self.unbalanced = False  # more than the trip mean over a window of whole periods
        self._absolute_pc = 0
        self._net_pc = 0
        self._window_ms = 0
        self._window_from_uc = 0  # net_uc when it began: in pC, a DC mode outgrows 2**30
        self.owe()

    def add(self, pc: int, positive: bool, ms: int) -> None:
        """pc (below 25 uC) flowed in ms, from E1 to E2 if positive. Allocates nothing."""
        absolute_pc = self._absolute_pc + pc
        if not 0 <= absolute_pc < _UC_PC:
            carry_uc = absolute_pc // _UC_PC
            absolute_pc -= carry_uc * _UC_PC
            self.absolute_uc += carry_uc
        self._absolute_pc = absolute_pc
        net_pc = self._net_pc + pc if positive else self._net_pc - pc
        if not -_UC_PC < net_pc < _UC_PC:
            carry_uc = net_pc // _UC_PC if net_pc > 0 else -(-net_pc // _UC_PC)
            net_pc -= carry_uc * _UC_PC
            self.net_uc += carry_uc
        self._net_pc = net_pc
        self._window_ms += ms
        drift_uc = self.net_uc - self._window_from_uc
        self.unbalanced = not -_SWAY_MOST_UC < drift_uc < _SWAY_MOST_UC

    def settle(self) -> None:
        """A period has ended: in sum, nothing should have flowed. After `add`, until the next."""
        if abs(self.net_uc - self._window_from_uc) >= _NET_TRIP_UC:
            self.unbalanced = True
        if self._window_ms >= NET_WINDOW_MS:
            self._window_ms = 0
            self._window_from_uc = self.net_uc

    def owe(self) -> None:
        """Count net charge from here."""
        self._owed_from_uc = self.net_uc
        self._owed_from_pc = self._net_pc

    def owed_pc(self) -> int:
        """Net charge since then, within 1 mC."""
        uc = self.net_uc - self._owed_from_uc
        uc = max(-_OWED_MOST_UC, min(_OWED_MOST_UC, uc))
        return uc * _UC_PC + self._net_pc - self._owed_from_pc

    def ua_min_cm2(self, area_mm2: int) -> int:
        """Dose so far in uA*min/cm2 (1 uA*min = 60 uC)."""
        return self.absolute_uc * 100 // (60 * area_mm2)
