"""The deck that ngspice reads: netlist, fault, sources, load, one transient analysis."""

from collections.abc import Iterator, Mapping

from tools.fmea.faults import NONE, Bridge, Cut, Drive, Edit, Fault
from tools.fmea.netlist import Netlist
from tools.sim.skin import Skin

SAVED = ("i(vload)", "v(d1)", "v(d2)", "v(adci)", "v(adcb)", "v(adct)", "v(v33)", "v(vt)")
_PIN_OHM = {"pa": 50.0, "pb": 50.0, "pz": 50.0}  # of a GPIO
_WIRE_S = 100.0  # an uncut terminal, siemens
_STRAY_F = 2e-13  # of a cut wire: without it some decks do not converge
_OPTIONS = "abstol=1e-10 vntol=1e-5 itl1=500 itl4=50 rshunt=1e12 method=gear"


class Broken:
    """A netlist with a fault in it, which comes in as node flt goes from 0 to 1."""

    def __init__(self, netlist: Netlist, fault: Fault) -> None:
        self.netlist = netlist
        self.lines: list[str] = []
        self.driven: dict[str, Drive] = {}
        for edit in fault.edits:
            self._put(edit, len(self.lines))

    def _put(self, edit: Edit, k: int) -> None:
        if isinstance(edit, Drive):
            self.driven[edit.source] = edit
        elif isinstance(edit, Bridge):
            self._conductor(k, edit.a, edit.b, f"{1 / edit.ohm:g}*V(flt)")
        else:
            self._cut(edit, k)

    def _cut(self, edit: Cut, k: int) -> None:
        node, inner = self.netlist[edit.name].nodes[edit.terminal], f"cut{k}"
        self.netlist = self.netlist.with_node(edit.name, edit.terminal, inner)
        self._conductor(k, node, inner, f"({_WIRE_S}*(1-V(flt))+{1 / edit.ohm:g})")
        self.lines.append(f"Cflt{k} {inner} 0 {_STRAY_F:g}")

    def _conductor(self, k: int, a: str, b: str, siemens: str) -> None:
        self.lines.append(f"Bflt{k} {a} {b} I=V({a},{b})*{siemens}")


def text(
    netlist: Netlist,
    sources: Mapping[str, str],
    load: Skin,
    end_ms: float,
    *,
    fault: Fault = NONE,
    fault_ms: float | None = None,
    step_us: float = 100.0,
    temperature_c: float = 27.0,
    tolerance: float = 1e-3,
) -> str:
    """A deck. fault_ms: when the fault comes in, None: it is there from the start.

    tolerance: relative, of a step; a smaller one moves no steady current, but costs time.
    """
    broken = Broken(netlist, fault)
    came = f"PWL(0 0 {fault_ms}m 0 {fault_ms + 1e-4:.7g}m 1)" if fault_ms is not None else "1"
    lines = [
        f"{fault.name}",
        broken.netlist.models,
        *(element.line() for element in broken.netlist.elements),
        f"Vflt flt 0 {came}",
        *broken.lines,
        *_sources(sources, broken.driven),
        *_load(load),
        f".temp {temperature_c}",
        f".options reltol={tolerance} {_OPTIONS}",
        f".save {' '.join(SAVED)}",
        f".tran {step_us}u {end_ms}m 0 {step_us}u",
        ".end",
    ]
    return "\n".join(lines) + "\n"


def _sources(sources: Mapping[str, str], driven: Mapping[str, Drive]) -> Iterator[str]:
    for node, pwl in sources.items():
        inner = f"{node}_out" if node in _PIN_OHM else node
        if node in _PIN_OHM:
            yield f"RO{node} {inner} {node} {_PIN_OHM[node]:g}"
        drive = driven.get(node)
        if drive is None:
            yield f"V{node} {inner} 0 {pwl}"
            continue
        due = f"V({node}_due)"
        yield f"V{node} {node}_due 0 {pwl}"
        yield f"B{node} {inner} 0 V={due}+V(flt)*({drive.volts:g}+{drive.factor - 1:g}*{due})"


def _load(load: Skin) -> Iterator[str]:
    """From e1 to e2; its current is i(vload)."""
    yield "Vload e1 ld 0"
    if load.contact:
        yield f"Rs ld sk {load.rs_ohm:g}"
        if load.c_nf:
            yield f"Rp sk e2 {2 * load.rp_ohm:g}"
            yield f"Cp sk e2 {load.c_nf / 2:g}n"
        else:
            yield "Vsk sk e2 0"
