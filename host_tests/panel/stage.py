"""The device brought into each state of core.controls, as a person would."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest

from galva.core import controls
from galva.core.board import Board
from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import power_on, start, until


class Guard:
    """Stands for app.usage.Usage: `why` refuses a start, acknowledging takes it away."""

    def __init__(self, _engine: Any, _device: Any) -> None:
        self.why = ""
        self.warning = ""
        self.acknowledged = 0

    def refusal(self) -> str:
        """The signal of what forbids a start."""
        return self.why

    def begin(self) -> str:
        """The same, just before a start."""
        return self.why

    def acknowledge(self) -> None:
        """Count it."""
        self.acknowledged += 1
        self.why = ""

    def poll(self) -> None:
        """Nothing to do."""


class Stage(FakeRig):
    """A rig whose guard, settings and panel a test can reach."""

    guard: Guard
    panel: Any
    settings: Any

    def __init__(
        self, patch: pytest.MonkeyPatch, board: Board | str = "pico", **more: Any
    ) -> None:
        super().__init__(patch, board, **more)
        app = importlib.import_module("galva.app.app")
        panel_class = app.Panel

        def guard(engine: Any, device: Any) -> Guard:
            self.guard = Guard(engine, device)
            return self.guard

        def panel(*parts: Any) -> Any:
            self.panel = panel_class(*parts)
            self.settings = parts[-1]
            return self.panel

        patch.setattr(app, "Usage", guard)
        patch.setattr(app, "Panel", panel)

    def pick(self, mode: str) -> None:
        """Choose this mode with the buttons that there are, from IDLE."""
        if mode.lower() in self.pins.gpio and self.status["mode"] != mode:
            self.press(mode)
            self.run(100)
        while self.status["mode"] != mode:
            self.press("MODE")
            self.run(100)  # it acts when let go

    def level(self, level: int) -> None:
        """Raise the level with the buttons that there are, from IDLE."""
        name = "PLUS" if "plus" in self.pins.gpio else str(self.status["mode"])
        while self.status["level"] < level:
            self.press(name)
            self.run(100)


def idle(rig: Stage) -> None:
    power_on(rig)
    rig.touch("good")
    rig.level(3)


def self_test(rig: Stage) -> None:
    """The whole one, of the power-on."""
    rig.touch("good")
    until(rig, "SELF_TEST", 500)


def check(rig: Stage) -> None:
    power_on(rig)
    rig.level(3)
    start(rig)
    until(rig, "CHECK", 2000)


def ramp_up(rig: Stage) -> None:
    """TIGHTEN takes 4 s."""
    power_on(rig)
    rig.pick("TIGHTEN")
    rig.level(3)
    rig.touch("good")
    start(rig)
    until(rig, "RAMP_UP", 4000)


def run(rig: Stage) -> None:
    idle(rig)
    start(rig)
    until(rig, "RUN", 5000)


def hold(rig: Stage) -> None:
    run(rig)
    rig.lift()
    until(rig, "HOLD", 500)


def ramp_down(rig: Stage) -> None:
    """INFUSE takes 2 s from its top."""
    power_on(rig)
    rig.pick("INFUSE")
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 12_000)
    rig.press("START", 40)
    until(rig, "RAMP_DOWN", 500)


def fault(rig: Stage) -> None:
    """After the time in which no press counts."""
    run(rig)
    rig.usb(True)
    until(rig, "FAULT", 500)
    rig.usb(False)
    rig.run(1200)


def read_first(rig: Stage) -> None:
    idle(rig)
    rig.guard.why = "read first"
    rig.run(100)


def off(rig: Stage) -> None:
    power_on(rig)
    rig.touch("good")
    rig.press("START", 3200)


# state of core.controls: how to get there
INTO: dict[str, Callable[[Stage], None]] = {
    "IDLE": idle,
    "SELF_TEST": self_test,
    "CHECK": check,
    "RAMP_UP": ramp_up,
    "RUN": run,
    "HOLD": hold,
    "RAMP_DOWN": ramp_down,
    "FAULT": fault,
    "READ_FIRST": read_first,
    "OFF": off,
}
assert tuple(INTO) == controls.STATES
