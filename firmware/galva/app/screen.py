"""The screen: what changed is sent, one row a call. None, or a broken one, changes nothing."""

from .layout import ROWS, Layout
from .signals import signal_of

_RENEW_MS = 5000  # output off: it is looked for, or set up anew in case its supply failed
_PEAK_MS = 500
_OFF = "off"  # the signal in which the screen is dark


class Screen:
    """Poll it: a call looks at one row, draws and sends it if it changed. 160 ms for all."""

    def __init__(self, engine: "Engine", device: "Device", panel: "Panel", guide: "Guide") -> None:
        self._engine = engine
        self._screen = device.screen
        self._clock = device.clock
        self._panel = panel
        self.layout = Layout(engine, guide)
        self._signal = ""
        self._state = -1
        self._lit: "bool | None" = None  # not known: it may have been set up anew
        self._at = ROWS  # the row that is next
        self._shown: "list[Row | None]" = [None] * ROWS
        self._renew_ms = self._peak_ms = device.clock.ms()
        self._peak_ua = self._peak_before_ua = 0
        if self._screen:
            self._screen.look()

    def poll(self) -> None:
        """One step."""
        screen = self._screen
        if screen is None:
            return
        course = self._engine.course
        if course.quiet and self._clock.since_ms(self._renew_ms) >= _RENEW_MS:
            self._renew(screen)
        elif screen.there:
            self._measure()
            self._step(screen, course.state, signal_of(course, self._panel))

    def _renew(self, screen: "Port") -> None:
        """Look for it, and show all rows again: it may have lost them."""
        self._renew_ms = self._clock.ms()
        self._lit = None
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

    def _step(self, screen: "Port", state: int, signal: str) -> None:
        if signal != self._signal or state != self._state:
            self._signal, self._state = signal, state
            self._at = ROWS
        if signal == _OFF:
            self._light(screen, False)
        elif self._at < ROWS:
            self._send(screen, self._at)
            self._at += 1
        else:
            self._begin(screen, signal)

    def _begin(self, screen: "Port", signal: str) -> None:
        """A pass over all rows. Before the first one the memory holds noise: no light."""
        if None not in self._shown:
            self._light(screen, True)
        self.layout.begin(signal, max(self._peak_ua, self._peak_before_ua))
        self._at = 0

    def _send(self, screen: "Port", at: int) -> None:
        row = self.layout.row(at)
        if row != self._shown[at]:
            self._shown[at] = row
            screen.row(at, row[0], row[1])

    def _light(self, screen: "Port", on: bool) -> None:
        if on != self._lit:
            self._lit = on
            screen.light(on)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.engine import Engine
    from galva.ports import Screen as Port

    from .app import Device
    from .layout import Row
    from .panel import Panel
    from .routines import Guide
