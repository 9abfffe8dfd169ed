"""Free-running milliseconds."""

from time import ticks_diff, ticks_ms


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
    from galva.ports import Ticks
