"""Time: the fixed tick in a hard IRQ, and free-running milliseconds."""

from time import ticks_diff, ticks_ms

from galva.core.engine import TICK_MS
from machine import Timer


class HardTicker:
    """Port Ticker. Hard: garbage collection does not delay it (rp2, MicroPython 1.26 or later)."""

    def __init__(self) -> None:
        self._timer = Timer(-1)

    def start(self, callback: "Callback") -> None:
        """Call back every TICK_MS from now on."""
        self._timer.init(period=TICK_MS, mode=Timer.PERIODIC, callback=callback, hard=True)

    def stop(self) -> None:
        """No more calls."""
        self._timer.deinit()


class SystemClock:
    """Port Clock."""

    def ms(self) -> "Ticks":
        """Milliseconds; wraps."""
        return ticks_ms()

    def since_ms(self, then_ms: "Ticks") -> int:
        """Time since then_ms, right across the wrap."""
        return ticks_diff(ticks_ms(), then_ms)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from galva.ports import Ticks

    Callback = Callable[[object], None]
