"""What the four buttons mean in each state."""

from galva.core import course
from galva.core.session import FAULT, IDLE

from .buttons import Debounced

START_HOLD_MS = 500
CLEAR_HOLD_MS = 2000  # START held this long acknowledges a fault
GRACE_MS = 1000  # after the trip: a hand that started to press before cannot mean it


class Panel:
    """MODE, START/STOP, PLUS, MINUS. START and MODE stop a session at once when one runs."""

    def __init__(self, engine: "Engine", device: "Device", modes: "tuple[Mode, ...]") -> None:
        self._engine = engine
        self._modes = modes
        self._start = Debounced(device.start, device.clock)
        self._mode = Debounced(device.mode, device.clock)
        self._plus = Debounced(device.plus, device.clock)
        self._minus = Debounced(device.minus, device.clock)
        self._all = (self._start, self._mode, self._plus, self._minus)
        self._pressed_in = IDLE  # the state in which START went down
        self._done = True  # this hold of START has had its effect

    def poll(self) -> None:
        """One look at all buttons."""
        for button in self._all:
            button.poll()
        self._poll_start()
        engine = self._engine
        if self._mode.pressed:
            if engine.course.state == IDLE:
                self._next_mode(engine.course)
            else:
                engine.request = course.STOP
        elif self._plus.pressed:
            engine.request = course.LEVEL_UP
        elif self._minus.pressed:
            engine.request = course.LEVEL_DOWN

    @property
    def stuck(self) -> bool:
        """A button is down since the device started."""
        return any(button.stuck for button in self._all)

    def _next_mode(self, now: "Course") -> None:
        at = self._modes.index(now.plan.mode) + 1
        now.select(self._modes[at % len(self._modes)])

    def _poll_start(self) -> None:
        engine = self._engine
        if self._start.pressed:
            self._pressed_in = engine.course.state
            self._done = self._pressed_in == FAULT and engine.course.state_ms < GRACE_MS
            if engine.course.state not in (IDLE, FAULT):
                engine.request = course.STOP
        elif self._start.down and not self._done:
            self._hold(self._start.held_ms)

    def _hold(self, held_ms: int) -> None:
        """A hold acts once, and only in the state in which the press began."""
        engine = self._engine
        if engine.course.state != self._pressed_in:
            return
        if engine.course.state == IDLE and held_ms >= START_HOLD_MS:
            engine.request = course.START
            self._done = True
        elif engine.course.state == FAULT and held_ms >= CLEAR_HOLD_MS:
            engine.request = course.ACKNOWLEDGE
            self._done = True


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.course import Course
    from galva.core.engine import Engine
    from galva.core.modes import Mode

    from .app import Device
