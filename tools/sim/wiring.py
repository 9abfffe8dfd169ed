"""What the inputs mean to the circuit: closed switches, sink current, load in the path."""

from typing import NamedTuple

from tools.sim.parts import LOST_KOHM, Parts

_PIN_MV, _RDO_KOHM = 3_300.0, 1.0


class Inputs(NamedTuple):
    """What the front end is told. Levels are 0 or 1; relay 0 is the dummy, 1 the skin."""

    dac_mv: float = 0.0
    pa: int = 0
    pb: int = 0
    run: int = 0
    hv_en: int = 0
    relay: int = 0


class Switches(NamedTuple):
    """U2, 1 closed: a1/a0 take leg A to VT/VB, b1/b0 leg B, x is the crowbar."""

    a1: int
    a0: int
    b1: int
    b0: int
    x: int


def switches(parts: Parts, inputs: Inputs) -> Switches:
    """The level shifters invert: a low pin takes its leg to VT and closes the crowbar."""
    pa = inputs.pa if parts.stuck_pa is None else parts.stuck_pa
    pb = inputs.pb if parts.stuck_pb is None else parts.stuck_pb
    run = inputs.run if parts.stuck_run is None else parts.stuck_run
    working = (1 - pa, pa, 1 - pb, pb, 1 - run)
    stuck = (parts.stuck_a1, parts.stuck_a0, parts.stuck_b1, parts.stuck_b0, parts.stuck_x)
    return Switches(*(w if s is None else s for w, s in zip(working, stuck, strict=True)))


def set_ua(parts: Parts, inputs: Inputs) -> float:
    """Current that the sink regulates to when nothing limits it."""
    din_mv = inputs.dac_mv * parts.dac_gain + parts.sink_zero_mv
    leak = _RDO_KOHM / (parts.pa_leak_kohm + _RDO_KOHM)
    din_mv += (inputs.pa * _PIN_MV - din_mv) * leak
    if parts.dac_stuck_mv is not None:
        din_mv = parts.dac_stuck_mv
    return din_mv / (parts.rs1_kohm + parts.rs2_kohm)


def relay(parts: Parts, inputs: Inputs) -> int:
    """1 when the contacts connect the skin."""
    return inputs.relay if parts.stuck_relay is None else parts.stuck_relay


def path_kohm(parts: Parts, closed: Switches, load_kohm: float) -> float:
    """The load with RP1, RP2 and what A1 has too much; LOST_KOHM when that is open anywhere."""
    more_kohm = parts.a1_more_kohm if closed.a1 and not closed.a0 else 0.0
    return min(load_kohm + parts.rp1_kohm + parts.rp2_kohm + more_kohm, LOST_KOHM)
