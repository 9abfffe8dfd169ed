"""What a person asks for, by button or by link, and what the device does when nobody asks."""

from galva.core import controls, course, limits
from galva.core.session import FAULT, IDLE, RUN

from .buttons import Buttons
from .signals import READ_FIRST, REFUSED_MS, STUCK

GRACE_MS = 1000  # after the trip: a hand that started to press before cannot mean it
CONFIRM_MS = 10_000  # so long a start that a link asks for waits for the button

_BY_HAND = (controls.START, controls.WAKE)  # never by a link
_ALWAYS = (controls.STOP, controls.SWITCH_OFF)


class Panel:
    """Obeys core.controls. `off`: asleep, dark and silent, until START is pressed.

    refused: the signal of a start that was refused, for REFUSED_MS; confirm: a link's request
    waits for START; unread: the contraindications were not acknowledged.
    """

    def __init__(
        self,
        engine: "Engine",
        device: "Device",
        modes: "tuple[Mode, ...]",
        usage: "Usage",
        routines: "Routines",
        settings: "Settings",
    ) -> None:
        self._engine = engine
        self._ask = engine.ask
        self._clock = device.clock
        self._modes = modes
        self._usage = usage
        self._routines = routines
        self._settings = settings
        self._buttons = Buttons(device.buttons, device.clock, self._gesture)
        # in the order of controls.ACTIONS
        self._do = (
            (self._nothing, self._start, self._stop, self._clear, self._switch_off, self._wake)
            + (self._next_mode, self._next_routine, self._pick, self._up, self._down)
            + (self._mute, self._acknowledge)
        )  # fmt: skip
        self.off = False
        self.unread = False
        self.refused = ""
        self.confirm = False
        self._touched = self._told = device.clock.ms()
        self._on_too_long = False

    @property
    def stuck(self) -> bool:
        """A button is down and nobody holds it."""
        return self._buttons.stuck

    @property
    def warning(self) -> str:
        """What to tell after a session that is done: a signal, or ""."""
        return self._usage.warning

    @property
    def state(self) -> int:
        """The row of controls.TABLE."""
        if self.off:
            return controls.OFF
        return controls.READ_FIRST if self.unread else self._engine.course.state

    def poll(self) -> None:
        """One look at the buttons and at the time."""
        now = self._engine.course
        self.unread = now.state == IDLE and self._usage.refusal() == READ_FIRST
        young = now.state == FAULT and now.state_ms < GRACE_MS
        self._buttons.poll(RUN if young and not self.off else self.state)
        self._forget()
        self._sleep(now)

    # ---- for a link

    def press(self, action: str, role: str = "") -> str:
        """Do one of controls.ACTIONS if this state has a button for it: "". Else why not.

        role: of a mode button, for "pick": the mode's name in small letters.
        """
        if action not in controls.ACTIONS:
            return action[:20] + ": none of " + ", ".join(controls.ACTIONS)
        number = controls.ACTIONS.index(action)
        if number in _BY_HAND:
            return action + ": only START on the device does this"
        if number not in _ALWAYS and number not in controls.TABLE[self.state][1]:
            return action + ": not while " + controls.STATES[self.state]
        self._touched = self._clock.ms()
        self._do[number](role)
        return ""

    def ask_start(self) -> str:
        """Wait CONFIRM_MS for START to be held: "". Else why there is nothing to confirm."""
        if controls.action(self.state, controls.START_HELD) != controls.START:
            return "start: not while " + controls.STATES[self.state]
        if self._refusal():
            return "start: " + self.refused
        self.confirm = True
        self._touched = self._told = self._clock.ms()
        return ""

    # ---- gestures

    def _gesture(self, gesture: int, began: int, role: str) -> None:
        self._touched = self._clock.ms()
        self._do[controls.reaction(began, self.state, gesture)](role)

    def _nothing(self, _role: str) -> None:
        """This state has no use for the gesture."""

    def _start(self, _role: str) -> None:
        self.confirm = False
        if not self._refusal():
            self._ask(course.START)

    def _refusal(self) -> str:
        """The signal of what forbids a start, which is shown; "" when nothing does."""
        self.refused = STUCK if self.stuck else self._usage.refusal()
        self._told = self._clock.ms()
        return self.refused

    def _stop(self, _role: str) -> None:
        self.confirm = False
        self._ask(course.STOP)

    def _clear(self, _role: str) -> None:
        self._ask(course.ACKNOWLEDGE)

    def _switch_off(self, _role: str) -> None:
        self.off = True
        self.confirm = False
        self.refused = ""
        self._ask(course.OFF)

    def _wake(self, _role: str) -> None:
        self.off = False

    def _next_mode(self, _role: str) -> None:
        now = self._engine.course
        at = self._modes.index(now.plan.mode) + 1
        now.select(self._modes[at % len(self._modes)])

    def _next_routine(self, _role: str) -> None:
        self._routines.next()

    def _pick(self, role: str) -> None:
        """The mode of this button; one level up when it is the present one."""
        now = self._engine.course
        for mode in self._modes:
            if mode.name.lower() == role:
                if mode is now.plan.mode:
                    self._ask(course.LEVEL_UP)
                else:
                    now.select(mode)

    def _up(self, _role: str) -> None:
        self._ask(course.LEVEL_UP)

    def _down(self, _role: str) -> None:
        self._ask(course.LEVEL_DOWN)

    def _mute(self, _role: str) -> None:
        self._settings.change("mute", 1 - self._settings.mute)

    def _acknowledge(self, _role: str) -> None:
        self._usage.acknowledge()

    # ---- what time does

    def _forget(self) -> None:
        told_ms = self._clock.since_ms(self._told) if self.refused or self.confirm else 0
        if told_ms >= REFUSED_MS:
            self.refused = ""
        if told_ms >= CONFIRM_MS:
            self.confirm = False

    def _sleep(self, now: "Course") -> None:
        """Off when nothing was asked for long, and after limits.ON_MS in a session."""
        too_long = now.quiet and now.on_ms > limits.ON_MS
        if not now.quiet or self.off:
            self._touched = self._clock.ms()
        idle = self._clock.since_ms(self._touched) >= limits.IDLE_OFF_MS
        if idle or (too_long and not self._on_too_long) or (self.off and not now.quiet):
            self._switch_off("")
        self._on_too_long = too_long


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.course import Course
    from galva.core.engine import Engine
    from galva.core.modes import Mode

    from .app import Device
    from .routines import Routines
    from .settings import Settings
    from .usage import Usage
