"""What a device built as in the guide reads in each step of the self-test, by ngspice."""

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from galva.core import afe_a, afe_b, bridge
from galva.core.selftest import EDGES, FULL, NO_RAIL
from tools import DOCS, ROOT
from tools.fmea import spice
from tools.fmea.netlist import Element, read
from tools.guide.circuit import elements

FILE = DOCS / "build" / "readings.csv"
TABLES = {"A": afe_a.TABLE, "B": afe_b.TABLE}
RAIL_V = {"A": 17.5, "B": 9.0}
FULL_V = 2.048  # of the DAC
_DIVIDER_MOHM = 11.4  # VB's: what it draws flows past the shunt
_SOURCES = "VHV hv 0 {hv}\nV33 v33 0 3.3\nVDAC dac 0 {dac}\nVPA pa 0 {pa}\nVPB pb 0 {pb}\n"
_SOURCES += "VPZ pz 0 {pz}\nVREL rel 0 {rel}\nVACT act 0 {act}\nRAIR e1 e2 1e10\n"
_END = ".options abstol=1e-10 itl1=500 rshunt=1e12\n.tran 100u 1m\n.end\n"


@dataclass(frozen=True)
class Reading:
    """One step. set_ua: what the firmware asks for; i_ua as it computes it, VB's divider added."""

    front_end: str
    step: str
    set_ua: int
    i_ua: float
    vb_v: float
    vt_v: float


def dac_v(front_end: str, line: int, ua: int) -> float:
    """At the DAC's output."""
    ohm = {name: e.ohm for name, e in elements(front_end).items() if name[0] == "R"}
    sink_v = ua * 1e-6 * (ohm["RS1"] + ohm["RS2"])
    return FULL_V if line == FULL else sink_v * (1 + ohm["RDO"] / ohm["RDPD"])


def simulated(front_end: str) -> list[Reading]:
    """Every step of its self-test. SpiceError: ngspice is missing or finds no end."""
    return [_read(front_end, *row[:3], row[10]) for row in TABLES[front_end]]


def _analog(front_end: str) -> list[Element]:
    """The parts that ngspice has models for, as built: those of its netlist, and B's RLIM."""
    folder = f"afe_{front_end.lower()}"
    known = {e.name for e in read(ROOT / "boards" / folder / f"{folder}.cir").elements} | {"RLIM"}
    return [element for element in elements(front_end).values() if element.name in known]


def _read(front_end: str, step: str, pins: int, ua: int, line: int) -> Reading:
    levels = {
        "hv": 0.0 if line == NO_RAIL else RAIL_V[front_end],
        "dac": dac_v(front_end, line, ua),
        **{f"p{one}": 3.3 * (pins >> n & 1) for n, one in enumerate("abz")},
        "rel": float(line != EDGES),
        "act": float(line == EDGES),
    }
    assert bridge.RUN_LINE == 1 << 2  # PA, PB, RUN from the lowest
    models = read(ROOT / "boards" / "afe_a" / "afe_a.cir").models
    netlist = "\n".join(element.line() for element in _analog(front_end))
    waves = spice.run(f"* {step}\n{models}{netlist}\n{_SOURCES.format(**levels)}{_END}")
    volts = {net: waves.at(f"v({net})", 1.0) for net in ("adci", "vb", "vt")}
    parts = elements(front_end)
    shunt_ohm = parts["RS2"].ohm * (1 + parts["RG2"].ohm / parts["RG1"].ohm)
    i_ua = volts["adci"] / shunt_ohm * 1e6 + volts["vb"] / _DIVIDER_MOHM
    return Reading(front_end, step, ua, i_ua, volts["vb"], volts["vt"])


def write(path: Path = FILE) -> None:
    """All of them into the file that the guide's tables are made from."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Reading))
        for one in (reading for front_end in TABLES for reading in simulated(front_end)):
            *head, i_ua, vb_v, vt_v = astuple(one)
            writer.writerow([*head, f"{i_ua:.1f}", f"{vb_v:.2f}", f"{vt_v:.2f}"])


def stored(front_end: str) -> list[Reading]:
    """Those of one front end in the file, in the order of its table. OSError: it is missing."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["front_end"] == front_end]
    return [
        Reading(front_end, row["step"], int(row["set_ua"]), *map(float, list(row.values())[3:]))
        for row in rows
    ]
