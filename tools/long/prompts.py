"""Prompts and treated time, as the skin and the buzzer's pin had them: nothing of the firmware's
own count. What it says is only when it treated (RAMP_UP and RUN), told by `marks`."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from galva.app.signals import CUES
from galva.core.routine import FINISHED, HOLD, NEXT_ZONE, STROKE, Routine
from tools.sim.trace import Trace

APART_US = 600_000.0  # longer than any prompt sounds; two prompts are a second apart
DEAD_US = 50.0  # the bridge's pause at a swap is 4 us (hal/rp2/program.py)

Marks = Sequence[tuple[float, bool]]  # (us, treats from now on)
Tones = Sequence[tuple[float, float]]  # (us, Hz) of each tone's onset


class Prompt(NamedTuple):
    """at_ms: of treated time when due, of the rig's clock when heard."""

    at_ms: float
    name: str


def due(routine: Routine) -> list[Prompt]:
    """All prompts of a routine, from its steps alone."""
    prompts: list[Prompt] = []
    start_s = 0
    for _zone, seconds, stroke_s, hold_s in routine.steps:
        hold_at_s = seconds - hold_s
        strokes_s = range(stroke_s, hold_at_s, stroke_s)
        prompts += [Prompt(1000.0 * (start_s + s), STROKE) for s in strokes_s]
        if hold_s:
            prompts.append(Prompt(1000.0 * (start_s + hold_at_s), HOLD))
        start_s += seconds
        prompts.append(Prompt(1000.0 * start_s, NEXT_ZONE))
    return [*prompts[:-1], Prompt(1000.0 * start_s, FINISHED)]


def heard(tones: Tones) -> list[Prompt]:
    """The prompts among all tones, each told by its own pitch."""
    names = {steps[0][0]: name for name, steps in CUES.items()}
    prompts: list[Prompt] = []
    last_us = dict.fromkeys(CUES, -APART_US)
    for t_us, hz in tones:
        name = next((name for pitch, name in names.items() if abs(hz - pitch) < 60), None)
        if name and t_us - last_us[name] > APART_US:
            prompts.append(Prompt(t_us / 1000, name))
        if name:
            last_us[name] = t_us
    return prompts


class Treated:
    """Treated time over the rig's: skin touched, relay closed, current set, mode on.

    The bridge's own pause where the polarity swaps counts as driven.
    """

    def __init__(self, trace: Trace, marks: Marks, now_us: float) -> None:
        column = trace.column
        times_us = np.array(column("t_us"))
        on = _bridged(times_us, np.array(column("setpoint_ua")) != 0)
        on &= (np.array(column("contact")) != 0) & (np.array(column("relay_closed")) != 0)
        self._ends_us = np.unique(np.concatenate([times_us, [t for t, _ in marks], [now_us]]))
        starts_us = self._ends_us[:-1]
        flows = _held(times_us, on, starts_us)
        if len(marks):
            treats = np.array([mark[1] for mark in marks], dtype=bool)
            flows &= _held(np.array([mark[0] for mark in marks]), treats, starts_us)
        else:
            flows[:] = False
        spans_us = np.diff(self._ends_us) * flows
        self._sums_us = np.concatenate([[0.0], np.cumsum(spans_us)])

    @property
    def ms(self) -> float:
        """In all."""
        return float(self._sums_us[-1]) / 1000

    def at_ms(self, rig_ms: float) -> float:
        """Treated by this time of the rig."""
        return float(np.interp(rig_ms * 1000, self._ends_us, self._sums_us)) / 1000

    def when_ms(self, treated_ms: float) -> float:
        """The rig's time at which so much was treated first; inf if it never was."""
        at = int(np.searchsorted(self._sums_us, treated_ms * 1000 - 1e-3))
        if at >= len(self._sums_us):
            return float("inf")
        return float(self._ends_us[at] - (self._sums_us[at] - treated_ms * 1000)) / 1000


def _bridged(times_us: "NDArray[Any]", driven: "NDArray[Any]") -> "NDArray[Any]":
    """The same without the gaps of DEAD_US at most that belong to the waveform."""
    edges = np.flatnonzero(np.diff(driven)) + 1
    for begin, end in pairwise(edges):
        if not driven[begin] and times_us[end] - times_us[begin] <= DEAD_US:
            driven[begin:end] = True
    return driven


def _held(times_us: "NDArray[Any]", values: "NDArray[Any]", at_us: "NDArray[Any]") -> Any:
    """At each moment the value that began last; False before the first."""
    index = np.searchsorted(times_us, at_us, side="right") - 1
    return np.where(index >= 0, values[np.maximum(index, 0)], False)


def errors_ms(routine: Routine, tones: Tones, treated: Treated) -> list[float]:
    """How late each prompt came; below 0: the treated time that was still missing.

    The device learns of a lift-off 2 ms late at most: what it played meanwhile is early by that,
    however long the pause then is. ValueError: a prompt is missing, too many or another one.
    """
    wanted, came = due(routine), heard(tones)
    names = [prompt.name for prompt in wanted], [prompt.name for prompt in came]
    if names[0] != names[1]:
        at = next((k for k, pair in enumerate(zip(*names)) if pair[0] != pair[1]), "the end")
        raise ValueError(f"{len(came)} prompts of {len(wanted)}; they differ from number {at} on")
    late_ms = []
    for one, other in zip(came, wanted, strict=True):
        missing_ms = other.at_ms - treated.at_ms(one.at_ms)
        late = one.at_ms - treated.when_ms(other.at_ms)
        late_ms.append(-missing_ms if missing_ms > 0 else late)
    return late_ms
