"""The rail. Switched: up in 5 ms, down to nothing within 300 ms (hardware.md sections 4 and 6)."""

import math

STEP_US = 500.0
_RISE_US = 5_000.0
_FALL_US = 40_000.0  # time constant
_DOWN_MV = 20.0


class Rail:
    """Moves on a fixed grid from the switching edge, so its course does not depend on the caller.

    `mv` is the voltage now, `next_us` when it changes next (inf: settled).
    """

    def __init__(self, full_mv: float, on: bool = False) -> None:
        self.full_mv = full_mv
        self.mv = full_mv if on else 0.0
        self.next_us = math.inf
        self._start_us = self._start_mv = 0.0
        self._target_mv = self.mv
        self._steps = 0

    def switch(self, t_us: float, on: int) -> None:
        """HV_EN at t_us; nothing happens when it was so already."""
        target_mv = self.full_mv if on else 0.0
        if target_mv != self._target_mv:
            self._target_mv = target_mv
            self._start_us, self._start_mv, self._steps = t_us, self.mv, 0
            self.next_us = t_us + STEP_US

    def step(self) -> None:
        """Take the step that is due at next_us."""
        self._steps += 1
        elapsed_us = self._steps * STEP_US
        self.mv = self._level(elapsed_us)
        settled = self.mv == self._target_mv
        self.next_us = math.inf if settled else self._start_us + elapsed_us + STEP_US

    def _level(self, elapsed_us: float) -> float:
        if self._target_mv:
            return min(self._start_mv + elapsed_us / _RISE_US * self.full_mv, self._target_mv)
        mv = self._start_mv * math.exp(-elapsed_us / _FALL_US)
        return mv if mv > _DOWN_MV else 0.0
