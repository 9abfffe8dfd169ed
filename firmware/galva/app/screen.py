"""The screen: what changed is sent, one row a call. None, or a broken one, changes nothing."""

from .layout import ROWS, layout
from .signals import signal_of

_LOOK_MS = 200  # a person reads no faster
_RENEW_MS = 5000  # output off: it is looked for, or set up anew in case its supply failed
_PEAK_MS = 500
_OFF = "off"  # the signal in which the screen is dark


class Screen:
    """Poll it: a call either works out what to show or draws and sends one row.

    guide: the routine's, with `zone` ("" = none) and `zone_left_s`; None = there is none.
    """

    def __init__(
        self, engine: "Engine", device: "Device", panel: "Panel", guide: "Guide | None" = None
    ) -> None:
        self._engine = engine
        self._screen = device.screen
        self._clock = device.clock
        self._panel = panel
        self._guide = guide
        self._signal = ""
        self._lit = False
        self._rows: "list[Row]" = []
        self._shown: "list[Row | None]" = [None] * ROWS
        self._look_ms = self._renew_ms = self._peak_ms = device.clock.ms()
        self._peak_ua = self._peak_before_ua = 0
        if self._screen:
            self._screen.look()

    def poll(self) -> None:
        """One step."""
        screen = self._screen
        if screen is None:
            return
        if self._engine.course.quiet and self._clock.since_ms(self._renew_ms) >= _RENEW_MS:
            self._renew(screen)
        elif screen.there:
            self._measure()
            self._step(screen, signal_of(self._engine.course, self._panel))

    def _renew(self, screen: "Port") -> None:
        """Look for it, and show all rows again: it may have lost them."""
        self._renew_ms = self._clock.ms()
        self._lit = False
        self._shown = [None] * ROWS
        screen.look()

    def _measure(self) -> None:
        """Between the phases of a wave little flows: what is shown is the peak of 0.5 to 1 s."""
        if self._clock.since_ms(self._peak_ms) >= _PEAK_MS:
            self._peak_ms = self._clock.ms()
            self._peak_before_ua, self._peak_ua = self._peak_ua, 0
        if self._engine.setpoint_ua:
            now_ua = self._engine.course.flow.measured_na // 1000
            self._peak_ua = max(self._peak_ua, now_ua)

    def _step(self, screen: "Port", signal: str) -> None:
        if signal == _OFF:
            if self._lit:
                self._lit = False
                screen.light(False)
        elif signal != self._signal or self._clock.since_ms(self._look_ms) >= _LOOK_MS:
            self._look_ms = self._clock.ms()
            ua = max(self._peak_ua, self._peak_before_ua)
            self._rows = layout(self._engine, signal, self._zone(), ua)
        else:
            self._send(screen)
        self._signal = signal

    def _zone(self) -> "tuple[str, int]":
        guide = self._guide
        return (guide.zone, guide.zone_left_s) if guide else ("", 0)

    def _send(self, screen: "Port") -> None:
        """The first row that is not as it should be; when all are, there is light."""
        for at in range(ROWS):
            row = self._rows[at]
            if row != self._shown[at]:
                self._shown[at] = row
                screen.row(at, row[0], row[1])
                return
        if not self._lit:
            self._lit = True
            screen.light(True)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.engine import Engine
    from galva.ports import Screen as Port

    from .app import Device
    from .layout import Row
    from .panel import Panel
    from .routines import Guide
