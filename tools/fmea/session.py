"""The session into which a fault comes (hardware.md section 5), and what the load got of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from galva.core.bridge import MINUS, PLUS, RUN_LINE
from galva.core.limits import PROBE_UA
from tools.fmea import rules
from tools.fmea.circuits import Circuit, Counts, calibration
from tools.fmea.rules import Sample
from tools.fmea.spice import Array, Waves
from tools.fmea.timeline import State, Timeline, phases, with_dead_time

SET_UA = 300
FAULT_MS = 13.0
HIGH_UA = 700.0  # how long it is above this is told
_PHASE_MS, _PHASES = 5.0, 7  # three whole ones after that of the fault: ASYMMETRY wants three
_BEGIN_MS = 1.0
STOP_MS = _BEGIN_MS + _PHASES * _PHASE_MS
# Two ticks in each state after that, for the rules that want two.
_PROBE_MS = (46.0, 56.0)  # contact is looked for: E1 positive, E1 negative
AT_0_MS = (66.0, 76.0)  # armed at DAC 0, both polarities
_REST_MS, _OPEN_MS = 86.0, 86.5  # the gate opens
END_MS = 89.0
_SAMPLE_MS = 0.8  # after each whole ms: the firmware measures at the end of each sample


def timeline(circuit: Circuit) -> Timeline:
    """Biphasic 100 Hz, then off, the probe, armed at DAC 0, and the gate opens."""
    cal = calibration(circuit)
    code, probe = cal.code(SET_UA), cal.code(PROBE_UA)
    return with_dead_time(
        [
            State(0.0),
            State(_BEGIN_MS / 2, PLUS),
            *phases(code, _BEGIN_MS, _PHASE_MS, _PHASES),
            State(STOP_MS),
            State(_PROBE_MS[0], PLUS, probe),
            State(_PROBE_MS[1], MINUS, probe),
            State(AT_0_MS[0], PLUS),
            State(AT_0_MS[1], MINUS),
            State(_REST_MS),
            State(_OPEN_MS, relay=0),
        ]
    )


@dataclass(frozen=True)
class Seen:
    """One load, one fault. uA; steady, dc: in the session; rules: name -> ms after the fault."""

    steady_ua: float
    peak_ua: float
    high_us: float  # longest stay above HIGH_UA
    dc_ua: float
    probe_ua: float
    armed_ua: float
    shunt_ua: float
    open_ua: float
    rules: dict[str, float]

    @property
    def worst_ua(self) -> float:
        """The largest current that stays, in any state of the device."""
        return max(self.steady_ua, self.probe_ua, self.armed_ua, self.shunt_ua, self.open_ua)


def seen(circuit: Circuit, waves: Waves, at_rest: Counts) -> Seen:
    """What one run gave. at_rest: of the self-test, before the fault."""
    samples = sampled(circuit, waves)
    latency = {name: t - FAULT_MS for name, t in rules.judged(samples, at_rest, circuit).items()}
    after = waves.t_s >= FAULT_MS * 1e-3
    ua = np.abs(waves.of["i(vload)"][after]) * 1e6
    driven = [s.t_ms for s in samples if FAULT_MS + 1.0 < s.t_ms < STOP_MS]

    def at(*instants_ms: float) -> float:
        return max(abs(waves.at("i(vload)", t_ms)) * 1e6 for t_ms in instants_ms)

    return Seen(
        steady_ua=at(*driven),
        peak_ua=float(ua.max()),
        high_us=_longest_us(waves.t_s[after], ua > HIGH_UA),
        dc_ua=abs(_mean_ua(waves, STOP_MS - 2 * _PHASE_MS, STOP_MS)),
        probe_ua=at(_PROBE_MS[1] - 0.2, AT_0_MS[0] - 0.2),
        armed_ua=at(AT_0_MS[1] - 0.2, _REST_MS - 0.2),
        shunt_ua=at(_PROBE_MS[0] - 0.2),
        open_ua=at(END_MS - 0.2),
        rules=latency,
    )


def sampled(circuit: Circuit, waves: Waves) -> list[Sample]:
    """What the firmware reads, a sample each ms, from the first armed one on."""
    cal, out = calibration(circuit), []
    states = timeline(circuit)
    for k in range(int(_BEGIN_MS), int(END_MS)):
        t_ms = k + _SAMPLE_MS
        now = [state for state in states if state.t_ms <= t_ms][-1]
        driven = now.code if now.bridge & RUN_LINE else 0
        span = driven - cal.offset if driven else 0
        counts = circuit.counts(waves, t_ms)
        out.append(Sample(t_ms, now.bridge, span, t_ms < STOP_MS, counts))
    return out


def _mean_ua(waves: Waves, begin_ms: float, end_ms: float) -> float:
    t_ms = waves.t_s * 1e3
    inside = (t_ms > begin_ms) & (t_ms < end_ms)
    t = np.concatenate(([begin_ms], t_ms[inside], [end_ms]))
    return float(np.trapezoid(np.interp(t, t_ms, waves.of["i(vload)"]) * 1e6, t)) / (
        end_ms - begin_ms
    )


def _longest_us(t_s: Array, high: "NDArray[np.bool_]") -> float:
    """The longest time between two points that are both high."""
    longest = begin = 0.0
    for t, before, now in zip(t_s[1:], high[:-1], high[1:], strict=True):
        if now and not before:
            begin = float(t)
        if now:
            longest = max(longest, float(t) - begin)
    return longest * 1e6
