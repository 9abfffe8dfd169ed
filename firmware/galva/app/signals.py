"""Light, sound and a line on the screen: one table, state -> what a person gets to know."""

from galva.core import contact, gel
from galva.core.session import IDLE, RUN

_OFF = (0, 0, 0)
_GREEN = (0, 160, 0)
_DIM = (0, 24, 0)
_BLUE = (0, 0, 200)
_AMBER = (200, 90, 0)
_RED = (255, 0, 0)
_WHITE = (90, 90, 90)

REFUSED_MS = 4000  # how long the end of a session, or why none began, stays on the light
LINE_MOST = 16  # characters on the screen

STUCK = "stuck button"
READ_FIRST = "read first"

# signal: (light: (colour, ms) steps for ever, sound: (Hz, ms) steps once, line on the screen)
TABLE = {
    "idle": (((_DIM, 1000),), (), "ready"),
    "self test": (((_WHITE, 1000),), (), "testing itself"),
    "looking": (((_BLUE, 200), (_OFF, 200)), ((1200, 60),), "looking for skin"),
    "ramp": (((_GREEN, 300), (_DIM, 300)), ((1500, 60),), "rising"),
    "run": (((_GREEN, 1000),), (), "running"),
    "bench": (((_DIM, 500), (_BLUE, 500)), (), "USB: bench only"),
    "poor contact": (((_GREEN, 400), (_AMBER, 400)), ((900, 40),), "poor contact"),
    "gel drying": (
        ((_GREEN, 800), (_AMBER, 100), (_OFF, 100), (_AMBER, 100)),
        ((900, 40),),
        "gel is drying",
    ),
    "hold": (((_AMBER, 150), (_OFF, 350)), ((700, 80), (0, 60), (700, 80)), "put it back"),
    "ending": (((_DIM, 200), (_OFF, 200)), (), "ending"),
    "stopped": (((_DIM, 1000),), ((1000, 80), (0, 40), (700, 80)), "stopped"),
    "done": (((_GREEN, 150), (_OFF, 150)), ((1000, 120), (0, 60), (1500, 200)), "done"),
    "no contact": (
        ((_AMBER, 500), (_OFF, 250)),
        ((500, 150), (0, 80), (500, 150)),
        "no contact",
    ),
    "no gel": (
        ((_AMBER, 100), (_OFF, 100), (_AMBER, 100), (_OFF, 700)),
        ((500, 80), (0, 80)) * 2,
        "no gel: add gel",
    ),
    "oily": (((_AMBER, 300), (_WHITE, 300)), ((500, 80), (0, 80), (700, 80)), "oily: clean skin"),
    "battery low": (
        ((_RED, 80), (_OFF, 1400)),
        ((600, 80), (0, 80), (500, 80), (0, 80), (400, 80)),
        "charge battery",
    ),
    "short": (
        ((_AMBER, 120), (_BLUE, 120)),
        ((500, 80), (0, 40), (500, 80), (0, 40), (500, 80)),
        "short circuit",
    ),
    READ_FIRST: (((_BLUE, 500), (_WHITE, 500)), ((800, 60), (0, 60), (800, 60)), "read the rules"),
    "enough today": (
        ((_BLUE, 100), (_OFF, 100), (_BLUE, 100), (_OFF, 700)),
        ((800, 150), (0, 60), (600, 150), (0, 60), (500, 150)),
        "enough for today",
    ),
    "rest day": (((_BLUE, 100), (_OFF, 1400)), ((600, 150), (0, 60), (600, 300)), "rest day"),
    "enough this week": (
        ((_GREEN, 150), (_BLUE, 150)),
        ((1500, 60), (0, 60), (1000, 60)),
        "enough this week",
    ),
    "confirm": (((_WHITE, 150), (_OFF, 150)), ((1500, 60), (0, 60), (1500, 60)), "hold START"),
    STUCK: (((_RED, 1000), (_AMBER, 1000)), ((400, 100),), "stuck button"),
    "fault": (((_RED, 250), (_OFF, 250)), ((400, 400), (0, 100), (400, 400)), "FAULT"),
    "off": (((_OFF, 1000),), (), ""),
}

