"""What the skin got after an event, read from the trace; what is wrong with it. Pure.

Windows of 5 ms, one each ms: mean current, its bound, and the charge that no biphasic mode leaves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from tools.faults.stage import Load, State
from tools.faults.tables import TREATS, Fault
from tools.sim.trace import RUN, Row, Trace

WINDOW_MS = 5
HARDWARE_UA = 700.0  # no single fault goes beyond (hardware.md section 5)
PROBE_UA = 10.0
DC_UA = 5.0
_SLACK_UA = 8.0
_SAFE_US = 10_000.0  # rests between two phases are shorter
_SLACK = 0.10
_EARLY_US, _LATE_US = 100e3, 150e3  # a status line follows its state by up to 50 ms
OVER = ("IDLE", "FAULT")
_QUIET = (*OVER, "SELF_TEST")
_PROBING = ("CHECK", "HOLD")
_NO_ALARM = ("stopped", "time up")


class Said(NamedTuple):
    """A status line: from t_us on the device is in this state, at this level's current."""

    t_us: float
    state: str
    target_ua: float


@dataclass(frozen=True)
class Seen:
    """Times are ms after the event, inf = never; steady_ua: the worst 5 ms mean.

    zero_ms: no current at the skin for good, or crowbarred at code 0 for good; safe_ms: for the
    first time crowbarred for 10 ms or more. after_ua: worst 5 ms mean from 100 ms after
    the device had ended. wrong_ms: from the first to the last window with more than may flow.
    dc_phases: most net charge, in phases of this level, less 5 uA of mean. how: what the device
    says of its end.
    """

    steady_ua: float
    peak_ua: float
    zero_ms: float
    safe_ms: float
    charge_uc: float
    after_ua: float
    wrong_ms: float
    dc_phases: float
    state: str
    how: str


def look(
    trace: Trace,
    said: Sequence[Said],
    event_us: float,
    end_us: float,
    status: Mapping[str, Any],
    phase_ms: float,
) -> Seen:
    """Of the trace from event_us to end_us; status: the last one; phase_ms: of the mode."""
    t_us = np.arange(event_us, end_us, 1000.0)
    charge_nc = np.interp(t_us, trace.column("t_us"), trace.column("charge_nc"))
    mean_ua = np.abs(charge_nc[WINDOW_MS:] - charge_nc[:-WINDOW_MS]) / WINDOW_MS
    most_ua = may_flow_ua(said, t_us[:-WINDOW_MS])
    wrong = np.flatnonzero(mean_ua > most_ua + _SLACK * most_ua + _SLACK_UA)
    rows = [trace.at(event_us), *trace.between(event_us, end_us)]
    ended = t_us[:-WINDOW_MS] > _ended_us(said, event_us) + 100e3
    return Seen(
        steady_ua=float(mean_ua.max(initial=0.0)),
        peak_ua=trace.peak_ua(event_us, end_us),
        zero_ms=(_zero_us(rows, event_us) - event_us) / 1000,
        safe_ms=(safe_us(rows, event_us, end_us, crowbarred) - event_us) / 1000,
        charge_uc=float(np.abs(np.diff(charge_nc)).sum()) / 1000,
        after_ua=float(mean_ua[ended].max(initial=0.0)),
        wrong_ms=float(wrong[-1] - wrong[0] + WINDOW_MS) if len(wrong) else 0.0,
        dc_phases=_dc_phases(charge_nc, phase_ms * max(one.target_ua for one in said)),
        state=str(status["state"]),
        how=_how(status),
    )


def may_flow_ua(said: Sequence[Said], t_us: Any) -> Any:
    """For each time the largest current that any state around it allows."""
    most_ua = np.zeros(len(t_us))
    ends_us = [one.t_us for one in said[1:]] + [float("inf")]
    for one, end_us in zip(said, ends_us, strict=True):
        ua = 0.0 if one.state in _QUIET else one.target_ua
        if one.state in _PROBING:
            ua = PROBE_UA
        around = (t_us >= one.t_us - _LATE_US) & (t_us <= end_us + _EARLY_US)
        most_ua[around] = np.maximum(most_ua[around], ua)
    return most_ua


def _ended_us(said: Sequence[Said], event_us: float) -> float:
    """When the device said that it is over, after the event; inf."""
    ended_us = float("inf")
    for one in reversed(said):
        if one.state not in OVER:
            break
        ended_us = max(one.t_us, event_us)
    return ended_us


def _dc_phases(charge_nc: Any, phase_nc: float) -> float:
    net_nc = np.abs(charge_nc - charge_nc[0]) - DC_UA * np.arange(len(charge_nc))
    return float(net_nc.max()) / phase_nc


def crowbarred(row: Row) -> bool:
    """RUN is low: both electrodes are at one potential."""
    return not row.bridge & RUN


def off(row: Row) -> bool:
    """Crowbarred at code 0."""
    return crowbarred(row) and row.code == 0


def _zero_us(rows: Sequence[Row], event_us: float) -> float:
    def flows(row: Row) -> bool:
        return not off(row) and row.peak_ua > 0.01

    last = max((k for k, row in enumerate(rows) if flows(row)), default=-1)
    return max(rows[last + 1].t_us, event_us) if last + 1 < len(rows) else float("inf")


def safe_us(
    rows: Sequence[Row], event_us: float, end_us: float, safe: Callable[[Row], bool]
) -> float:
    """When it became safe for the first time, for longer than a rest between phases; inf."""
    for k, row in enumerate(rows):
        unsafe_us = next((other.t_us for other in rows[k + 1 :] if not safe(other)), end_us)
        if safe(row) and unsafe_us - row.t_us >= _SAFE_US:
            return max(row.t_us, event_us)
    return float("inf")


def _how(status: Mapping[str, Any]) -> str:
    if status["fault"]:
        return " ".join((status["fault"], status.get("step", ""))).strip()
    if status["state"] == "IDLE":
        return str(status["ended"])
    return "HOLD" if status["state"] == "HOLD" else ""


def verdict(fault: Fault, state: State, load: Load, seen: Seen) -> str:
    """What is wrong, one line; empty when all is well."""
    wanted = state.name in fault.alarm
    told = ("FAULT", "HOLD") if fault.held else ("FAULT",)
    net_most = state.net_phases if state.mode != "INFUSE" else float("inf")
    alarmed = bool(seen.how) and seen.how not in _NO_ALARM + ((load.refused,) * state.refuses)
    reasons = (
        (seen.wrong_ms > state.bound_ms, f"MISSED: too much current for {seen.wrong_ms:.0f} ms"),
        (seen.dc_phases > net_most, f"MISSED: net {seen.dc_phases:.1f} phases"),
        (seen.steady_ua > HARDWARE_UA and not fault.double, f"STEADY: {seen.steady_ua:.0f} uA"),
        (seen.after_ua > 0.5, f"AFTER: {seen.after_ua:.1f} uA"),
        (_late(fault, state, seen), f"MISSED: off after {seen.safe_ms:.1f} ms"),
        (wanted and seen.state not in told, "MISSED: no fault was told"),
        (wanted and fault.reason not in seen.how, f"MISSED: told as {seen.how}"),
        (fault.goes_on and alarmed, f"FALSE: {seen.how}"),
    )
    return next((text for broken, text in reasons if broken), "")


def _late(fault: Fault, state: State, seen: Seen) -> bool:
    return fault.off_ms is not None and state.name in TREATS and seen.safe_ms > fault.off_ms
