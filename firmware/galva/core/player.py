"""Plays a mode: signed setpoints, one a tick. Amplitude, envelope and order change only between
whole periods, so that every biphasic period sums to exactly zero."""

from array import array

from .limits import PHASE_MS, PROBE_UA
from .shapes import ONE_Q15, SHAPES


class Player:
    """One waveform. `load` at arm time (slow), `next` in the tick (allocates nothing)."""

    def __init__(self, tick_ms: int) -> None:
        self.tick_ms = tick_ms
        self._phase_q15 = array("H", [0] * (PHASE_MS // tick_ms))

    def load(self, mode: "Mode") -> None:
        """Render the mode's phase; the amplitude is 0 afterwards."""
        self.mode = mode
        self._n = max(1, mode.phase_ms // self.tick_ms)
        self._period_ms = self._n * self.tick_ms * (2 if mode.biphasic else 1)
        SHAPES[mode.shape](self._phase_q15, self._n)
        self.order = 1
        self._swap_ms = 0
        self.start()

    def start(self) -> None:
        """From the beginning of a period, at amplitude 0, in the order it had."""
        self.amplitude_ua = 0
        self.target_ua = 0
        self._slew_ua = 0
        self._ramp_ms = 1
        self._ua_ms = 0
        self._index = 0
        self.sign = self.order
        self._envelope_ms = 0
        self._peak_ua = 0
        self._begin = True

    def aim(self, target_ua: int, ramp_ms: int) -> None:
        """Move to target_ua (0..500); a whole 0-to-target move lasts ramp_ms."""
        self._ua_ms = self.amplitude_ua * ramp_ms
        self._ramp_ms = ramp_ms
        self._slew_ua = max(target_ua, self.amplitude_ua)
        self.target_ua = target_ua

    def arrived(self) -> bool:
        """True between periods when the amplitude is the target."""
        return self._begin and self.amplitude_ua == self.target_ua

    def next(self) -> int:
        """Signed setpoint of the next tick in uA, never nearer to 0 than the probe."""
        if self._begin:
            self._begin_period()
        ua = (self._phase_q15[self._index] * self._peak_ua) >> 15
        if ua < PROBE_UA:
            ua = PROBE_UA
        signed_ua = ua if self.sign > 0 else -ua
        self._index += 1
        if self._index == self._n:
            self._end_phase()
        return signed_ua

    def _end_phase(self) -> None:
        self._index = 0
        if self.mode.biphasic:
            self.sign = -self.sign
            self._begin = self.sign == self.order
        else:
            self._begin = True
        if self._begin:
            self._slew()

    def _begin_period(self) -> None:
        self._begin = False
        self._turn_round()
        self._peak_ua = (self.amplitude_ua * self._envelope_q15()) >> 15

    def _slew(self) -> None:
        """Amplitude one period closer to the target; the remainder stays in _ua_ms."""
        step_ua_ms = self._slew_ua * self._period_ms
        goal_ua_ms = self.target_ua * self._ramp_ms
        if self._ua_ms < goal_ua_ms:
            self._ua_ms = min(goal_ua_ms, self._ua_ms + step_ua_ms)
        else:
            self._ua_ms = max(goal_ua_ms, self._ua_ms - step_ua_ms)
        self.amplitude_ua = self._ua_ms // self._ramp_ms

    def _turn_round(self) -> None:
        if not self.mode.swap_ms:
            return
        self._swap_ms += self._period_ms
        if self._swap_ms > self.mode.swap_ms:
            self._swap_ms = self._period_ms
            self.reverse()

    def reverse(self) -> None:
        """Swap the polarity order. Only between periods; a DC mode only at amplitude 0."""
        self.order = -self.order
        self.sign = self.order

    def _envelope_q15(self) -> int:
        """Where the contraction stands: 0..ONE over edge, on, edge, off, from its own clock."""
        mode = self.mode
        if not mode.on_ms:
            return ONE_Q15
        at_ms = self._envelope_ms
        self._envelope_ms += self._period_ms
        if self._envelope_ms >= mode.on_ms + mode.off_ms:
            self._envelope_ms = 0
        if at_ms >= mode.on_ms:
            return 0
        edge_ms = min(at_ms + self._period_ms, mode.on_ms - at_ms)
        return min(ONE_Q15, ONE_Q15 * edge_ms // max(1, mode.edge_ms))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .modes import Mode
