"""A person does a routine and lifts the electrodes at awkward moments. For either rig."""

from collections.abc import Callable
from typing import Any, NamedTuple

from galva.core.routine import Routine, step
from tools.long.prompts import Marks, Treated

Rig = Any  # host_tests.fake_rig.FakeRig or tools.emulator.rig.EmulatedRig
Watch = Callable[[float, str], None]  # (ms of the rig's clock, what happens)
SLICE_MS = 1000.0
SKIN = "good"
UNTIL_MS = 20_000.0  # whatever is waited for comes sooner


class Lift(NamedTuple):
    """The electrodes leave the skin at this treated time, for so long."""

    at_ms: float
    away_ms: float
    why: str


# Fifteen seconds for a try, and where it hurts; then where it hurts in the face of 5 minutes.
PIECE = Routine("piece", [step("neck", "left", 8, 2, 3), step("brow", "right", 7, 3, 2)])
PIECE_LIFTS = [
    Lift(3992, 700, "8 ms before a stroke is due"),
    Lift(6500, 700, "in the middle of a hold"),
    Lift(9000, 700, "in the envelope's off part"),
]
QUICK = Routine("quick", [step("neck", "left", 5, 2, 2)])  # for who has little time
LIFTS = [
    Lift(24_992, 1500, "8 ms before a hold is due"),
    Lift(73_000, 4000, "in the middle of a hold"),
    Lift(135_500, 2000, "in the envelope's off part"),
]


class Stuck(Exception):
    """The session did not go on: what was waited for, and the last status."""


def power_on(rig: Rig) -> None:
    """Until the self-test is done, and a second more."""
    _until(rig, "IDLE")
    rig.run(1000)


def begin(rig: Rig, mode: str = "LIFT") -> None:
    """Choose the mode, electrodes on the skin, hold START until it runs. Stuck."""
    while rig.status["mode"] != mode:
        rig.press("MODE")
        rig.run(600)
    rig.touch(SKIN)
    rig.press("START", 650)
    _until(rig, "RUN")


def perform(rig: Rig, marks: Marks, lifts: list[Lift], end_ms: float, watch: Watch) -> None:
    """From RUN to the end of the session, end_ms of treated time later. Stuck."""
    for lift in lifts:
        _go_to(rig, marks, lift.at_ms, watch)
        watch(rig.now_ms, f"electrodes off {lift.why}")
        rig.lift()
        rig.run(lift.away_ms)
        rig.touch(SKIN)
        _until(rig, "RUN")
    _go_to(rig, marks, end_ms, watch)
    _until(rig, "IDLE")
    rig.run(1000)


def idle(rig: Rig, until_ms: float, watch: Watch) -> None:
    """Buttons now and then, electrodes off, until this time of the rig."""
    rig.lift()
    while rig.now_ms < until_ms:
        for name in ("PLUS", "MINUS"):
            rig.press(name)
        rig.run(max(0.0, min(10_000.0, until_ms - rig.now_ms)))
        watch(rig.now_ms, rig.status["state"])


def _go_to(rig: Rig, marks: Marks, treated_ms: float, watch: Watch) -> None:
    """Run until so much was treated; nothing interrupts on the way."""
    now_ms = Treated(rig.front.trace, marks, 1000 * rig.now_ms).ms
    while now_ms < treated_ms:
        step_ms = min(SLICE_MS, treated_ms - now_ms)
        rig.run(step_ms)
        now_ms += step_ms
        watch(rig.now_ms, rig.status["state"])
        if rig.status["state"] not in ("RAMP_UP", "RUN", "RAMP_DOWN", "IDLE"):
            raise Stuck(f"at {now_ms:.0f} ms treated: {rig.status}")


def _until(rig: Rig, state: str) -> None:
    end_ms = rig.now_ms + UNTIL_MS
    while rig.status.get("state") != state:
        if rig.now_ms > end_ms:
            raise Stuck(f"{state} was not reached: {rig.status}")
        rig.run(20)
