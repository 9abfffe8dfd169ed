"""The fast model of the front ends (tools/sim/afe.py) beside ngspice (hardware.md section 8)."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from galva.core.bridge import MINUS, PLUS
from tools.fmea import deck, faults, spice
from tools.fmea.circuits import CIRCUITS, A, calibration
from tools.fmea.faults import NONE, Drive, Fault
from tools.fmea.timeline import State, Timeline, phases, sources, with_dead_time
from tools.sim.afe import Afe
from tools.sim.parts import FAULTS, NOMINAL
from tools.sim.skin import GOOD, POOR, TYPICAL, Skin

RESISTORS = {f"{ohm:g}": Skin(float(ohm)) for ohm in (1, 500, 2000, 5000, 10_000, 20_000)}
GELS = {"gel good": GOOD, "gel": TYPICAL, "gel poor": POOR}
LOADS = {**RESISTORS, **GELS}
CURRENTS_UA = {"A": (10, 100, 500), "B": (10, 100, 300)}
FAULT_LOADS = ("500", "5000")
FAULT_UA = 300
_UP_US = 20_000.0  # the model's rail needs 5 ms; ngspice begins at rest
_BEGIN_MS = 1.0
_EARLY_MS = (0.035, 0.045, 0.055)  # after an edge: a sink that was starved still recovers
_LOOK_MS = (0.06, 0.07, 0.1, 0.2, 0.4, 0.7, 0.95, 2.0, 4.0)
_DUMMY_OHM = 10_000.0


def _sine(code: int) -> list[State]:
    """10 Hz, a sample each ms, one half wave in either polarity."""
    return [
        State(k, MINUS if k >= 50 else PLUS, round(code * math.sin(math.pi * (k % 50 + 0.5) / 50)))
        for k in range(100)
    ]


# name -> (states at a code, end in ms)
WAVES: dict[str, tuple[Callable[[int], list[State]], float]] = {
    "100 Hz": (lambda code: phases(code, 0.0, 5.0, 4), 20.0),
    "1 kHz": (lambda code: phases(code, 0.0, 0.5, 12), 6.0),
    "10 Hz sine": (_sine, 100.0),
    "stop": (lambda code: [State(0.0, PLUS, code), State(5.0)], 10.0),
    "dummy": (lambda code: phases(code, 0.0, 5.0, 2), 10.0),
}

# Fault of the fast model -> the same in the netlist. All others of parts.FAULTS have none.
TWINS = {
    **{
        f"x{s} {m}": f"X{s.upper()} stuck {m}"
        for s in ("a1", "a0", "b1", "b0")
        for m in ("on", "off")
    },
    "crowbar on": "XZ1 stuck on",
    "crowbar off": "XZ1 stuck off",
    **{f"{p} {m}": f"PIN {p} {m[:2]}" for p in ("pa", "pb") for m in ("high", "low")},
    "run high": "PIN pz hi",
    "run low": "PIN pz lo",
    "rs1 short": "RS1 short",
    "rs1 half": "RS1 x0.5",
    "rs2 short": "RS2 short",
    "rs2 half": "RS2 x0.5",
    "sink shorted": "QN sCE",
    "op-amp high": "UA in+ to 3V3",
    "op-amp low": "UA in+ to gnd",
    "dac gain x2": "DAC gain x2 bit",
    "dac full scale": "DAC full scale",
    "dac zero": "DAC zero",
    "vref +10%": "VREF +10%",
    "limiter short": "RLIM short",
    "limiter open": "RLIM open",
    "rp1 short": "RP1 short",
    "rp1 open": "RP1 open",
    "rp2 short": "RP2 short",
    "rp2 open": "RP2 open",
    "dummy short": "RDUM short",
    "dummy half": "RDUM x0.5",
    "dummy open": "RDUM open",
    "hv 0V": "HV 0V",
    "hv 12V": "HV 12V",
    "hv 20V": "HV 20V",
    "i channel high": "UC hi",
    "i channel low": "UC lo",
    "vb channel low": "UB lo",
    "vt channel low": "UD lo",
}
_RELAY = {
    "relay welded": Fault("relay", "welded", (Drive("act", 1.0), Drive("rel"))),
    "relay open": Fault("relay", "open", (Drive("act"), Drive("rel", 1.0))),
}


@dataclass(frozen=True)
class Case:
    """One comparison: a wave into a load, or a fault into a load."""

    wave: str
    load: str
    ua: int
    fault: str = ""
    circuit: str = "A"


@dataclass(frozen=True)
class Apart:
    """How far apart model and ngspice are at most: uA, nC at the end, V of VT.

    current_ua: 60 us after an edge or later; the firmware reads after 150. early_ua: before.
    """

    case: Case
    current_ua: float
    early_ua: float
    charge_nc: float
    vt_v: float


def cases() -> Iterator[Case]:
    """All of them."""
    for circuit, currents_ua in CURRENTS_UA.items():
        for ua, wave in product(currents_ua, WAVES):
            for load in LOADS if wave != "dummy" else ("500",):
                yield Case(wave, load, ua, circuit=circuit)
    for fault in FAULTS:
        if fault in TWINS or fault in _RELAY:
            for load in FAULT_LOADS:
                yield Case("100 Hz", load, FAULT_UA, fault)


def not_compared() -> list[str]:
    """Faults of the fast model that the netlist has no counterpart of."""
    return [name for name in FAULTS if name not in TWINS and name not in _RELAY]


def compare(case: Case) -> Apart:
    """Both, at the same instants. SpiceError."""
    states, end_ms = timeline(case)
    twin = _twin(case.fault)
    circuit = CIRCUITS[case.circuit]
    signals, load = sources(circuit, states), LOADS[case.load]
    text = deck.text(circuit.netlist, signals, load, end_ms, fault=twin, tolerance=1e-4)
    waves = spice.run(text)
    afe = _afe(case)
    early = current = vt = 0.0
    for state, until_ms in zip(states, [*(s.t_ms for s in states[1:]), end_ms]):
        _set(afe, state)
        for after_ms in (*_EARLY_MS, *_LOOK_MS):
            t_ms = state.t_ms + after_ms
            if t_ms >= until_ms:
                break
            afe.advance(_UP_US + t_ms * 1e3)
            apart = abs(_current_ua(case, waves, t_ms) - _model_ua(case, afe))
            if after_ms in _EARLY_MS:
                early = max(early, apart)
                continue
            current = max(current, apart)
            vt = max(vt, abs(waves.at("v(vt)", t_ms) - afe.point.vt_mv / 1e3))
    afe.advance(_UP_US + end_ms * 1e3)
    nc = float(np.trapezoid(waves.of["i(vload)"], waves.t_s)) * 1e9
    return Apart(case, current, early, abs(nc - afe.charge_pc / 1e3), vt)


def _afe(case: Case) -> Afe:
    """The fast model with its rail on, the load at its jacks."""
    parts = replace(NOMINAL[case.circuit], hv_mv=CIRCUITS[case.circuit].hv_v * 1e3)
    afe = Afe((case.fault,) if case.fault else (), noise=False, parts=parts)
    afe.touch(0.0, LOADS[case.load])
    afe.change(0.0, hv_en=1)
    return afe


def timeline(case: Case) -> tuple[Timeline, float]:
    """The states of a case and its end; it begins crowbarred, the skin at rest."""
    make, end_ms = WAVES[case.wave]
    relay = 0 if case.fault == "relay welded" or case.wave == "dummy" else 1
    states = [replace(s, t_ms=s.t_ms + _BEGIN_MS, relay=relay) for s in make(_code(case))]
    return with_dead_time([State(0.0, relay=relay), *states]), end_ms + _BEGIN_MS


def _code(case: Case) -> int:
    return calibration(CIRCUITS[case.circuit]).code(case.ua)


def _twin(name: str) -> Fault:
    if not name:
        return NONE
    known = {fault.name: fault for fault in faults.every("A", A.netlist)}
    return _RELAY[name] if name in _RELAY else known[TWINS[name]]


def _set(afe: Afe, state: State) -> None:
    bits = (state.bridge >> bit & 1 for bit in range(3))
    inputs = dict(zip(("pa", "pb", "run"), bits))
    dac_mv = A.dac_v(state.code) * 1e3
    afe.change(_UP_US + state.t_ms * 1e3, dac_mv=dac_mv, relay=state.relay, **inputs)


def _current_ua(case: Case, waves: spice.Waves, t_ms: float) -> float:
    if case.wave == "dummy":
        return (waves.at("v(d1)", t_ms) - waves.at("v(d2)", t_ms)) / _DUMMY_OHM * 1e6
    return waves.at("i(vload)", t_ms) * 1e6


def _model_ua(case: Case, afe: Afe) -> float:
    return afe.load_ua if case.wave == "dummy" else afe.skin_ua
