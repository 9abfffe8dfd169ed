"""Routines: the built-in ones, a maker's own from `routines.json`, and the guide through one.

[{"name": "my neck", "steps": [
  {"zone": "neck", "side": "left", "seconds": 60, "stroke_s": 5, "hold_s": 5},
  {"zone": "neck", "side": "right", "seconds": 60, "stroke_s": 5, "hold_s": 5}]}]
Each entry meets every check of the built-in table; one that does not is left out, with its reason.
"""

from galva.core import course
from galva.core.routine import FINISHED, ROUTINES
from galva.core.session import IDLE, RAMP_UP, RUN
from galva.core.settings import NONE

from .arguments import shown

_NEVER_MS = 1 << 29
_SOON_MS = 150


def _own(text: str, console: "Console") -> "tuple[Routine, ...]":
    """The maker's routines; what is wrong with them is told, one line each."""
    from .user_routines import parse  # 3 KB, for those who have such a file

    routines, reasons = parse(text)
    for reason in reasons:
        console.line(reason)
    return routines


class Routines:
    """All routines of this device, and the one that the settings name."""

    def __init__(self, device: "Device", settings: "Settings") -> None:
        self._settings = settings
        console, store = device.console, device.store
        text = store.read("routines.json")
        if store.trouble:
            console.line(store.trouble)
        self._all = ROUTINES + (_own(text, console) if text else ())
        self.names = (NONE,) + tuple(routine.name for routine in self._all)
        if settings.routine not in self.names:
            told = "no routine of this name: the mode's own time holds"
            console.line("settings: routine " + shown(settings.routine) + ": " + told)

    @property
    def chosen(self) -> "Routine | None":
        """What the settings name; None: the mode's own time, without prompts."""
        for routine in self._all:
            if routine.name == self._settings.routine:
                return routine
        return None

    def next(self) -> str:
        """Choose the one after it, "none" among them: "" or why not."""
        names, now = self.names, self._settings.routine
        at = names.index(now) + 1 if now in names else 0
        return self._settings.change("routine", names[at % len(names)])


class Guide:
    """Leads through the chosen routine by treated time alone: it pauses with the session.

    zone: its name, "" out of a session; zone_left_s: treated seconds left in it, rounded up;
    cue: the prompt to play now, once, or "".
    """

    def __init__(self, engine: "Engine", routines: Routines) -> None:
        self._engine = engine
        self._routines = routines
        self._routine: "Routine | None" = None
        self._began = False
        self._ms = 0
        self._end_s = 0
        self._next_ms = _NEVER_MS  # of the next prompt
        self._next = self.zone = self.cue = ""
        self.zone_left_s = 0
        self._warned = False

    def poll(self) -> None:
        """One look. A choice counts from the next session on, and sets its length."""
        self.cue = ""
        engine = self._engine
        if engine.course.quiet:
            self._began = False
            self.zone = ""
            self.zone_left_s = 0
            self._next_ms = _NEVER_MS
            if engine.course.state == IDLE and engine.request == course.NOTHING:
                self._take(self._routines.chosen)
        elif self._routine:
            if not self._began:
                self._began = True
                self._aim(0)
            self._follow(engine.treated_ms())

    def wait_ms(self, most_ms: int) -> int:
        """How long the application may sleep: until the next prompt, 1..most_ms."""
        return max(1, min(most_ms, self._left_ms()))

    def soon(self) -> bool:
        """True once before each prompt: time to clear the memory, for that takes 20 ms."""
        if self._warned or self._left_ms() > _SOON_MS:
            return False
        self._warned = True
        return True

    def _left_ms(self) -> int:
        state = self._engine.course.state
        return self._next_ms - self._ms if state == RAMP_UP or state == RUN else _NEVER_MS

    def _take(self, routine: "Routine | None") -> None:
        if routine is not self._routine:
            self._routine = routine
            self._engine.course.plan.last_ms(1000 * routine.total_s if routine else 0)

    def _follow(self, ms: int) -> None:
        self._ms = ms
        if ms >= self._next_ms:
            self.cue = self._next
            self._aim(ms // 1000)
        self.zone_left_s = max(0, self._end_s - ms // 1000)

    def _aim(self, s: int) -> None:
        """The prompt after second s, and the zone of that second."""
        routine = self._routine
        if routine is None or self.cue == FINISHED:
            self._next_ms = _NEVER_MS
            return
        self._warned = False
        next_s, self._next = routine.cue_after(s)
        self._next_ms = 1000 * next_s
        self.zone, self._end_s = routine.place(s)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.engine import Engine
    from galva.core.routine import Routine
    from galva.ports import Console

    from .app import Device
    from .settings import Settings
