"""What a mode asks of the output at this moment: peak, envelope and polarity order.

The hardware plays the samples and takes a new peak or order only between two periods, so that
every biphasic period sums to exactly zero.
"""

from array import array

from .bridge import MINUS, PLUS, SHUNT
from .limits import PHASE_MS, PROBE_UA
from .quick import keep
from .shapes import ONE_Q15, SHAPES

SAMPLE_MS = 1  # of every wave


class Held:
    """Port Wave: one bridge state and current, as the self-test or a hold asks for them."""

    def __init__(self, test: "Test") -> None:
        self.phase_q15 = array("H", [ONE_Q15])
        self.n = 1
        self.floor_ua = 0
        self.use(test)
        self.next()
        keep(self, "next")

    def use(self, test: "Test") -> None:
        """From now on this one asks."""
        self._test = test
        self.watched = test.watched

    def next(self) -> None:
        """What the present step holds."""
        test = self._test
        self.ua = test.ua
        self.first = self.second = test.bridge


class Player:
    """Port Wave: one mode. `load` at arm time (slow), `next` in the tick (allocates nothing)."""

    def __init__(self, tick_ms: int, watched: bool) -> None:
        self._tick_ms = tick_ms
        self.phase_q15 = array("H", [0] * (PHASE_MS // SAMPLE_MS))
        self.floor_ua = PROBE_UA
        self.watched = watched
        keep(self, "next")

    def load(self, mode: "Mode", order: int = 1) -> None:
        """Render the mode's phase; the amplitude is 0 afterwards. order 1: positive first."""
        self.mode = mode
        self.n = mode.phase_ms // SAMPLE_MS
        self._period_ms = mode.period_ms
        self._on_ms = mode.on_ms
        self._cycle_ms = mode.on_ms + mode.off_ms
        self._flat_from_ms = mode.edge_ms - mode.period_ms  # beyond its edges
        self._flat_to_ms = mode.on_ms - max(mode.edge_ms, 1)
        self._swaps = mode.swap_ms > 0
        SHAPES[mode.shape](self.phase_q15, self.n)
        self._swap_ms = 0
        self.order = order
        self.start()

    def start(self) -> None:
        """From the beginning of a period, at amplitude 0, in the order it had."""
        self.amplitude_ua = 0
        self.target_ua = 0
        self._slew_ua = 0
        self._ramp_ms = 1
        self._ua_ms = 0
        self._envelope_ms = 0
        self.ua = 0
        self._face()

    def aim(self, target_ua: int, ramp_ms: int) -> None:
        """Move to target_ua (0..500); a whole 0-to-target move lasts ramp_ms.

        Downwards it moves one period ahead: a period plays at the least of its time.
        """
        self._ua_ms = self.amplitude_ua * ramp_ms
        self._ramp_ms = ramp_ms
        self._slew_ua = max(target_ua, self.amplitude_ua)
        self.target_ua = target_ua
        if target_ua < self.amplitude_ua:
            self._slew(self._period_ms)

    def arrived(self) -> bool:
        """True when the amplitude asked for is the target."""
        return self.amplitude_ua == self.target_ua

    def part(self) -> None:
        """Crowbar from the end of the period on."""
        self.first = SHUNT
        self.second = SHUNT

    def reverse(self) -> None:
        """Swap the polarity order; a DC mode only at amplitude 0."""
        self.order = -self.order
        self._face()

    def _face(self) -> None:
        self.first = PLUS if self.order > 0 else MINUS
        if self.mode.biphasic:
            self.second = MINUS if self.order > 0 else PLUS
        else:
            self.second = self.first

    def next(self) -> None:
        """One tick: peak and order of a period that would begin now."""
        if self.amplitude_ua != self.target_ua:
            self._slew(self._tick_ms)
        if self._swaps and self.first != SHUNT:
            self._swap_ms += self._tick_ms
            if self._swap_ms > self.mode.swap_ms:
                self._swap_ms = self._tick_ms
                self.reverse()
        if not self._on_ms:
            self.ua = self.amplitude_ua
            return
        at_ms = self._envelope_ms
        now_ms = at_ms + self._tick_ms
        self._envelope_ms = now_ms if now_ms < self._cycle_ms else 0
        if self._flat_from_ms <= at_ms <= self._flat_to_ms:
            self.ua = self.amplitude_ua
        else:
            self.ua = self._edge_ua(at_ms) if at_ms < self._on_ms else 0

    def _slew(self, ms: int) -> None:
        """Amplitude ms closer to the target; the remainder stays in _ua_ms."""
        goal_ua_ms = self.target_ua * self._ramp_ms
        step_ua_ms = self._slew_ua * ms
        ua_ms = self._ua_ms
        if ua_ms < goal_ua_ms:
            ua_ms += step_ua_ms
            if ua_ms > goal_ua_ms:
                ua_ms = goal_ua_ms
        else:
            ua_ms -= step_ua_ms
            if ua_ms < goal_ua_ms:
                ua_ms = goal_ua_ms
        self._ua_ms = ua_ms
        self.amplitude_ua = ua_ms // self._ramp_ms

    def _edge_ua(self, at_ms: int) -> int:
        """Peak on an edge of the contraction."""
        edge_ms = self._on_ms - at_ms
        if edge_ms > at_ms + self._period_ms:
            edge_ms = at_ms + self._period_ms
        return (self.amplitude_ua * (ONE_Q15 * edge_ms // self.mode.edge_ms)) >> 15


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Test
    from .modes import Mode
