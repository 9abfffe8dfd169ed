"""The sheets of the schematic, in the order of the guide. Names and values are the netlist's."""

from collections.abc import Callable

from tools.guide import sheet_bridge as bridges
from tools.guide import sheet_power as power
from tools.guide import sheet_sense as sense
from tools.guide.sheet import Sheet

SHEETS: dict[str, tuple[tuple[str, str, Callable[[Sheet], None]], ...]] = {
    "A": (
        ("supply", "Supply: cell, boost converter, HV", power.supply),
        ("limiter", "Current clamp (limiter)", bridges.limiter),
        ("bridge", "Bridge and crowbar, U2", bridges.bridge),
        ("shifters", "Level shifters of PA, PB, RUN", bridges.shifters),
        ("patient", "Patient path: relay K1, dummy, jacks", bridges.patient),
        ("sink", "DAC and sink", sense.sink),
        ("monitors", "Monitors I, VB, VT", sense.monitors),
        ("gate", "Gate (ALIVE) and USB interlock", power.gate),
        ("panel", "Panel, link, test points", power.panel),
    ),
    "B": (
        ("supply", "Supply: cell and 9 V block", power.supply_b),
        ("bridge", "Bridge and crowbar, U2", bridges.bridge),
        ("shifters", "Level shifters of PA, PB, RUN", bridges.shifters),
        ("patient", "Patient path: relay K1, dummy, jacks", bridges.patient),
        ("sink", "DAC and sink", sense.sink),
        ("monitors", "Monitors I, VB, VT", sense.monitors),
        ("gate", "Gate (ALIVE) and USB interlock", power.gate),
        ("panel", "Panel, link, test points", power.panel),
    ),
}
