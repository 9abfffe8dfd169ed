"""The fast model beside ngspice as a part of the page."""

from collections.abc import Sequence

from tools.fmea import model
from tools.fmea.goals import max_of
from tools.fmea.model import Apart
from tools.sheets import table

_WORDS = """## The fast model

`tools/sim/afe.py` beside ngspice, the largest difference: {loads} loads (six resistors
of 1 Ω to 20 kΩ, three gels), {currents} µA, and for A each fault that the
model knows into 500 Ω and 5 kΩ at {fault_ua} µA. Readings from 60 µs after an edge; the
firmware's come after 150. Before that a sink that was starved or driven by a charged skin still
recovers (RB and CBS: 22 µs), which the model leaves out.
"""
_HEADS = (
    ("wave", "runs", "current µA: resistors", "gel", "charge nC", "VT V")
    + ("before 60 µs: µA",)
)  # fmt: skip


def page(apart: Sequence[Apart]) -> str:
    """The largest differences, one row a wave and one for the faults."""
    groups = [
        (f"{name}, {wave}", [a for a in apart if _is_of(a, name, wave)])
        for name in model.CURRENTS_UA
        for wave in model.WAVES
    ]
    broken = [a for a in apart if a.case.fault]
    faults = len({a.case.fault for a in broken})
    groups.append((f"A, {faults} faults", broken))
    rows = [_model_row(words, of) for words, of in groups if of]
    most = (f"{name}: {', '.join(map(str, of))}" for name, of in model.CURRENTS_UA.items())
    currents = "; ".join(most)
    words = _WORDS.format(loads=len(model.LOADS), currents=currents, fault_ua=model.FAULT_UA)
    left = model.not_compared()
    if left:
        words += f"Without a counterpart in the netlist: {', '.join(left)}.\n"
    return words + "\n" + table(_HEADS, rows)


def _is_of(apart: Apart, circuit: str, wave: str) -> bool:
    case = apart.case
    return case.circuit == circuit and case.wave == wave and not case.fault


def _model_row(words: str, of: Sequence[Apart]) -> tuple[str, ...]:
    resistors = [a for a in of if a.case.load not in model.GELS]
    gels = [a for a in of if a.case.load in model.GELS]
    return (
        words,
        str(len(of)),
        f"{max_of(resistors, 'current_ua'):.2f}",
        f"{max_of(gels, 'current_ua'):.2f}" if gels else "-",
        f"{max_of(of, 'charge_nc'):.2f}",
        f"{max_of(of, 'vt_v'):.3f}",
        f"{max_of(of, 'early_ua'):.1f}",
    )
