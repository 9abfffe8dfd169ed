"""Where it goes wrong: the states and loads, and how a rig is brought into each of them."""

import json
from dataclasses import dataclass
from typing import Any

from tools.rigs import Stuck, until
from tools.sim.trace import MINUS, PLUS

Rig = Any  # host_tests.fake_rig.FakeRig or tools.emulator.rig.EmulatedRig


@dataclass(frozen=True)
class State:
    """until: the device's own state, then more_ms. then: what the person does after that.

    bridge: lines to wait for, at the whole current. watch_ms: how long a device is watched that
    does not end by itself. phase_ms: of the mode. bound_ms: how long more than may flow may flow;
    two ticks, and two windows to see them in. net_phases: most net charge of a biphasic mode; a
    fault may rectify one phase, and is seen at the end of the next.
    """

    name: str
    mode: str
    until: str
    more_ms: float
    watch_ms: float
    bridge: int = 0
    then: str = ""
    phase_ms: float = 50.0
    bound_ms: float = 25.0
    net_phases: float = 3.0

    @property
    def refuses(self) -> bool:
        """CHECK is still to come: it refuses a load that it takes for a short."""
        return self.until in ("SELF_TEST", "CHECK")


STATES = (
    # S3, S3, S4, at 100 uA at most: were K1 welded now, a skin as large as the dummy passes them.
    State("SELF_TEST", "LIFT", "SELF_TEST", 250, 1500, bound_ms=310.0),
    State("CHECK", "LIFT", "CHECK", 170, 1200),
    State("RAMP_UP", "LIFT", "RAMP_UP", 500, 1200),
    State("RUN+", "LIFT", "RUN", 0, 1000, PLUS),
    State("RUN-", "LIFT", "RUN", 0, 1000, MINUS),
    State("HOLD", "LIFT", "RUN", 0, 1600, then="lift"),
    State("RAMP_DOWN", "LIFT", "RUN", 0, 800, PLUS, then="stop"),
    State("INFUSE", "INFUSE", "RUN", 300, 1000),
)
# A mode of the maker's own, rectangular and without pause: only there is direct current alone.
# Two windows of 10 s at the 10 uA of NET_DC are 40 of its phases.
STEADY = State("STEADY", "R500", "RUN", 0, 25_000, PLUS, phase_ms=10.0, net_phases=40.0)


def _own(ua: int, most_ua: int) -> dict[str, object]:
    return {
        "name": f"R{most_ua}",
        "shape": "rectangular",
        "period_ms": 20,
        "biphasic": True,
        "least_ua": ua,
        "most_ua": most_ua,
        "session_ms": 600_000,
        "ramp_up_ms": 1000,
        "ramp_down_ms": 500,
    }


# Modes of the maker's own for the currents that no built-in mode has at one of its levels.
OWN_UA = (20, 50, 200, 500)
OWN_FILE = "modes.json"
OWN_MODES = json.dumps([_own(min(ua, 200), ua) for ua in OWN_UA]).encode()
LEVELS = {"LIFT": 8, "TIGHTEN": 10, "INFUSE": 10, "R500": 10}  # 322, 300, 200 and 500 uA


@dataclass(frozen=True)
class Load:
    """runs: what stands in for it once a mode runs, when the device takes the load for a short."""

    name: str
    skin: str
    runs: str
    refused: str = ""  # how the device ends that


# 500 ohm is below the 800 ohm that CHECK refuses as a short, and the noise of its 10 uA makes
# one of 1 kohm in about every second start: beyond CHECK it is 1.5 kohm.
LOADS = (
    Load("500 ohm", "500", "1.5k", "short"),
    Load("5 kohm", "5k", "5k"),
    Load("gel", "typical", "typical"),
)


def state_named(name: str) -> State:
    """Of STATES, or STEADY. KeyError for another name."""
    return {state.name: state for state in (*STATES, STEADY)}[name]


def skin_of(state: State, load: Load) -> str:
    """What the electrodes touch at the event."""
    return load.skin if state.refuses else load.runs


def bring(rig: Rig, state: State, load: Load, tries: int = 3) -> None:
    """From power-on into the state, at the level of LEVELS. Stuck.

    tries: of START; the probe's noise may make a short of 1 kohm, and a person tries again.
    """
    power_on(rig)
    choose(rig, state.mode, LEVELS.get(state.mode, 1))
    rig.touch(skin_of(state, load))
    _start(rig, state, tries)
    until(rig, state.until)
    rig.run(state.more_ms)
    if state.bridge:
        whole_current(rig, state.bridge)
    if state.then == "lift":
        rig.lift()
        rig.run(700)
    elif state.then == "stop":
        rig.hold("START")
        until(rig, "RAMP_DOWN")
        rig.release("START")
        rig.run(100)


def _start(rig: Rig, state: State, tries: int) -> None:
    rig.press("START", 650)
    if state.refuses:
        return
    try:
        until(rig, "RAMP_UP", most_ms=6000)
    except Stuck:
        if tries == 1 or rig.status["state"] != "IDLE":
            raise
        _start(rig, state, tries - 1)
    else:
        rig.press("PLUS", 80)  # in contact: lifts the cap on the first level


def power_on(rig: Rig) -> None:
    """Until the device talks and is idle."""
    until(rig, "IDLE")
    rig.run(100)


def choose(rig: Rig, mode: str, level: int) -> None:
    """That mode, and one level below the wanted one: the last PLUS comes in contact. Stuck."""
    first = rig.status["mode"]
    while rig.status["mode"] != mode:
        rig.press("MODE")
        rig.run(100)  # it acts when let go
        if rig.status["mode"] == first:
            raise Stuck(f"no mode {mode}")
    while rig.status["level"] < level - 1:
        rig.press("PLUS")


def whole_current(rig: Rig, bridge: int, most_ms: float = 4000) -> None:
    """Into the middle of a phase in which the level's whole current is set. Stuck."""
    end_ms = rig.now_ms + most_ms
    while rig.front.bridge != bridge or abs(rig.front.setpoint_ua) < 0.9 * rig.status["target_ua"]:
        if rig.now_ms > end_ms:
            raise Stuck(f"{rig.status['target_ua']} uA were never set: {rig.status}")
        rig.run(1)
    rig.run(12.3)
