"""One walk through what the screen shows, by a person's hands: on the fakes or on the chip."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from tools.rigs import until
from tools.sim.oled import Oled

Dots = list[list[int]]
_SETTLED_MS = 1200  # until all rows are sent, after what is written at the end of a session
_MODE = {
    "name": "BRIEF",
    "shape": "raised sine",
    "period_ms": 200,
    "biphasic": True,
    "least_ua": 20,
    "most_ua": 120,
    "session_ms": 4000,
    "ramp_up_ms": 1000,
    "ramp_down_ms": 500,
}
FILES = {"modes.json": json.dumps([_MODE]).encode()}  # a mode that ends while one waits


class Rig(Protocol):
    """What the walk needs of a rig, whose device has FILES."""

    screen: Oled

    @property
    def now_ms(self) -> float: ...
    @property
    def status(self) -> dict[str, Any]: ...
    def run(self, ms: float) -> None: ...
    def press(self, name: str, hold_ms: float = 120) -> None: ...
    def touch(self, skin: Any) -> None: ...
    def lift(self) -> None: ...
    def usb(self, present: bool) -> None: ...


class Scene(NamedTuple):
    """What one sees: title, a sentence on it, the dots, and the same as lines of text."""

    title: str
    words: str
    dots: Dots
    lines: list[str]


def scenes(rig: Rig) -> Iterator[Scene]:
    """Each as soon as it is there. Stuck."""
    for title, words, act in STEPS:
        act(rig)
        yield Scene(title, words, rig.screen.pixels, rig.screen.text)


def _test(rig: Rig) -> None:
    until(rig, "SELF_TEST")
    rig.run(_SETTLED_MS)


def _ready(rig: Rig) -> None:
    until(rig, "IDLE")
    rig.press("PLUS")
    rig.press("PLUS")
    rig.run(_SETTLED_MS)


def _look(rig: Rig) -> None:
    rig.press("START", 650)
    until(rig, "CHECK")
    rig.run(_SETTLED_MS)


def _refuse(rig: Rig) -> None:
    until(rig, "IDLE")
    rig.run(_SETTLED_MS)


def _run(rig: Rig) -> None:
    rig.touch("good")
    rig.press("START", 650)
    until(rig, "RUN")
    rig.run(_SETTLED_MS)


def _hold(rig: Rig) -> None:
    rig.lift()
    until(rig, "HOLD")
    rig.run(2000)


def _fault(rig: Rig) -> None:
    rig.usb(True)
    until(rig, "FAULT")
    rig.run(1200)  # whoever pressed START before cannot mean to clear it


def _done(rig: Rig) -> None:
    rig.usb(False)
    rig.lift()
    rig.press("START", 2200)
    until(rig, "IDLE")
    rig.run(_SETTLED_MS)  # while it writes its records it looks at no button
    for _ in range(3):
        rig.press("MODE")
    rig.touch("good")
    rig.press("START", 650)
    until(rig, "RUN")
    until(rig, "IDLE")
    rig.run(_SETTLED_MS)


Step = tuple[str, str, Callable[[Rig], None]]
STEPS: tuple[Step, ...] = (
    ("power-on", "The whole self-test: the relay is tried, so nothing may be touched.", _test),
    ("ready", "Mode, level, what a session would give, and how long.", _ready),
    ("looking", "START was held: the probe looks for skin, for 3 s.", _look),
    ("refused", "Why there was no session, and what to do; for 4 s.", _refuse),
    ("running", "The current that is delivered: the peak of the last second.", _run),
    ("on hold", "No contact: the time stands still, the session ends in a minute.", _hold),
    ("fault", "Its name as in the table of rules, and the cure.", _fault),
    ("done", "The time is up, here of a maker's own mode; for 4 s.", _done),
)
