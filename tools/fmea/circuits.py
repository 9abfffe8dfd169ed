"""What differs between front ends A and B, and what their firmware sets and reads."""

from dataclasses import dataclass
from functools import cache

from galva.core.calib import Calibration, front_end, nominal_record
from tools import ROOT
from tools.fmea.netlist import Netlist, read
from tools.fmea.spice import Waves
from tools.sim.mcp4821 import REF_MV

CODES = 4096  # of the DAC and of the ADC
V33 = 3.3
Counts = tuple[int, int, int]  # I, VB, VT


@dataclass(frozen=True)
class Circuit:
    """One front end. goal_ua: the most that one fault may drive for long."""

    name: str
    hv_v: float
    goal_ua: float

    @property
    def netlist(self) -> Netlist:
        """Read from boards/."""
        return read(ROOT / "boards" / f"afe_{self.name.lower()}" / f"afe_{self.name.lower()}.cir")

    def dac_v(self, code: int) -> float:
        """DAC volts of a code."""
        return code / CODES * REF_MV / 1e3

    def counts(self, waves: Waves, t_ms: float) -> Counts:
        """I, VB and VT at an instant as the ADC counts them: 3V3 is its reference."""
        v33 = waves.at("v(v33)", t_ms)
        if v33 < 1.0:  # nothing converts
            return 0, 0, 0
        volts = (waves.at(name, t_ms) for name in ("v(adci)", "v(adcb)", "v(adct)"))
        i, vb, vt = (min(max(round(v / v33 * CODES), 0), CODES - 1) for v in volts)
        return i, vb, vt


A = Circuit("A", 17.5, 700.0)
# 9.6 V over RLIM, RP1, RP2 and 500 ohm is all that bounds the current in B
B = Circuit("B", 9.6, 900.0)
CIRCUITS = {one.name: one for one in (A, B)}


@cache
def calibration(circuit: Circuit = A) -> Calibration:
    """That of a board of nominal parts."""
    afe = front_end(circuit.name)
    return Calibration(nominal_record(afe), afe)
