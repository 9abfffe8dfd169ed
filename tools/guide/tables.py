"""The tables of docs/build.md and docs/build-b.md."""

import re
from collections.abc import Iterator

from galva.core import afe_a, afe_b, bridge
from galva.core.selftest import EDGES, FULL, NO_RAIL, STATIC
from tools.guide.circuit import ROOT, elements, nodes
from tools.guide.parts import parts

_TABLES = {"A": afe_a.TABLE, "B": afe_b.TABLE}
_PINS = {
    bridge.SHUNT: "0 0 0",
    bridge.PLUS: "0 1 1",
    bridge.MINUS: "1 0 1",
    bridge.BOTH_LOW: "0 0 1",
    bridge.BOTH_HIGH: "1 1 1",
}
_MORE = {STATIC: ", ALIVE high", EDGES: ", ALIVE toggles", NO_RAIL: ", HV_EN low"}
_READINGS = re.compile(r"^\| (S\d[\dS/]*) \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|", re.MULTILINE)
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


def _simulated() -> dict[str, list[str]]:
    """Step: I, VB, VT of hardware.md section 6."""
    page = (ROOT / "docs" / "hardware.md").read_text(encoding="utf-8")
    found = {}
    for steps, _pins, *readings in _READINGS.findall(page):
        for step in steps.split("/"):
            found[step] = [reading.strip(" *") for reading in readings]
    return found


def steps(front_end: str) -> Iterator[list[str]]:
    """One row a step of the self-test: what it sets, what it must read, what it should read."""
    simulated = _simulated() if front_end == "A" else {}
    for step, pins, ua, _ms, *window in (
        (*row[:4], *row[4:10], row[10]) for row in _TABLES[front_end]
    ):
        i_least, i_most, drop_least, drop_most, vt_least, vt_most, line = window
        code = "full scale" if line == FULL else f"{ua} µA"
        known = [] if (step, ua) == ("S3", 20) else simulated.get(step, [])
        volts = [f"{low / 1000:g} to {high / 1000:g}" for low, high in
                 ((drop_least, drop_most), (vt_least, vt_most))]  # fmt: skip
        cells = [step, _PINS[pins] + _MORE.get(line, ""), code, f"{i_least} to {i_most}", *volts]
        dac = 2.048 if line == FULL else ua * _volts_per_ua(front_end)
        yield [*cells, f"{dac:.3f}", *([" / ".join(known)] if simulated else [])]


def _volts_per_ua(front_end: str) -> float:
    """At the DAC's output, per uA of the sink."""
    ohm = {part: element.ohm for part, element in elements(front_end).items() if part[0] == "R"}
    return (ohm["RS1"] + ohm["RS2"]) * (1 + ohm["RDO"] / ohm["RDPD"]) / 1e6


def failing(front_end: str) -> Iterator[list[str]]:
    """One row a step: the parts it names and the nets between which they lie."""
    netlist = elements(front_end)
    for row in _TABLES[front_end]:
        words = row[12] + "".join(f" {also}" for said, also in _ALSO.items() if said in row[12])
        named = [part for part in netlist if re.search(rf"\b{part}\b", words)]
        nets = sorted({n for p in named for n in nodes(netlist[p])} - set(_SUPPLIES))
        yield [f"{row[0]}, {row[2]} µA", row[12], " ".join(f"`{net}`" for net in nets)]
