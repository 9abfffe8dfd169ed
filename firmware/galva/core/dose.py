"""Charge and dose of a session, from measured current. Split sums: fine in pC, coarse in uC."""

from .limits import NET_DC_TRIP_UA, NET_WINDOW_MS

_UC_PC = 1_000_000
_NET_TRIP_PC = NET_DC_TRIP_UA * NET_WINDOW_MS * 1000


class Dose:
    """Sums of one session: absolute and net charge, and the net of the last window."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Start a session."""
        self.absolute_uc = 0
        self.net_uc = 0
        self.window_pc = 0
        self._absolute_pc = 0
        self._net_pc = 0
        self._window_ms = 0

    def add(self, na: int, sign: int, dt_ms: int) -> None:
        """na (0..750 000) flowed for dt_ms with this sign (-1, 0, 1). Allocates nothing."""
        pc = na * dt_ms
        self._absolute_pc += pc
        if self._absolute_pc >= _UC_PC:
            self._absolute_pc -= _UC_PC
            self.absolute_uc += 1
        pc = pc if sign > 0 else -pc
        self._net_pc += pc
        if self._net_pc >= _UC_PC:
            self._net_pc -= _UC_PC
            self.net_uc += 1
        elif self._net_pc <= -_UC_PC:
            self._net_pc += _UC_PC
            self.net_uc -= 1
        self.window_pc += pc
        self._window_ms += dt_ms
        if self._window_ms >= NET_WINDOW_MS:
            self._window_ms = 0
            self.window_pc = 0

    def unbalanced(self) -> bool:
        """True when the window's net charge exceeds the trip mean over a whole window."""
        return not -_NET_TRIP_PC < self.window_pc < _NET_TRIP_PC

    def ua_min_cm2(self, area_mm2: int) -> int:
        """Dose so far in uA*min/cm2 (1 uA*min = 60 uC)."""
        return self.absolute_uc * 100 // (60 * area_mm2)
