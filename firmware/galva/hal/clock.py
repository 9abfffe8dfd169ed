"""Free-running milliseconds, and the time of day that is counted from them."""

from time import ticks_diff, ticks_ms


class SystemClock:
    """Port Clock."""

    def ms(self) -> "Ticks":
        """Milliseconds; wraps."""
        return ticks_ms()

    def since_ms(self, then_ms: "Ticks") -> int:
        """Time since then_ms, right across the wrap."""
        return ticks_diff(ticks_ms(), then_ms)


class TickCalendar:
    """Port Calendar. Ticks and an offset: the same on every chip, and gone with the power.

    A chip's own RTC is no better without a battery of its own, and its epoch differs by port. Ask
    once in six days at least: half of the counter's wrap.
    """

    def __init__(self) -> None:
        self._then_ms = ticks_ms()
        self._up_ms = 0
        self._up_s = 0
        self._zero_s: "int | None" = None  # the time of day at power-on

    def up_s(self) -> int:
        """Seconds since power-on."""
        now_ms = ticks_ms()
        self._up_ms += ticks_diff(now_ms, self._then_ms)
        self._then_ms = now_ms
        self._up_s += self._up_ms // 1000
        self._up_ms %= 1000
        return self._up_s

    def seconds(self) -> "int | None":
        """Local seconds since 2000-01-01 00:00; None: never set since power-on."""
        up_s = self.up_s()
        return None if self._zero_s is None else self._zero_s + up_s

    def set(self, seconds: int) -> None:
        """It is this time now."""
        self._zero_s = seconds - self.up_s()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.ports import Ticks
