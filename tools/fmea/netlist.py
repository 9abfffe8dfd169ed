"""The project's netlists (boards/afe_*/) as parts and nodes, so that a fault can be put in."""

from dataclasses import dataclass, replace
from pathlib import Path

from tools.problems import Failed

BENCH = "* bench"  # what follows is for ngspice by hand; the tools put their own sources
OWN = "U2_"  # in a name: inside of a part, no component of its own
_NODES = {"R": 2, "C": 2, "D": 2, "Q": 3}


class NetlistError(Failed):
    """A netlist that cannot be used: file, what is wrong, the cure."""


@dataclass(frozen=True)
class Element:
    """One line: RLIM hv le 866. Of an X the nodes are all but the last word, its model."""

    name: str
    nodes: tuple[str, ...]
    value: str

    @property
    def part(self) -> str:
        """The name as hardware.md has it: XUA is UA, XKNO1 is KNO1."""
        return self.name[1:] if self.name.startswith(("XU", "XK")) else self.name

    @property
    def ohm(self) -> float:
        """Of a resistor."""
        return number(self.value)

    def line(self) -> str:
        """As ngspice reads it."""
        return " ".join((self.name, *self.nodes, self.value))


def number(text: str) -> float:
    """A value with a SPICE suffix: 4.7k, 15.9meg, 100p. ValueError for anything else."""
    suffixes = (("meg", 1e6), ("k", 1e3), ("m", 1e-3), ("u", 1e-6), ("n", 1e-9), ("p", 1e-12))
    for suffix, scale in suffixes:
        if text.lower().endswith(suffix):
            return float(text[: -len(suffix)]) * scale
    return float(text)


@dataclass(frozen=True)
class Netlist:
    """The elements in the order of the file, and the text of their models."""

    elements: tuple[Element, ...]
    models: str

    def __getitem__(self, part: str) -> Element:
        """The element of that name. KeyError: it has none."""
        for element in self.elements:
            if part in (element.name, element.part):
                return element
        raise KeyError(part)

    def with_value(self, name: str, value: str) -> "Netlist":
        """The same with another value of one element."""
        return self._with(replace(self[name], value=value))

    def with_node(self, name: str, terminal: int, node: str) -> "Netlist":
        """The same with one terminal (from 0) of one element at another node."""
        element = self[name]
        nodes = list(element.nodes)
        nodes[terminal] = node
        return self._with(replace(element, nodes=tuple(nodes)))

    def _with(self, new: Element) -> "Netlist":
        elements = tuple(new if one.name == new.name else one for one in self.elements)
        return replace(self, elements=elements)


def read(path: Path) -> Netlist:
    """The netlist in a file, with what it includes. NetlistError."""
    if not path.is_file():
        raise NetlistError(f"{path}: is not there: git checkout {path.name}")
    head, mark, _ = path.read_text(encoding="utf-8").partition(BENCH)
    if not mark:
        raise NetlistError(f"{path}: no line {BENCH!r}: put it between circuit and sources")
    elements, models = [], ""
    for line in head.splitlines()[1:]:  # the first is the title
        if line.startswith(".include "):
            models += (path.parent / line.split()[1]).read_text(encoding="utf-8")
        elif line and line[0] != "*":
            elements.append(_element(path, line))
    return Netlist(tuple(elements), models)


def _element(path: Path, line: str) -> Element:
    name, *words = line.split()
    nodes = len(words) - 1 if name[0] == "X" else _NODES.get(name[0], -1)
    if nodes < 0 or len(words) != nodes + 1:
        raise NetlistError(f"{path}: cannot read {line!r}: R, C, D, Q or X, its nodes, its value")
    return Element(name, tuple(words[:-1]), words[-1])
