"""The parts of front ends A and B and their single faults, as data (hardware.md sections 2, 3, 5).

Units agree with each other: mV = uA * kOhm, us = kOhm * nF, pC = nF * mV.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

LOST_KOHM = 1e9  # an open connection


@dataclass(frozen=True)
class Parts:
    """One build, of circuit A at its nominal values; a fault is another value of some of these.

    `stuck_*` are None (works), 0 or 1. Switches: a1/a0 take leg A to VT/VB, b1/b0 leg B, x is
    the crowbar between VT and VB. Pins: what the level shifter sees.
    """

    front_end: str = "A"
    switched: bool = True  # HV_EN switches the rail; else it is always there
    hv_mv: float = 17_500.0  # the rail once it is up
    limit_ua: float = 609.0  # limiter at 27 C; 0.42 %/K less when warmer
    limit_drift_per_k: float = -0.0042
    top_kohm: float = 0.951  # RLIM 866 plus the slope of QL2 in saturation
    top_mv: float = 6.0  # QL2 saturated
    limiter_bias_kohm: float = 940.0  # RLB1 + RLB2: 18 uA through RLIM without any load
    switch_kohm: float = 0.125
    a1_more_kohm: float = 0.0  # in A1 alone: one polarity of the two
    rp1_kohm: float = 4.7
    rp2_kohm: float = 4.7
    dummy_kohm: float = 10.0
    divider_kohm: float = 11_400.0  # from VB and from VT to ground, one each
    vb_leak_kohm: float = LOST_KOHM  # from VB to ground past the shunt: QN's collector, dirt
    rs1_kohm: float = 1.5
    rs2_kohm: float = 1.2  # the I channel sees this one only
    base_kohm: float = 220.0  # RB; bounds the base current that the shunt mistakes for load
    beta: float = 310.0
    dac_gain: float = 1 / 1.01  # RDO 1k into RDPD 100k
    sink_zero_mv: float = 0.0  # DAC and U1A, at the op-amp's input
    pa_leak_kohm: float = LOST_KOHM  # from PA (3.3 V) to the DAC's output resistor RDO: dirt
    dac_stuck_mv: float | None = None  # op-amp input held here
    sink_shorted: bool = False  # QN collector to emitter
    i_gain: float = 3.7
    i_zero_mv: float = 0.0  # U1C, at its output
    vb_gain: float = 1 / 5.7
    vt_gain: float = 1 / 5.7
    i_stuck_mv: float | None = None  # amplifier output held here
    adc_ref_mv: float = 3_300.0  # the 3.3 V supply, and the ADC's own gain error
    adc_zero_counts: float = 0.0
    stuck_a1: int | None = None
    stuck_a0: int | None = None
    stuck_b1: int | None = None
    stuck_b0: int | None = None
    stuck_x: int | None = None
    stuck_pa: int | None = None
    stuck_pb: int | None = None
    stuck_run: int | None = None
    stuck_relay: int | None = None


# Front end B: a 9 V block of 2 ohm and RLIM, no limiter. Its "limit" is beyond what can flow.
B = Parts(
    front_end="B",
    switched=False,
    hv_mv=9_000.0,
    limit_ua=1e4,
    limit_drift_per_k=0.0,
    top_kohm=0.868,
    top_mv=0.0,
    limiter_bias_kohm=LOST_KOHM,
    rs1_kohm=2.2,
    rs2_kohm=1.8,
    i_gain=2.5,
)
NOMINAL = {"A": Parts(), "B": B}

# name -> what it changes. "xa1 off" is switch A1 that never closes, as in hardware.md section 5.
FAULTS: dict[str, dict[str, Any]] = {
    "xa1 on": {"stuck_a1": 1},
    "xa1 off": {"stuck_a1": 0},
    "xa0 on": {"stuck_a0": 1},
    "xa0 off": {"stuck_a0": 0},
    "xb1 on": {"stuck_b1": 1},
    "xb1 off": {"stuck_b1": 0},
    "xb0 on": {"stuck_b0": 1},
    "xb0 off": {"stuck_b0": 0},
    "crowbar on": {"stuck_x": 1},
    "crowbar off": {"stuck_x": 0},
    "pa high": {"stuck_pa": 1},
    "pa low": {"stuck_pa": 0},
    "pb high": {"stuck_pb": 1},
    "pb low": {"stuck_pb": 0},
    "run high": {"stuck_run": 1},
    "run low": {"stuck_run": 0},
    "relay welded": {"stuck_relay": 1},
    "relay open": {"stuck_relay": 0},
    "rs1 short": {"rs1_kohm": 0.0},
    "rs1 half": {"rs1_kohm": 0.75},
    "rs2 short": {"rs2_kohm": 0.0},
    "rs2 half": {"rs2_kohm": 0.6},
    "sink shorted": {"sink_shorted": True},
    "op-amp high": {"dac_stuck_mv": 3300.0},
    "op-amp low": {"dac_stuck_mv": 0.0},
    "dac gain x2": {"dac_gain": 2 / 1.01},
    "dac full scale": {"dac_stuck_mv": 2047.5 / 1.01},
    "dac zero": {"dac_stuck_mv": 0.0},
    "vref +10%": {"dac_gain": 1.1 / 1.01},
    "limiter short": {"limit_ua": 1e4, "top_kohm": 0.085},
    "limiter open": {"limit_ua": 1e-3},
    "xa1 +2k": {"a1_more_kohm": 2.0},
    "xa1 +4k": {"a1_more_kohm": 4.0},
    "xa1 +6k": {"a1_more_kohm": 6.0},
    "xa1 +8k": {"a1_more_kohm": 8.0},
    "xa1 +10k": {"a1_more_kohm": 10.0},
    "pa leak": {"pa_leak_kohm": 24.0},
    "sink leak": {"sink_zero_mv": 54.0},
    "sink creep": {"sink_zero_mv": 21.0},
    "vb leak": {"vb_leak_kohm": 2_200.0},
    "rp1 short": {"rp1_kohm": 0.0},
    "rp1 open": {"rp1_kohm": LOST_KOHM},
    "rp2 short": {"rp2_kohm": 0.0},
    "rp2 open": {"rp2_kohm": LOST_KOHM},
    "dummy short": {"dummy_kohm": 0.0},
    "dummy half": {"dummy_kohm": 5.0},
    "dummy open": {"dummy_kohm": LOST_KOHM},
    "hv 0V": {"hv_mv": 0.0},
    "hv 12V": {"hv_mv": 12_000.0},
    "hv 15V": {"hv_mv": 15_000.0},
    "hv 16V": {"hv_mv": 16_000.0},
    "hv 20V": {"hv_mv": 20_000.0},
    "i channel high": {"i_stuck_mv": 3300.0},
    "i channel low": {"i_stuck_mv": 0.0},
    "vb channel low": {"vb_gain": 0.0},
    "vt channel low": {"vt_gain": 0.0},
}


_OF_A = ("limiter short", "limiter open", "hv 12V", "hv 15V", "hv 16V", "hv 20V")
FAULTS_B = {name: change for name, change in FAULTS.items() if name not in _OF_A} | {
    "rs1 half": {"rs1_kohm": 1.1},
    "rs2 half": {"rs2_kohm": 0.9},
    "rlim short": {"top_kohm": 0.002},
    "rlim half": {"top_kohm": 0.435},
    "rlim open": {"limit_ua": 1e-3},
    "sink leak": {"sink_zero_mv": 80.0},  # 20 uA as in A
    "sink creep": {"sink_zero_mv": 31.0},
    "vb leak": {"vb_leak_kohm": 1_100.0},
    "hv 7V": {"hv_mv": 7_000.0},
}
FAULTS_OF = {"A": FAULTS, "B": FAULTS_B}


def faulty(parts: Parts, names: Iterable[str]) -> Parts:
    """These parts with the named faults. ValueError for a name that FAULTS_OF does not have."""
    known = FAULTS_OF[parts.front_end]
    for name in names:
        if name not in known:
            raise ValueError(f"fault {name!r} is not known; use one of: {', '.join(known)}")
        parts = replace(parts, **known[name])
    return parts
