"""The whole application on one emulator: its self-test, then a session of each mode by hand."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from galva.core.modes import MODES, Mode
from tools.oracle.recorder import Sample
from tools.oracle.rig import OracleRig
from tools.problems import Problem

SELF_TEST = "self-test"
SKIN = "good"
RUN_MS = 1000.0  # after the ramp; a mode of long periods gets one more
_POWER_ON_MS = 10_000.0
_SLICE_MS = 50.0
_HOLD_MS, _TAP_MS = 650.0, 120.0
_SETTLE_MS = 400.0
_ALIGN = 1000  # samples: a multiple of each mode's period
_STEPS_MS = 20_000.0  # whatever is waited for comes sooner
WHOLE_MS = 60_000.0  # about: for the bar
Watch = Callable[[float], None]


class Stuck(Problem):
    """The device did not come to the state that is waited for; the text says which, and where."""


class Part(NamedTuple):
    """A piece of the record, by itself: the states that it went through, and its samples."""

    name: str
    states: tuple[str, ...]
    samples: list[Sample]


@dataclass
class Record:
    """What one emulator said of it all. shims: what was mended in it from outside."""

    emulator: str
    parts: list[Part] = field(default_factory=list)
    shims: dict[str, str] = field(default_factory=dict)


class _Person:
    """Uses the device of one emulator, and cuts its record into parts."""

    def __init__(self, rig: OracleRig, watch: Watch) -> None:
        self.rig = rig
        self._watch = watch
        self._from = 0
        self._states: list[str] = []

    def let(self, ms: float) -> None:
        slices = math.ceil(ms / _SLICE_MS)
        for _ in range(slices):
            self.rig.run(ms / slices)
            self._states += self.rig.new_states()
            self._watch(self.rig.now_ms)

    def until(self, state: str) -> None:
        """Stuck when it does not come in time."""
        end_ms = self.rig.now_ms + _STEPS_MS
        while not self._states or self._states[-1] != state:
            if self.rig.now_ms > end_ms:
                seen = ", ".join(self._states[-1:]) or "nothing"
                raise Stuck(f"{self.rig.emulator}: {state} did not come, it said {seen}")
            self.let(_SLICE_MS)

    def count(self, samples: int) -> None:
        """Until so many samples of this part were sent. Stuck when they do not come in time."""
        end_ms = self.rig.now_ms + _STEPS_MS
        while self.sent < samples:
            if self.rig.now_ms > end_ms:
                raise Stuck(f"{self.rig.emulator}: sample {samples} did not come")
            self.rig.run(0.25)

    @property
    def sent(self) -> int:
        return len(self.rig.samples) - self._from

    def press(self, name: str, hold_ms: float) -> None:
        self.rig.hold(name)
        self.let(hold_ms)
        self.rig.release(name)

    def cut(self, name: str) -> Part:
        """What came since the last cut."""
        states = tuple(state for state, _ in groupby(self._states))
        part = Part(name, states, self.rig.samples[self._from :])
        self._from += len(part.samples)
        self._states = self._states[-1:]
        return part


def perform(emulator: str, watch: Watch) -> Record:
    """The self-test with the electrodes in the air, then each mode. Stuck; ChipError."""
    with OracleRig(emulator) as rig:
        person = _Person(rig, watch)
        record = Record(emulator, shims=rig.shims)
        person.until("SELF_TEST")
        person.until("IDLE")
        record.parts.append(person.cut(SELF_TEST))
        for mode in MODES:
            _session(person, mode)
            record.parts.append(person.cut(mode.name))
            person.press("MODE", _TAP_MS)
            person.let(_SETTLE_MS)
    return record


def _session(person: _Person, mode: Mode) -> None:
    """On the skin, START, until it runs, some periods, STOP in the middle of one."""
    person.rig.touch(SKIN)
    person.let(_SETTLE_MS)
    person.press("START", _HOLD_MS)
    person.until("RUN")
    person.let(RUN_MS)
    whole = -(-person.sent // _ALIGN) * _ALIGN
    person.count(whole + _ALIGN // 4)  # the same sample on every emulator
    person.press("START", _TAP_MS)
    person.until("IDLE")
    person.let(_SETTLE_MS)
    person.rig.touch("open")
    person.let(_SETTLE_MS)
