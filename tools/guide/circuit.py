"""What is built: the circuit that is simulated, and what a build needs beside it."""

from tools import ROOT
from tools.fmea.netlist import OWN, Element, read

_UNITS = {"R": "Ω", "C": "F"}
_MODELS = {
    "SW4053HI": "in U2",
    "SW4053LO": "in U2",
    "CONTACT": "in K1",
    "Q3904": "2N3904",
    "200mA": "200 mA",
    "9V": "9 V",
}
_SUFFIXES = {"meg": "M", "k": "k", "m": "m", "u": "µ", "n": "n", "p": "p"}
# In a netlist, but no part to order or to draw; what lies inside of a chip is none either.
EXCEPT = {"RBAT": "the 9 V block's own resistance"}


def elements(front_end: str) -> dict[str, Element]:
    """Part name: element, of front end "A" or "B". What stands in both files is build.cir's."""
    folder = ROOT / "boards" / f"afe_{front_end.lower()}"
    files = folder / f"{folder.name}.cir", folder / "build.cir"
    found = [e for file in files for e in read(file).elements]
    return {name(e): e for e in found if OWN not in e.name and e.name not in EXCEPT}


def name(element: Element) -> str:
    """As it is drawn and ordered: the X of SPICE is no part of a name, but for U2's switches."""
    inside_u2 = element.value.startswith("SW4053")
    return element.name[1:] if element.name[0] == "X" and not inside_u2 else element.name


def value(element: Element) -> str:
    """As it is printed: 4.7meg of a resistor is 4.7 MΩ."""
    unit, text = _UNITS.get(element.name[0]), element.value
    if unit is None:
        return _MODELS.get(text, text)
    for suffix, sign in _SUFFIXES.items():
        if text.endswith(suffix):
            return f"{text.removesuffix(suffix)} {sign}{unit}"
    return f"{text} {unit}"


def nodes(element: Element) -> tuple[str, ...]:
    """The nets at its wires: a relay contact's third node is no wire."""
    return element.nodes[:2] if element.value == "CONTACT" else element.nodes
