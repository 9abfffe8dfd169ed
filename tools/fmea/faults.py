"""Every single fault of a netlist: what breaks, as a table of kinds (hardware.md section 5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from tools.fmea.netlist import OWN, Element, Netlist

SHORT_OHM = 1.0
OPEN_OHM = 1e12
SWITCH_OHM = 125.0
CONTACT_OHM = 0.1
FULL_V = 2.0475  # DAC at code 4095


@dataclass(frozen=True)
class Bridge:
    """A resistance between two nodes."""

    a: str
    b: str
    ohm: float = SHORT_OHM


@dataclass(frozen=True)
class Cut:
    """A resistance in series with one terminal of an element."""

    name: str
    terminal: int
    ohm: float = OPEN_OHM


@dataclass(frozen=True)
class Drive:
    """A source gives factor times what it should, plus volts."""

    source: str
    volts: float = 0.0
    factor: float = 0.0


Edit = Bridge | Cut | Drive
Broken = Iterator[tuple[str, Edit | tuple[Edit, ...]]]  # mode, what it does


@dataclass(frozen=True)
class Fault:
    """A part, what is wrong with it, and what that does to the netlist; NONE has no edits."""

    part: str
    mode: str
    edits: tuple[Edit, ...]

    @property
    def name(self) -> str:
        """RS1 short."""
        return f"{self.part} {self.mode}"


NONE = Fault("none", "", ())


def _resistor(e: Element, _all: Netlist) -> Broken:
    a, b = e.nodes
    yield "short", Bridge(a, b)
    yield "open", Cut(e.name, 0)
    yield "x0.5", Bridge(a, b, e.ohm)
    yield "x1.5", Cut(e.name, 0, e.ohm / 2)


def _capacitor(e: Element, _all: Netlist) -> Broken:
    a, b = e.nodes
    yield "short", Bridge(a, b)
    yield "open", Cut(e.name, 0)


def _transistor(e: Element, _all: Netlist) -> Broken:
    c, b, emitter = e.nodes
    yield "sCE", Bridge(c, emitter)
    yield "sCB", Bridge(c, b)
    yield "sBE", Bridge(b, emitter)
    for terminal, mode in enumerate(("oC", "oB", "oE")):
        yield mode, Cut(e.name, terminal)


def _switch(e: Element, _all: Netlist) -> Broken:
    a, b, _control, vdd = e.nodes
    yield "stuck on", Bridge(a, b, SWITCH_OHM)
    yield "stuck off", Cut(e.name, 1)
    for terminal, node in (("a", a), ("b", b)):
        if node != vdd:
            yield f"{terminal}-vdd", Bridge(node, vdd)
        yield f"{terminal}-gnd", Bridge(node, "0")


def _op_amp(e: Element, _all: Netlist) -> Broken:
    plus, _minus, out, vdd = e.nodes
    yield "hi", Bridge(out, vdd)
    yield "lo", Bridge(out, "0")
    yield "in+ to 3V3", Bridge(plus, vdd)
    yield "in+ to gnd", Bridge(plus, "0")


def _contact(e: Element, netlist: Netlist) -> Broken:
    """A changeover: the blade that is welded to one contact never reaches the other."""
    other = e.name.replace("NO", "N?").replace("NC", "NO").replace("N?", "NC")
    a, b, _coil = e.nodes
    yield "weld", (Bridge(a, b, CONTACT_OHM), Cut(netlist[other].name, 1))
    yield "open", Cut(e.name, 1)


_KINDS = {"R": _resistor, "C": _capacitor, "Q": _transistor}
_MODELS = {"SW": _switch, "MC": _op_amp, "CO": _contact}  # by the model's first letters

# What has no line in the netlist: sources, pins, a chip as a whole.
_DAC = (
    Fault("DAC", "zero", (Drive("dac"),)),
    Fault("DAC", "full scale", (Drive("dac", FULL_V),)),
    Fault("DAC", "3V3", (Drive("dac", 3.3),)),
)
_HI_Z = Fault("DAC", "hi-Z", (Cut("RDO", 0),))
_PINS = tuple(
    Fault(f"PIN {pin}", mode, (Drive(pin, volts),))
    for pin in ("pa", "pb", "pz")
    for mode, volts in (("hi", 3.3), ("lo", 0.0))
)
_NO_SUPPLY = ("v33", "dac", "pa", "pb", "pz")  # the microcontroller is dead as well
_DEAD = Fault("V33", "0V", tuple(Drive(source) for source in _NO_SUPPLY))
_ALL_OFF = Fault(
    "U4053", "all off", tuple(Cut(name, 1) for name in ("XA1", "XA0", "XB1", "XB0", "XZ1"))
)
OUTSIDE = {
    "A": (
        *_DAC,
        Fault("DAC", "gain x2 bit", (Drive("dac", 0.0, 2.0),)),
        _HI_Z,
        Fault("VREF", "+10%", (Drive("dac", 0.0, 1.1),)),
        _DEAD,
        Fault("V33", "3.8V", (Drive("v33", 3.8),)),
        Fault("HV", "20V", (Drive("hv", 20.0),)),
        Fault("HV", "0V", (Drive("hv"),)),
        Fault("HV", "12V", (Drive("hv", 12.0),)),
        *_PINS,
        _ALL_OFF,
    ),
    "B": (
        *_DAC,
        Fault("DAC", "gain x2 bit", (Drive("dac", 0.0, 2.0),)),
        _HI_Z,
        Fault("VREF", "+10%", (Drive("dac", 0.0, 1.1),)),
        _DEAD,
        Fault("V33", "3.8V", (Drive("v33", 3.8),)),
        Fault("HV", "0V", (Drive("hv"),)),
        Fault("HV", "6V", (Drive("hv", 6.0),)),
        *_PINS,
        _ALL_OFF,
    ),
}


def of_netlist(netlist: Netlist) -> Iterator[Fault]:
    """The faults of every component in it."""
    for element in netlist.elements:
        kind = _KINDS.get(element.name[0]) or _MODELS.get(element.value[:2])
        if kind and OWN not in element.name:
            for mode, edits in kind(element, netlist):
                edits = edits if isinstance(edits, tuple) else (edits,)
                yield Fault(element.part, mode, edits)


def every(name: str, netlist: Netlist) -> list[Fault]:
    """All single faults of circuit A or B."""
    return [*of_netlist(netlist), *OUTSIDE[name]]
