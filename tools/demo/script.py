"""What a person does with the device, as a table of steps, and the hands that do it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from galva.core.modes import MODES
from tools.demo.recording import Done, Recording, Status, spans
from tools.rigs import Stuck, said
from tools.sim.front_end import FrontEnd

SLICE_MS = 20.0  # the progress bar moves this often; the rig measures tones over this time
HOLD_MS = 650.0  # START acts after 500 ms
TAP_MS = 120.0
AFTER_MS = 100.0  # for the release of a button to be seen
SLACK = 1.05  # a step that waits for a state may take this much longer...
SLACK_MS = 4000.0  # ...and this
FULL_S = MODES[0].session_ms // 1000  # from here on LIFT runs to its own end
LEAST_S = 34


class Rig(Protocol):
    """What the script needs of a rig: the fakes and the emulated chip both have it."""

    front: FrontEnd
    statuses: list[tuple[float, Status]]

    @property
    def now_ms(self) -> float: ...
    @property
    def status(self) -> Status: ...
    @property
    def tone_hz(self) -> float: ...
    def run(self, ms: float) -> None: ...
    def hold(self, name: str) -> None: ...
    def release(self, name: str) -> None: ...
    def touch(self, skin: Any) -> None: ...
    def lift(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Step:
    """One line of the script.

    now: what happens now; hold_ms: how long `button` is held (0: no button); skin: what the
    electrodes touch from now on ("": as before); then ms pass, or, with `until`, about ms until
    the status names that state. mark: a word for the pictures.
    """

    now: str
    ms: float
    button: str = ""
    hold_ms: float = 0
    skin: str = ""
    until: str = ""
    mark: str = ""

    @property
    def whole_ms(self) -> float:
        """Expected time of the step."""
        return self.ms + (self.hold_ms + AFTER_MS if self.button else 0)


_NAMES = [mode.name for mode in MODES]
ROUND = (
    *(Step(f"MODE: from {a} to {b}", 300, "MODE", TAP_MS) for a, b in pairwise(_NAMES)),
    Step(f"MODE: from {_NAMES[-1]} back to {_NAMES[0]}", 300, "MODE", TAP_MS),
)
START = (
    Step("Power on, electrodes in the air: it tests itself", 3400, until="IDLE"),
    *ROUND,
    Step("PLUS: level 2", 300, "PLUS", TAP_MS),
    Step("PLUS: level 3", 300, "PLUS", TAP_MS),
    Step("START held without contact: self-test", 450, "START", HOLD_MS, until="CHECK"),
    Step("It looks for skin and finds none", 3000, until="IDLE"),
    Step("Refused: amber light, two low beeps", 1500, mark="refused"),
    Step("Electrodes with gel on the skin", 700, skin="typical", mark="contact"),
    Step("START held: self-test", 450, "START", HOLD_MS, until="CHECK"),
    Step("It looks for skin with the 10 µA probe", 600, until="RAMP_UP"),
    Step("Contact is good: it ramps up", 1000, until="RUN"),
    Step("It runs at level 3", 6517),  # not a round time: the lift-off cuts a phase
    Step("Electrodes lifted: it holds", 2000, skin="open", mark="lift-off"),
    Step(
        "Back on the skin, fresh gel: probe", 560, skin="good", until="RAMP_UP", mark="re-contact"
    ),
    Step("It ramps up again", 1000, until="RUN"),
    Step("It runs on", 3500),
    Step("MINUS: level 2", 2000, "MINUS", TAP_MS, mark="MINUS"),
)
RAMPS_AT = [step.until for step in START].index("RUN")  # from here on it treats the skin...
HELD = tuple(step for step in START[RAMPS_AT:] if step.skin)  # ...except in these
STOP = (
    Step("START pressed: it ramps down", 230, "START", TAP_MS, until="IDLE", mark="stop"),
    Step("Off", 2000),
)
TIME_UP = (Step("Off by itself: the time is up", 1500, mark="time up"),)


def script(seconds: int) -> tuple[Step, ...]:
    """About `seconds` of emulated time, >= LEAST_S; from FULL_S on, LIFT runs until time up."""
    fixed_ms = expected_ms(START)
    if seconds >= FULL_S:
        left_ms = FULL_S * 1000 - expected_ms(START[RAMPS_AT:]) + expected_ms(HELD)
        return START + (Step("It runs until its time is up", left_ms, until="IDLE"),) + TIME_UP
    run_ms = max(0.0, seconds * 1000 - fixed_ms - expected_ms(STOP))
    return START + (Step("It runs at level 2", run_ms),) + STOP


def expected_ms(steps: tuple[Step, ...]) -> float:
    """How long the steps take."""
    return sum(step.whole_ms for step in steps)


Watch = Callable[[float, Step], None]  # (emulated ms, what happens now)


class Person:
    """Does steps on a rig; `watch` is called after every slice of time."""

    def __init__(self, rig: Rig, watch: Watch) -> None:
        self._rig = rig
        self._watch = watch
        self._tones_hz: list[float] = []

    def do(self, step: Step) -> Done:
        """One step. Stuck when its state does not come."""
        rig = self._rig
        begin_us = rig.now_ms * 1000
        self._tones_hz = []
        if step.skin:
            rig.touch(step.skin)
        if step.button:
            rig.hold(step.button)
            self._wait(step, step.hold_ms)
            rig.release(step.button)
            self._wait(step, AFTER_MS)
        if step.until:
            self._until(step)
        else:
            self._wait(step, step.ms)
        end_us = rig.now_ms * 1000
        return Done(step.now, step.mark, begin_us, end_us, rig.status, tuple(self._tones_hz))

    def _wait(self, step: Step, ms: float) -> None:
        end_ms = self._rig.now_ms + ms
        while (left_ms := end_ms - self._rig.now_ms) > 0.001:
            self._slice(step, min(SLICE_MS, left_ms))

    def _until(self, step: Step) -> None:
        end_ms = self._rig.now_ms + step.ms * SLACK + SLACK_MS
        while (state := self._rig.status.get("state")) != step.until:
            if state == "FAULT" or self._rig.now_ms > end_ms:
                raise Stuck(f'"{step.now}" waits for {step.until}: {said(self._rig)}')
            self._slice(step, SLICE_MS / 2)

    def _slice(self, step: Step, ms: float) -> None:
        self._rig.run(ms)
        tone_hz = round(self._rig.tone_hz, -1)  # as measured: 499.9, 500.2
        if tone_hz and (not self._tones_hz or self._tones_hz[-1] != tone_hz):
            self._tones_hz.append(tone_hz)
        self._watch(self._rig.now_ms, step)


def perform(rig: Rig, steps: tuple[Step, ...], watch: Watch) -> Recording:
    """All steps on a rig that was just switched on. Stuck when one cannot be done."""
    person = Person(rig, watch)
    done = [person.do(step) for step in steps]
    states = spans(rig.statuses, done[-1].end_us)
    return Recording(rig.front.trace, states, rig.statuses, done)
