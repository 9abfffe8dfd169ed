"""The tables of docs/build.md and docs/build-b.md."""

import re
from collections.abc import Iterator

from galva.core import bridge
from galva.core.selftest import EDGES, FULL, NO_RAIL, STATIC
from tools.guide.circuit import elements, nodes
from tools.guide.parts import parts
from tools.guide.readings import TABLES, dac_v, stored

_PINS = {
    bridge.SHUNT: "0 0 0",
    bridge.PLUS: "0 1 1",
    bridge.MINUS: "1 0 1",
    bridge.BOTH_LOW: "0 0 1",
    bridge.BOTH_HIGH: "1 1 1",
}
_MORE = {STATIC: ", ALIVE high", EDGES: ", ALIVE toggles", NO_RAIL: ", HV_EN low"}
# What the self-test's words stand for beside the names in them.
_ALSO = {
    "DAC": "U3",
    "U1A": "UA",
    "U1C": "UC",
    "U2": "XA1 XA0 XB1 XB0",
    "crowbar": "XZ1",
    "dividers": "RDB3 RDT3",
    "level shifters": "QSA QSB",
    "pump": "CST",
    "coil": "K1",
    "HV": "RLIM U5",
    "9 V block": "BT2 SW6",
}
_SUPPLIES = ("0", "v33", "bat", "cs", "sck", "mosi")


def order(front_end: str) -> Iterator[list[str]]:
    """One row an entry of the order."""
    for part in parts(front_end):
        tolerance = f" {part.tolerance}" if part.tolerance else ""
        what = ", ".join(filter(None, (part.what, part.package)))
        cells = [str(part.pieces), " ".join(part.refs), part.value + tolerance, what]
        yield [*cells, part.order, part.instead, part.why]


def steps(front_end: str) -> Iterator[list[str]]:
    """One row a step of the self-test: what it sets, what it must read, what ngspice reads."""
    for row, known in zip(TABLES[front_end], stored(front_end), strict=True):
        step, pins, ua, _ms, i_least, i_most, *volts, line, _near, _part = row
        code = "full scale" if line == FULL else f"{ua} µA"
        drop, vt = (f"{low / 1000:g} to {high / 1000:g}" for low, high in (volts[:2], volts[2:]))
        window = [f"{i_least} to {i_most}", drop, vt]
        dac = f"{dac_v(front_end, line, ua):.3f}"
        told = f"{known.i_ua:.1f} / {known.vb_v:.2f} / {known.vt_v:.2f}"
        yield [step, _PINS[pins] + _MORE.get(line, ""), code, *window, dac, told]


def failing(front_end: str) -> Iterator[list[str]]:
    """One row a step: the parts it names and the nets between which they lie."""
    netlist = elements(front_end)
    for row in TABLES[front_end]:
        words = row[12] + "".join(f" {also}" for said, also in _ALSO.items() if said in row[12])
        named = [part for part in netlist if re.search(rf"\b{part}\b", words)]
        nets = sorted({n for p in named for n in nodes(netlist[p])} - set(_SUPPLIES))
        yield [f"{row[0]}, {row[2]} µA", row[12], " ".join(f"`{net}`" for net in nets)]
