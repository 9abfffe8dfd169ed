"""What differs between front ends A and B, and what their firmware sets and reads."""

from dataclasses import dataclass
from functools import cache

from galva.core.calib import Calibration, nominal_record
from tools.fmea.netlist import ROOT, Netlist, read
from tools.fmea.spice import Waves
from tools.sim.mcp4821 import REF_MV

CODES = 4096  # of the DAC and of the ADC
V33 = 3.3
Counts = tuple[int, int, int]  # I, VB, VT


@dataclass(frozen=True)
class Circuit:
    """One front end. dac_mv_per_ua: DAC volts for a sink current; i_mv_per_ua: what I reads.

    dac_most_v: what its DAC can give. goal_ua: the most that one fault may drive for long.
    """

    name: str
    hv_v: float
    dac_mv_per_ua: float
    i_mv_per_ua: float
    dac_most_v: float
    goal_ua: float

    @property
    def netlist(self) -> Netlist:
        """Read from boards/."""
        return read(ROOT / "boards" / f"afe_{self.name.lower()}" / f"afe_{self.name.lower()}.cir")

    def dac_v(self, code: int) -> float:
        """DAC volts of a code of the firmware, which counts in those of circuit A."""
        volts = code / CODES * REF_MV / 1e3 * self.dac_mv_per_ua / A.dac_mv_per_ua
        return min(volts, self.dac_most_v)

    def counts(self, waves: Waves, t_ms: float) -> Counts:
        """I, VB and VT at an instant as circuit A's ADC would count them: 3V3 is its reference."""
        v33 = waves.at("v(v33)", t_ms)
        if v33 < 1.0:  # nothing converts
            return 0, 0, 0
        volts = (waves.at(name, t_ms) for name in ("v(adci)", "v(adcb)", "v(adct)"))
        i, vb, vt = (min(max(round(v / v33 * CODES), 0), CODES - 1) for v in volts)
        return round(i * A.i_mv_per_ua / self.i_mv_per_ua), vb, vt


A = Circuit("A", 17.5, 2.7 * 1.01, 1.2 * 3.7, REF_MV / 1e3, 700.0)
# 9.6 V over RP1, RP2 and 500 ohm is all that bounds the current in B
B = Circuit("B", 9.6, 4.0 / 0.625, 1.8 * 2.5, V33, 970.0)
CIRCUITS = {one.name: one for one in (A, B)}


@cache
def calibration() -> Calibration:
    """That of a board of nominal parts."""
    return Calibration(nominal_record())
