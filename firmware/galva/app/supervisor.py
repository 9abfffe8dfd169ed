"""The application's distrust of the tick, and the watchdog's of both."""

from galva.core import course, faults

STILL_MS = 100  # twenty ticks


class Supervisor:
    """Poll it in the application's own loop, never from a timer: a hung loop must not feed.

    The watchdog runs while output may flow, and no longer: it never cuts a file copy in two.
    """

    def __init__(self, engine: "Engine", device: "Device") -> None:
        self._engine = engine
        self._device = device
        self._running = False
        self._passed = 0
        self._moved_ms = device.clock.ms()

    def poll(self) -> None:
        """Feed if the tick judged again since the last feed, and found nothing that trips."""
        engine, device = self._engine, self._device
        asked = engine.request != course.NOTHING  # looked at first: a tick may take it now
        if engine.course.quiet and not asked:
            self._stop()
        elif not self._running:
            self._running = True
            self._moved_ms = device.clock.ms()
            device.watchdog.start()
        elif engine.passed != self._passed:
            self._passed = engine.passed
            self._moved_ms = device.clock.ms()
            device.watchdog.feed()
        elif device.clock.since_ms(self._moved_ms) > STILL_MS:
            self._give_up()

    def _stop(self) -> None:
        if self._running:
            self._running = False
            self._device.watchdog.stop()

    def _give_up(self) -> None:
        """No tick: off without it, latch, and give it another chance to show the fault."""
        self._device.off()
        self._running = False
        self._engine.trip(faults.TICK_LATE)
        self._device.ticker.start(self._engine.on_timer)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.engine import Engine

    from .app import Device
