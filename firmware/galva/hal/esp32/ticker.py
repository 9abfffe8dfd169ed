"""The fixed tick, in a soft timer: this chip has no hard ones (docs/esp32.md)."""

from galva.core.engine import TICK_MS
from machine import Timer


class SoftTicker:
    """Port Ticker. A callback may come late or not at all; the sample stream bears it."""

    def __init__(self) -> None:
        self._timer = Timer(0)

    def start(self, callback: "Callback") -> None:
        """Call back every TICK_MS from now on."""
        self._timer.init(period=TICK_MS, mode=Timer.PERIODIC, callback=callback)

    def stop(self) -> None:
        """No more calls."""
        self._timer.deinit()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Callback = Callable[[object], None]
