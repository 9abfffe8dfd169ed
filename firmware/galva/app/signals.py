"""Light, sound and a line on the screen: one table, state -> what a person gets to know."""

from galva.core import contact, gel
from galva.core.session import IDLE, RUN

_COLOURS = {
    "O": (0, 0, 0),  # off
    "G": (0, 160, 0),  # green
    "D": (0, 24, 0),  # green, dim
    "B": (0, 0, 200),  # blue
    "A": (200, 90, 0),  # amber
    "R": (255, 0, 0),  # red
    "W": (90, 90, 90),  # white
}

REFUSED_MS = 4000  # how long the end of a session, or why none began, stays on the light
LINE_MOST = 16  # characters on the screen

STUCK = "stuck button"
READ_FIRST = "read first"

# Signal|light: colour and ms of steps for ever|sound: Hz:ms of steps once|line on the screen.
# One text, for as tuples it takes 3 kB more of a chip's memory.
ROWS = """
idle|D1000||ready
self test|W1000||testing itself
looking|B200 O200|1200:60|looking for skin
ramp|G300 D300|1500:60|rising
run|G1000||running
bench|D500 B500||USB: bench only
poor contact|G400 A400|900:40|poor contact
gel drying|G800 A100 O100 A100|900:40|gel is drying
hold|A150 O350|700:80 0:60 700:80|put it back
ending|D200 O200||ending
stopped|D1000|1000:80 0:40 700:80|stopped
done|G150 O150|1000:120 0:60 1500:200|done
no contact|A500 O250|500:150 0:80 500:150|no contact
no gel|A100 O100 A100 O700|500:80 0:80 500:80 0:80|no gel: add gel
oily|A300 W300|500:80 0:80 700:80|oily: clean skin
battery low|R80 O1400|600:80 0:80 500:80 0:80 400:80|charge battery
short|A120 B120|500:80 0:40 500:80 0:40 500:80|short circuit
read first|B500 W500|800:60 0:60 800:60|read the rules
enough today|B100 O100 B100 O700|800:150 0:60 600:150 0:60 500:150|enough for today
rest day|B100 O1400|600:150 0:60 600:300|rest day
enough this week|G150 B150|1500:60 0:60 1000:60|enough this week
confirm|W150 O150|1500:60 0:60 1500:60|hold START
stuck button|R1000 A1000|400:100|stuck button
fault|R250 O250|400:400 0:100 400:400|FAULT
off|O1000||
"""

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


def signal(name: str) -> "tuple[Light, Sound, str]":
    """(light, sound, line) of a row: (colour, ms) steps, (Hz, ms) steps. KeyError: no such row."""
    at = ROWS.find("\n" + name + "|")
    if at < 0:
        raise KeyError(name)
    _, lights, sounds, line = ROWS[at + 1 : ROWS.find("\n", at + 1)].split("|")
    light = [(_COLOURS[step[0]], int(step[1:])) for step in lights.split()]
    tones = [step.split(":") for step in sounds.split()]
    return tuple(light), tuple([(int(hz), int(ms)) for hz, ms in tones]), line


def signal_of(course: "Course", panel: "Panel") -> str:
    """The name of the signal of this moment."""
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
        self._light, sound, _ = signal(name)
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

    Light = tuple[tuple[tuple[int, int, int], int], ...]
    Sound = tuple[tuple[int, int], ...]
