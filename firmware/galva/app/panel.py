"""What a person asks for, by button or by link, and what the device does when nobody asks."""

from galva.core import controls, course, limits
from galva.core.session import FAULT, IDLE, RUN

from .buttons import Buttons
from .signals import READ_FIRST, REFUSED_MS, STUCK

GRACE_MS = 1000  # after the trip: a hand that started to press before cannot mean it
CONFIRM_MS = 10_000  # so long a start that a link asks for waits for the button

# What is the tick's to do and no more; the others are methods of Panel.
_REQUESTS = {
    controls.STOP: course.STOP,
    controls.CLEAR: course.ACKNOWLEDGE,
    controls.UP: course.LEVEL_UP,
    controls.DOWN: course.LEVEL_DOWN,
}
_BY_HAND = (controls.START, controls.WAKE)  # never by a link
_ALWAYS = (controls.STOP, controls.SWITCH_OFF)


class Panel:
    """Obeys core.controls. `off`: asleep, dark and silent, until START is pressed.

    refused: the signal of a start that was refused, for REFUSED_MS, refusals: their number;
    confirm: a link's request that waits for START;
    unread: who must not use it was not acknowledged;
    warning: the signal of what to tell after a session that is done, or "".
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
        self._buttons = Buttons(device.buttons, device.clock, self._gesture)
        self._do = {
            controls.START: self._want,
            controls.SWITCH_OFF: self._switch_off,
            controls.WAKE: self._wake,
            controls.MODE: self._next_mode,
            controls.ROUTINE: routines.next,
            controls.PICK: self._pick,
            controls.MUTE: lambda: settings.change("mute", 1 - settings.mute),
            controls.READ: usage.acknowledge,
            controls.REFUSE: self._refuse,
        }
        self.off = False
        self.unread = False
        self.warning = ""
        self.refused = ""
        self.refusals = 0
        self._role = ""  # the button of the gesture that is acted on
        self._wanted = False  # a start, by the gesture of this poll
        self.confirm = course.NOTHING
        self._touched = self._told = device.clock.ms()
        self._on_too_long = False

    @property
    def stuck(self) -> bool:
        """A button is down and nobody holds it."""
        return self._buttons.stuck

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
        self.warning = self._usage.warning
        self._buttons.poll(RUN if young and not self.off else self.state)
        if self._wanted:
            self._start()
        self._forget()
        self._sleep(now)

    # ---- for a link

    def press(self, action: str, role: str = "") -> str:
        """Do one of controls.ACTIONS if this state has a button for it: "". Else why not.

        role: of a mode button, for "pick": the mode's name in small letters.
        """
        if action not in controls.ACTIONS:
            return action[:20] + ": no action: one of " + ", ".join(controls.ACTIONS[2:])
        number = controls.ACTIONS.index(action)
        if number in _BY_HAND:
            return action + ": only START on the device does this"
        if number not in _ALWAYS and number not in controls.TABLE[self.state][1]:
            return action + ": not while " + controls.STATES[self.state]
        self._act(number, role)
        return ""

    def ask_start(self) -> str:
        """Wait CONFIRM_MS for START to be held, or any other action: "". Else why not."""
        asked = controls.action(self.state, controls.START_HELD)
        if asked not in (controls.START, controls.REFUSE):
            return "start: not while " + controls.STATES[self.state]
        if self._forbidden(self._usage.refusal):
            return "start: " + self.refused
        self._wait_for(course.START)
        return ""

    def ask_hold(self) -> str:
        """The same for course.hold instead of a session: START begins that one."""
        if self.state != IDLE or self.stuck:
            return "hold: not while " + (STUCK if self.stuck else controls.STATES[self.state])
        self._wait_for(course.HELD)
        return ""

    def _wait_for(self, request: int) -> None:
        self.confirm = request
        self._touched = self._told = self._clock.ms()

    # ---- gestures

    def _gesture(self, gesture: int, began: int, role: str) -> None:
        self._act(controls.reaction(began, self.state, gesture), role)

    def _act(self, action: int, role: str) -> None:
        self._touched = self._clock.ms()
        self._role = role
        if action == controls.NO:
            return
        asked, self.confirm = self.confirm, course.NOTHING
        self._wanted = False  # what comes after a START, in the same poll too, takes its place
        if action in _REQUESTS:
            self._ask(_REQUESTS[action])
        elif action == controls.START and asked == course.HELD:
            self._ask(asked)
        else:
            self._do[action]()

    def _want(self) -> None:
        self._wanted = True

    def _start(self) -> None:
        """From poll, not from the gesture: a file is written, and the tick needs its stack too."""
        self._wanted = False
        if not self._forbidden(self._usage.begin):
            self._ask(course.START)

    def _refuse(self) -> None:
        self._forbidden(self._usage.refusal)

    def _forbidden(self, asked: "Callable[[], str]") -> bool:
        """True when something forbids a start: its signal begins anew."""
        self.refused = STUCK if self.stuck else asked()
        self.refusals += self.refused != ""
        self._told = self._clock.ms()
        return self.refused != ""

    def _switch_off(self) -> None:
        self.off = True
        self.refused = ""
        self._ask(course.OFF)

    def _wake(self) -> None:
        self.off = False

    def _next_mode(self) -> None:
        now = self._engine.course
        at = self._modes.index(now.plan.mode) + 1
        now.select(self._modes[at % len(self._modes)])

    def _pick(self) -> None:
        """The mode of this button; one level up when it is the present one."""
        now = self._engine.course
        for mode in self._modes:
            if mode.name.lower() == self._role:
                if mode is now.plan.mode:
                    self._ask(course.LEVEL_UP)
                else:
                    now.select(mode)

    # ---- what time does

    def _forget(self) -> None:
        told_ms = self._clock.since_ms(self._told) if self.refused or self.confirm else 0
        if told_ms >= REFUSED_MS:
            self.refused = ""
        if told_ms >= CONFIRM_MS:
            self.confirm = course.NOTHING

    def _sleep(self, now: "Course") -> None:
        """Off when nothing was asked for long, and after limits.ON_MS in a session."""
        too_long = now.quiet and now.on_ms > limits.ON_MS
        if not now.quiet or self.off:
            self._touched = self._clock.ms()
        idle = self._clock.since_ms(self._touched) >= limits.IDLE_OFF_MS
        if idle or (too_long and not self._on_too_long) or (self.off and not now.quiet):
            self._switch_off()
        self._on_too_long = too_long


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from galva.core.course import Course
    from galva.core.engine import Engine
    from galva.core.modes import Mode

    from .app import Device
    from .routines import Routines
    from .settings import Settings
    from .usage import Usage
