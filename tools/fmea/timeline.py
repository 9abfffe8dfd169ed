"""What the pins, the DAC, the rail and the relay do over a run: the stimulus of each deck."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from galva.core.bridge import MINUS, PLUS, RUN_LINE, SHUNT
from tools.fmea.circuits import V33, Circuit

DEAD_MS = 0.002  # RUN low before and after a change of polarity (hal/rp2/program.py)
_EDGE_MS = 1e-4
_SLOW_EDGE_MS = {"dac": 2e-3, "hv": 1.0}


@dataclass(frozen=True)
class State:
    """From t_ms on. bridge as in core/bridge.py; code: the firmware's, 0..4095."""

    t_ms: float
    bridge: int = SHUNT
    code: int = 0
    relay: int = 1
    hv: int = 1


Timeline = tuple[State, ...]


def with_dead_time(states: Iterable[State]) -> Timeline:
    """RUN goes low before the polarity changes and high after it, as the firmware does."""
    out: list[State] = []
    for state in states:
        if out and out[-1].bridge != state.bridge and out[-1].bridge & state.bridge & RUN_LINE:
            out.append(replace(state, bridge=out[-1].bridge & ~RUN_LINE))
            state = replace(state, t_ms=state.t_ms + DEAD_MS)
            out.append(replace(state, bridge=state.bridge & ~RUN_LINE))
            state = replace(state, t_ms=state.t_ms + DEAD_MS)
        out.append(state)
    return tuple(out)


def phases(code: int, begin_ms: float, phase_ms: float, many: int) -> list[State]:
    """Biphasic, E1 positive first."""
    return [State(begin_ms + k * phase_ms, MINUS if k % 2 else PLUS, code) for k in range(many)]


def _signals(circuit: Circuit, state: State) -> Iterator[tuple[str, float]]:
    for bit, pin in enumerate(("pa", "pb", "pz")):
        yield pin, V33 * (state.bridge >> bit & 1)
    yield "dac", circuit.dac_v(state.code)
    yield "hv", circuit.hv_v * state.hv
    yield "act", state.relay
    yield "rel", 1 - state.relay


def sources(circuit: Circuit, timeline: Timeline) -> dict[str, str]:
    """Node -> the PWL of its source, V over s."""
    points: dict[str, list[tuple[float, float]]] = {"v33": [(0.0, V33)]}
    for state in timeline:
        for node, volts in _signals(circuit, state):
            points.setdefault(node, []).append((state.t_ms, volts))
    return {node: _pwl(of, _SLOW_EDGE_MS.get(node, _EDGE_MS)) for node, of in points.items()}


def _pwl(points: list[tuple[float, float]], edge_ms: float) -> str:
    words = [f"0 {points[0][1]:g}"]
    now = points[0][1]
    for t_ms, volts in points[1:]:
        if volts != now:
            words.append(f"{t_ms:.6g}m {now:g} {t_ms + edge_ms:.6g}m {volts:g}")
            now = volts
    return f"PWL({' '.join(words)})"
