"""One sheet of the schematic: drawn with schemdraw, and read back as a netlist.

What is connected follows from where things lie, as for the eye that reads the sheet: two ends
that meet, or an end on a wire, are joined; wires that cross are not.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

import schemdraw
import schemdraw.elements as elm

from tools.fmea.netlist import Element
from tools.guide.circuit import name, value
from tools.guide.joins import Point, groups, joints, key, on
from tools.guide.symbols import NET, PIN, PNP, symbol
from tools.problems import Failed

Align = tuple[Literal["left", "center", "right"], Literal["top", "center", "bottom"]]


class SheetError(Failed):
    """A drawing that says something else than a circuit: where, what."""


class Sheet:
    """Coordinates are schemdraw's. parts: what may be drawn, by name; pins: net to pin."""

    def __init__(self, title: str, parts: dict[str, Element], pins: dict[str, str]) -> None:
        self.title = title
        self.parts = parts
        self._pins = pins
        self._drawing = schemdraw.Drawing(show=False, fontsize=12, canvas="svg", lw=1.4)
        self._drawing.config(bgcolor="white", margin=0.3)
        self.drawn: dict[str, list[Point]] = {}
        self._wires: list[tuple[Point, Point]] = []
        self._names: list[tuple[Point, str]] = []

    def two(self, part: str, a: Point, b: Point, side: int = 1) -> None:
        """A part with two ends, the first node at a. side -1: its text left of it or below."""
        self._drawing += symbol(self.parts[part]).at(a).to(b)
        self._drew(part, [a, b])
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        if a[0] == b[0]:
            at = middle[0] + 0.48 * side, middle[1]
            self._text(at, self._label(part, "\n"), ("left" if side > 0 else "right", "center"))
        else:
            at = middle[0], middle[1] + (0.42 if side > 0 else -0.55)
            self._text(at, self._label(part, " "), ("center", "bottom" if side > 0 else "top"))

    def transistor(self, part: str, base: Point, mirrored: bool = False) -> tuple[Point, Point]:
        """Base at that point; the ends of collector and emitter. mirrored: to its left."""
        pnp = self.parts[part].value in PNP
        shape = (elm.BjtPnp if pnp else elm.BjtNpn)(circle=True).right()
        if mirrored:
            shape = shape.reverse()
        collector, emitter = self._ends_of(shape.at(base).anchor("base"), "collector", "emitter")
        self._drew(part, [collector, base, emitter])
        at = collector[0] + (-0.85 if mirrored else 0.4), base[1]
        self._text(at, self._label(part, "\n"), ("right" if mirrored else "left", "center"))
        return collector, emitter

    def mosfet(self, part: str, gate: Point) -> tuple[Point, Point]:
        """Gate at that point, left of it; the ends of drain and source."""
        shape = elm.NFet().theta(0).reverse().at(gate).anchor("gate")
        drain, source = self._ends_of(shape, "drain", "source")
        self._drew(part, [drain, gate, source])
        self._text((drain[0] + 0.3, gate[1]), self._label(part, "\n"), ("left", "center"))
        return drain, source

    def opamp(self, part: str, plus: Point) -> tuple[Point, Point]:
        """The upper input, +, at that point; the ends of the other one and of the output."""
        shape = elm.Opamp().right().flip().at(plus).anchor("in2")
        minus, out, supply = self._ends_of(shape, "in1", "out", "vs")
        self._drew(part, [plus, minus, out, supply])
        self._text((plus[0] + 1.2, plus[1] + 0.35), self._label(part, " "), ("left", "bottom"))
        self.wire(supply, (supply[0], supply[1] + 0.4))
        self.net("v33", (supply[0], supply[1] + 0.4), "up")
        return minus, out

    def gang(self, part: str, a: Point, b: Point, control: str, supply: Point) -> None:
        """A switch of U2 from a to b, its control as a dotted line to the left."""
        self._drawing += elm.Switch().at(a).to(b)
        middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        end = middle[0] - 1.3, middle[1]
        self._drawing += elm.Line().at(end).to(middle).linestyle(":")
        self._drew(part, [a, b, end, supply])
        self.net(control, end, "left")
        self._text((a[0] + 0.5, middle[1]), self._label(part, "\n"), ("left", "center"))

    def _ends_of(self, shape: elm.Element, *names: str) -> list[Point]:
        """Draws it; where its named ends came to lie."""
        placed = self._drawing.add(shape)
        return [(placed.absanchors[one].x, placed.absanchors[one].y) for one in names]

    def box(
        self, part: str, corner: Point, size: Point, pins: Sequence[tuple[str, float]]
    ) -> list[Point]:
        """A chip or module as a box: its lower left corner, its size, and the pins by node.

        pins: (words, y) on the left, ("|words", y) on the right, in the order of the nodes.
        """
        x, y, width, height = *corner, *size
        self._drawing += elm.Rect(corner1=(0, 0), corner2=size).theta(0).at(corner)
        ends: list[Point] = []
        for words, at in pins:
            right = words.startswith("|")
            edge = x + width if right else x
            end = (edge + (0.5 if right else -0.5), y + at)
            self._drawing += elm.Line().at((edge, y + at)).to(end)
            inner = (edge + (-0.22 if right else 0.15), y + at)
            self._text(inner, words.lstrip("|"), ("right" if right else "left", "center"), PIN)
            ends.append(end)
        self._drew(part, ends)
        self._text(
            (x + width / 2, y + height + 0.12), self._label(part, " "), ("center", "bottom")
        )
        return ends

    def wire(self, *points: Point) -> None:
        """Straight pieces from point to point."""
        for a, b in pairwise(points):
            self._drawing += elm.Line().at(a).to(b)
            self._wires.append((a, b))

    def net(self, net: str, at: Point, side: str = "right") -> None:
        """The name of the net at that point: its text to that side, ground as a symbol."""
        self._names.append((at, net))
        if net == "0":
            self._drawing += elm.Ground().theta(0).at(at)
            return
        x, y = at
        away = {"right": (0.15, 0), "left": (-0.22, 0), "up": (0, 0.12), "down": (0, -0.25)}
        align: dict[str, Align] = {"right": ("left", "center"), "left": ("right", "center")}
        align |= {"up": ("center", "bottom"), "down": ("center", "top")}
        dx, dy = away[side]
        text = net + (f" ({self._pins[net]})" if net in self._pins else "")
        self._text((x + dx, y + dy), text, align[side], NET)

    def note(self, at: Point, text: str) -> None:
        """Words beside the circuit."""
        self._text(at, text, ("left", "center"), PIN)

    def connections(self) -> dict[str, tuple[str, ...]]:
        """Part: the net at each of its ends. SheetError: an end with no name, or with two."""
        joined = groups(self._ends(), self._wires)
        names: dict[int, str] = {}
        for at, net in self._names:
            other = names.setdefault(joined[key(at)], net)
            if other != net:
                raise SheetError(f"{self.title}: {net} and {other} are joined at {at}")
        self._nothing_covered()
        found = {}
        for part, ends in self.drawn.items():
            lost = [end for end in ends if joined[key(end)] not in names]
            if lost:
                raise SheetError(f"{self.title}: an end of {part} is on no named net: {lost}")
            found[part] = tuple(names[joined[key(end)]] for end in ends)
        return found

    def _nothing_covered(self) -> None:
        """SheetError where an end lies in the middle of a part: the eye would join them."""
        bodies = {part: ends for part, ends in self.drawn.items() if len(ends) == 2}
        for end in self._ends():
            for part, (a, b) in bodies.items():
                if on(end, a, b) and key(end) not in (key(a), key(b)):
                    raise SheetError(f"{self.title}: an end lies on {part} at {end}")

    def save(self, path: Path) -> None:
        """The sheet as SVG, its dots and its title added."""
        for at in joints(self._wires, [e for ends in self.drawn.values() for e in ends]):
            self._drawing += elm.Dot(radius=0.06).at(at)
        svg = self._drawing.get_imagedata("svg").decode()
        svg = re.sub(r"(height|width)=\"([0-9.]+)pt\"", r'\1="\2"', svg)
        svg = re.sub(r"<[^>]+>", lambda tag: re.sub(r"-?\d+\.\d+", _short, tag[0]), svg)
        path.write_text(svg + "\n", encoding="utf-8")

    def _ends(self) -> list[Point]:
        parts = [end for ends in self.drawn.values() for end in ends]
        return parts + [at for at, _net in self._names] + [p for wire in self._wires for p in wire]

    def _label(self, part: str, between: str) -> str:
        return name(self.parts[part]) + between + value(self.parts[part])

    def _drew(self, part: str, ends: list[Point]) -> None:
        if part in self.drawn:
            raise SheetError(f"{self.title}: {part} is drawn twice")
        self.drawn[part] = ends

    def _text(self, at: Point, text: str, align: Align, colour: str = "black") -> None:
        label = elm.Label().theta(0).at(at).color(colour)
        self._drawing += label.label(text, halign=align[0], valign=align[1], ofst=0)


def _short(number: re.Match[str]) -> str:
    """To 0.1 of a dot, so that every machine writes the same."""
    return f"{round(float(number[0]), 1) + 0:g}"