# prompt of a routine: (Hz, ms) steps once; each has a pitch that nothing else has
CUES = {
    "stroke": ((2000, 40),),
    "hold": ((2500, 150),),
    "next zone": ((1750, 60), (0, 40), (1750, 60)),
    "finished": ((2250, 80), (0, 40), (2250, 80), (0, 40), (2250, 160)),
}

_IN_STATE = ("idle", "self test", "looking", "ramp", "run", "hold", "ending", "fault")
AT_END = (
    ("", "stopped", "done", "no contact", "short", "no contact", "done", "fault")
    + ("no gel", "oily", "battery low", "")
)  # fmt: skip


def signal_of(course: "Course", panel: "Panel") -> str:
    """The signal of this moment: a name in TABLE."""
    if panel.off:
        return "off"
    if course.state == IDLE:
        return _in_idle(course, panel)
    if course.state == RUN:
        return _in_run(course)
    return _IN_STATE[course.state]


def _in_idle(course: "Course", panel: "Panel") -> str:
    asked = STUCK if panel.stuck else panel.refused or ("confirm" if panel.confirm else "")
    now = READ_FIRST if panel.unread else "bench" if course.usb else "idle"
    return asked or _ending(course, panel) or now


def _ending(course: "Course", panel: "Panel") -> str:
    """Why the last session ended, then what it was too much of; "" later."""
    if course.state_ms < REFUSED_MS:
        return AT_END[course.ended]
    if course.state_ms < 2 * REFUSED_MS and AT_END[course.ended] == "done":
        return panel.warning
    return ""


def _in_run(course: "Course") -> str:
    if course.gel.state == gel.DRYING:
        return "gel drying"
    if course.contact.state == contact.POOR:
        return "poor contact"
    return "bench" if course.bench else "run"


class Player:
    """Steps the pattern and the sound of the present signal; never blocks.

    The settings dim the light and mute every sound, a fault's too: its light stays.
    """

    def __init__(self, signal: "Signal", clock: "Clock", settings: "Settings") -> None:
        self._signal = signal
        self._clock = clock
        self._settings = settings
        self._light_at = self._sound_at = 0
        self._light_ms = self._sound_ms = clock.ms()
        self._sound: "Sound" = ()
        self._cued = False  # the sound is a prompt's,
        self._after: "Sound" = ()  # and that of a signal waits for its end
        self._turn = 0
        self._start("idle")

    def show(self, name: str, turn: int) -> None:
        """Show this signal; another name or turn starts it from the beginning."""
        if name != self._name or turn != self._turn:
            self._turn = turn
            self._start(name)
        if self._clock.since_ms(self._light_ms) >= self._light[self._light_at][1]:
            self._light_at = (self._light_at + 1) % len(self._light)
            self._light_ms = self._clock.ms()
            self._show_light()
        if self._sound_at < len(self._sound):
            if self._clock.since_ms(self._sound_ms) >= self._sound[self._sound_at][1]:
                self._sound_at += 1
                self._sound_ms = self._clock.ms()
                self._play_sound()
        elif self._cued:
            self._begin_sound(self._after)

    def cue(self, name: str) -> None:
        """Play a prompt of CUES now, "" = none. A signal's sound comes after it."""
        if name:
            self._begin_sound(CUES[name])
            self._cued = True
            self._after = ()

    def _start(self, name: str) -> None:
        self._name = name
        self._light, sound, _ = TABLE[name]
        self._light_at = 0
        self._light_ms = self._clock.ms()
        self._show_light()
        if self._cued:
            self._after = sound
        else:
            self._begin_sound(sound)

    def _begin_sound(self, sound: "Sound") -> None:
        self._sound = sound
        self._cued = False
        self._sound_at = 0
        self._sound_ms = self._clock.ms()
        self._play_sound()

    def _show_light(self) -> None:
        percent = self._settings.brightness
        red, green, blue = self._light[self._light_at][0]
        self._signal.light(red * percent // 100, green * percent // 100, blue * percent // 100)

    def _play_sound(self) -> None:
        silent = self._settings.mute or self._sound_at >= len(self._sound)
        self._signal.tone(0 if silent else self._sound[self._sound_at][0])


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.course import Course
    from galva.ports import Clock, Signal

    from .panel import Panel
    from .settings import Settings

    Sound = tuple[tuple[int, int], ...]
