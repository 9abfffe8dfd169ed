"""Set error of many builds over loads and setpoints, before and after calibration.

Tolerances of hardware.md section 7. Not in it: the ADC's own steps, drift, the multimeter's last
digit. What is delivered is the circuit model's, what is set and fitted the firmware's.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from galva.core.bridge import PLUS
from galva.core.calib import Calibration
from tools.builds.commission import Bench, fitted
from tools.sim.parts import NOMINAL, Parts

LOADS_OHM = (500, 2_000, 5_000, 10_000, 20_000)
SETPOINTS_UA = (10, 20, 50, 100, 200, 300, 400, 500)
METERS = {"none": None, "DMM 0.5 %": 0.005, "DMM 0.1 %": 0.001}  # accuracy of the volts
_RESISTORS = ("rs1_kohm", "rs2_kohm", "rp1_kohm", "rp2_kohm", "top_kohm", "divider_kohm")


@dataclass(frozen=True)
class Build:
    """One board and the luck of its maker: dmm is -1..1 of the multimeter's accuracy."""

    parts: Parts
    bow_codes: float
    dmm: float
    seed: int


def build(seed: int, front_end: str = "A") -> Build:
    """The board number `seed`: 1 % resistors, DAC, reference, op-amps and ADC at random."""
    rng = random.Random(seed)

    def off(fraction: float) -> float:
        return 1 + rng.uniform(-fraction, fraction)

    def op_amp_mv() -> float:
        return min(max(rng.gauss(0, 1.5), -4.5), 4.5)

    nominal = NOMINAL[front_end]
    varied = {name: getattr(nominal, name) * off(0.01) for name in _RESISTORS}
    parts = replace(
        nominal,
        **varied,
        dummy_kohm=10.0 * off(0.001),
        beta=rng.uniform(420, 800),
        dac_gain=nominal.dac_gain * off(0.02) * off(0.01),  # reference, DAC
        sink_zero_mv=rng.uniform(-2, 2) + op_amp_mv(),
        i_gain=1 + (nominal.i_gain - 1) * off(0.01) / off(0.01),
        i_zero_mv=op_amp_mv() * nominal.i_gain,
        vb_gain=1 / (1 + 4.7 * off(0.01)),
        vt_gain=1 / (1 + 4.7 * off(0.01)),
        adc_ref_mv=3_300.0 * off(0.015) * off(0.01),
        adc_zero_counts=rng.uniform(-8, 8),
    )
    return Build(parts, rng.uniform(-4, 4), rng.uniform(-1, 1), seed)


def errors_ua(one: Build, dmm: float | None) -> dict[int, list[float]]:
    """Setpoint -> delivered less set, for each load; dmm: the meter's accuracy, None = no fit."""
    bench = Bench(one.parts, bow_codes=one.bow_codes, seed=one.seed)
    record = None if dmm is None else fitted(bench, 1 + dmm * one.dmm)
    cal = Calibration(record, bench.figures)
    errors: dict[int, list[float]] = {ua: [] for ua in SETPOINTS_UA}
    for load_ohm in LOADS_OHM:
        for ua in SETPOINTS_UA:
            bench.drive(PLUS, cal.code(ua), load_ohm)
            errors[ua].append(bench.load_ua - ua)
    return errors


@dataclass(frozen=True)
class Spread:
    """|error| in uA over all builds and loads."""

    p95: float
    most: float


def spread(errors: Iterable[float]) -> Spread:
    """p95 and maximum of the magnitudes."""
    ranked = sorted(map(abs, errors))
    return Spread(ranked[int(0.95 * (len(ranked) - 1))], ranked[-1])


def accuracy(builds: Sequence[Build], dmm: float | None) -> dict[int, Spread]:
    """Setpoint -> spread."""
    found: dict[int, list[float]] = {ua: [] for ua in SETPOINTS_UA}
    for one in builds:
        for ua, errors in errors_ua(one, dmm).items():
            found[ua] += errors
    return {ua: spread(errors) for ua, errors in found.items()}
