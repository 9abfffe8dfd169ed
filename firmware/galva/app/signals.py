"""Light and sound: one table, state -> what the user sees and hears."""

from galva.core import contact, gel
from galva.core.session import IDLE, RUN

_OFF = (0, 0, 0)
_GREEN = (0, 160, 0)
_DIM = (0, 24, 0)
_BLUE = (0, 0, 200)
_AMBER = (200, 90, 0)
_RED = (255, 0, 0)
_WHITE = (90, 90, 90)

REFUSED_MS = 4000  # how long the end of a session stays on the light

STUCK = "stuck button"  # down since power-on

# signal: (light: (colour, ms) steps for ever, sound: (Hz, ms) steps once)
TABLE = {
    "idle": (((_DIM, 1000),), ()),
    "self test": (((_WHITE, 1000),), ()),
    "looking": (((_BLUE, 200), (_OFF, 200)), ((1200, 60),)),
    "ramp": (((_GREEN, 300), (_DIM, 300)), ((1500, 60),)),
    "run": (((_GREEN, 1000),), ()),
    "poor contact": (((_GREEN, 400), (_AMBER, 400)), ((900, 40),)),
    "gel drying": (((_GREEN, 800), (_AMBER, 100), (_OFF, 100), (_AMBER, 100)), ((900, 40),)),
    "hold": (((_AMBER, 150), (_OFF, 350)), ((700, 80), (0, 60), (700, 80))),
    "ending": (((_DIM, 200), (_OFF, 200)), ()),
    "stopped": (((_DIM, 1000),), ((1000, 80), (0, 40), (700, 80))),
    "done": (((_GREEN, 150), (_OFF, 150)), ((1000, 120), (0, 60), (1500, 200))),
    "no contact": (((_AMBER, 500), (_OFF, 250)), ((500, 150), (0, 80), (500, 150))),
    "no gel": (((_AMBER, 100), (_OFF, 100), (_AMBER, 100), (_OFF, 700)), ((500, 80), (0, 80)) * 2),
    "oily": (((_AMBER, 300), (_WHITE, 300)), ((500, 80), (0, 80), (700, 80))),
    "battery low": (
        ((_RED, 80), (_OFF, 1400)),
        ((600, 80), (0, 80), (500, 80), (0, 80), (400, 80)),
    ),
    "short": (((_AMBER, 120), (_BLUE, 120)), ((500, 80), (0, 40), (500, 80), (0, 40), (500, 80))),
    STUCK: (((_RED, 1000), (_AMBER, 1000)), ((400, 100),)),
    "fault": (((_RED, 250), (_OFF, 250)), ((400, 400), (0, 100), (400, 400))),
}

# prompt of a routine: (Hz, ms) steps once; each has a pitch that nothing else has
CUES = {
    "stroke": ((2000, 40),),
    "hold": ((2500, 150),),
    "next zone": ((1750, 60), (0, 40), (1750, 60)),
    "finished": ((2250, 80), (0, 40), (2250, 80), (0, 40), (2250, 160)),
}

_IN_STATE = ("idle", "self test", "looking", "ramp", "run", "hold", "ending", "fault")
_AT_END = (
    ("idle", "stopped", "done", "no contact", "short", "no contact", "done", "fault")
    + ("no gel", "oily", "battery low", "idle")
)  # fmt: skip


def signal_of(course: "Course", stuck: bool) -> str:
    """The signal of this moment; stuck: a button is, since power-on."""
    if course.state == IDLE and stuck:
        return STUCK
    if course.state == IDLE and course.state_ms < REFUSED_MS:
        return _AT_END[course.ended]
    if course.state == RUN and course.gel.state == gel.DRYING:
        return "gel drying"
    if course.state == RUN and course.contact.state == contact.POOR:
        return "poor contact"
    return _IN_STATE[course.state]


class Player:
    """Steps the pattern and the sound of the present signal; never blocks."""

    def __init__(self, signal: "Signal", clock: "Clock") -> None:
        self._signal = signal
        self._clock = clock
        self._light_at = self._sound_at = 0
        self._light_ms = self._sound_ms = clock.ms()
        self._sound: "Sound" = ()
        self._cued = False  # the sound is a prompt's
        self._start("idle")

    def show(self, name: str) -> None:
        """Show this signal; a new name starts its pattern and its sound from the beginning."""
        if name != self._name:
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

    def cue(self, name: str) -> None:
        """Play a prompt of CUES now, "" = none; a signal that is silent does not end it."""
        if name:
            self._begin_sound(CUES[name])
            self._cued = True

    def _start(self, name: str) -> None:
        self._name = name
        self._light, sound = TABLE[name]
        self._light_at = 0
        self._light_ms = self._clock.ms()
        self._show_light()
        if sound or not self._cued:
            self._begin_sound(sound)

    def _begin_sound(self, sound: "Sound") -> None:
        self._sound = sound
        self._cued = False
        self._sound_at = 0
        self._sound_ms = self._clock.ms()
        self._play_sound()

    def _show_light(self) -> None:
        red, green, blue = self._light[self._light_at][0]
        self._signal.light(red, green, blue)

    def _play_sound(self) -> None:
        over = self._sound_at >= len(self._sound)
        self._signal.tone(0 if over else self._sound[self._sound_at][0])


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.course import Course
    from galva.ports import Clock, Signal

    Sound = tuple[tuple[int, int], ...]
