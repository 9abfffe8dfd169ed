"""Lift-off and re-contact, measured at the skin on any rig, at seeded instants."""

import random
from collections.abc import Callable
from typing import NamedTuple

from tools.emulator.rig import forked
from tools.faults.judge import OVER, crowbarred, off, safe_us
from tools.faults.stage import LEVELS, Load, Rig, State
from tools.rigs import until

MODES = ("LIFT", "TIGHTEN", "INFUSE")
SPAN_MS = {"LIFT": 6_000.0, "TIGHTEN": 6_000.0, "INFUSE": 2_000.0}  # envelopes and periods
OPEN_MS = 10_000.0
RATIO_MOST = 1.10
_WATCH_MS = 40.0
_AT_MS = (0.0, 27.3, 53.9, 81.2)  # in the probe's period of 100 ms
_AFTER_MS = 500.0


def in_run(mode: str) -> State:
    """At the mode's level of stage.LEVELS, level 1 for others."""
    assert mode in LEVELS or mode.startswith("R")
    return State(f"{mode} runs", mode, "RUN", 300, 0)


class LiftOff(NamedTuple):
    """From the loss of contact, in us: until crowbarred for good, until code 0 as well."""

    crowbarred_us: float
    code_0_us: float


def lift_offs(rig: Rig, mode: str, times: int, seed: int) -> list[LiftOff]:
    """At instants spread over the mode. rig: in RUN of it."""
    instants = random.Random(f"{mode} {seed}")
    begin_ms = rig.now_ms
    found: list[LiftOff] = []
    for at_ms in sorted(instants.uniform(0, SPAN_MS[mode]) for _ in range(times)):
        rig.run(max(0.001, begin_ms + at_ms - rig.now_ms))
        found.append(forked(lambda: _lift_off(rig)))
    return found


def _lift_off(rig: Rig) -> LiftOff:
    lifted_us = rig.now_ms * 1000
    rig.lift()
    rig.run(_WATCH_MS)
    end_us = rig.now_ms * 1000
    trace = rig.front.trace
    rows = [trace.at(lifted_us), *trace.between(lifted_us, end_us)]
    ends_us = (safe_us(rows, lifted_us, end_us, safe) for safe in (crowbarred, off))
    return LiftOff(*(each - lifted_us for each in ends_us))


class Again(NamedTuple):
    """Contact after ten seconds without: the largest current at the skin, of the set one."""

    set_ua: float
    load: str
    peak_ua: float

    @property
    def ratio(self) -> float:
        """1 = exactly what was set."""
        return self.peak_ua / self.set_ua


def re_contact(rig: Rig, load: Load) -> Again:
    """The worst of some instants, from contact until it runs again. rig: in RUN."""
    set_ua = float(rig.status["target_ua"])
    rig.lift()
    rig.run(OPEN_MS)
    before_ms, peaks_ua = 0.0, []
    for at_ms in _AT_MS:
        if at_ms:
            rig.run(at_ms - before_ms)
        before_ms = at_ms
        peaks_ua.append(forked(lambda: _peak_ua(rig, load)))
    return Again(set_ua, load.name, max(peaks_ua))


def _peak_ua(rig: Rig, load: Load) -> float:
    touched_us = rig.now_ms * 1000
    rig.touch(load.runs)
    until(rig, "RUN", most_ms=5000)
    rig.run(_AFTER_MS)
    return float(rig.front.trace.peak_ua(touched_us, rig.now_ms * 1000))


def whole_session(rig: Rig, told: Callable[[float], None]) -> str:
    """Runs until it ends by itself: "", or what else held or ended it. told(ms so far)."""
    begin_ms, known = rig.now_ms, len(rig.statuses)
    while rig.status["state"] not in OVER:
        rig.run(1000.0)
        told(rig.now_ms - begin_ms)
    status = rig.status
    if status["fault"] or status["ended"] != "time up":
        return str(status["fault"] or status["ended"])
    states = {one["state"] for _, one in rig.statuses[known:]}
    return "HOLD" if "HOLD" in states else ""
