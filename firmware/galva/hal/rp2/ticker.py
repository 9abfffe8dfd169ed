"""The fixed tick, in a hard IRQ."""

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


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Callback = Callable[[object], None]
