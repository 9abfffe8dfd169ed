"""How much emulated time may pass now, when somebody looks on."""

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

SLICE_S = 0.005  # of wall time at once, so that whoever waits beside it is served
_STEP_MS = 0.5
_LAG_MOST_MS = 50.0
_FACTOR_S = 1.0
_REST_S = 0.002


class Rig(Protocol):
    """What lets its time pass."""

    @property
    def now_ms(self) -> float: ...

    def elapse(self, ms: float) -> None: ...


class Pace:
    """Emulated time that is never faster than the wall clock's. What was lost is not made up for.

    factor: emulated over wall time of the last second.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self.begin(0.0)

    def begin(self, now_ms: float) -> None:
        """Emulated time is now_ms at this moment, and goes on from here."""
        self._zero_ms = self._clock_s() * 1e3 - now_ms
        self._marks: deque[tuple[float, float]] = deque([(self._clock_s(), now_ms)])

    def run(self, rig: Rig) -> float:
        """Let it run for SLICE_S at most; so many seconds it has to wait now, 0 = none."""
        end_s = self._clock_s() + SLICE_S
        while (behind_ms := self._behind_ms(rig)) >= _STEP_MS and self._clock_s() < end_s:
            rig.elapse(_STEP_MS)
        self._zero_ms += max(behind_ms - _LAG_MOST_MS, 0.0)
        self._marks.append((self._clock_s(), rig.now_ms))
        while self._marks[0][0] < self._marks[-1][0] - _FACTOR_S:
            self._marks.popleft()
        return _REST_S if behind_ms < _STEP_MS else 0.0

    def _behind_ms(self, rig: Rig) -> float:
        return self._clock_s() * 1e3 - self._zero_ms - rig.now_ms

    @property
    def factor(self) -> float:
        """1 = as fast as the clock."""
        (begin_s, begin_ms), (end_s, end_ms) = self._marks[0], self._marks[-1]
        return (end_ms - begin_ms) / 1e3 / (end_s - begin_s) if end_s > begin_s else 1.0
