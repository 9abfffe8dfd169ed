"""The parts list: parts.toml, held against the netlist."""

import csv
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.guide.circuit import elements, value

FILE = Path(__file__).with_name("parts.toml")
HEADS = ("pieces", "parts", "value", "tolerance", "what", "package", "order", "instead", "why")


@dataclass(frozen=True)
class Part:
    """One entry of an order. pieces: how many of it; refs: the parts of the netlist that it is."""

    refs: tuple[str, ...]
    pieces: int
    value: str
    tolerance: str
    what: str
    package: str
    order: str
    instead: str
    why: str

    def row(self) -> list[str]:
        """In the order of HEADS."""
        return [str(self.pieces), " ".join(self.refs), self.value, self.tolerance, self.what,
                self.package, self.order, self.instead, self.why]  # fmt: skip


def parts(front_end: str) -> list[Part]:
    """What to order for front end "A" or "B"."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["part"]
    return [_part(entry, front_end) for entry in entries if front_end.lower() in entry]


def _part(entry: dict[str, str], front_end: str) -> Part:
    refs = tuple(entry[front_end.lower()].split())
    words = {head: entry.get(head, "") for head in HEADS[2:]}
    return Part(refs, int(entry.get("pieces", len(refs))), **words)


def troubles(front_end: str) -> Iterator[str]:
    """What the list and the netlist do not agree on."""
    netlist = elements(front_end)
    listed = [ref for part in parts(front_end) for ref in part.refs]
    for ref in netlist:
        if listed.count(ref) != 1:
            yield f"{ref} of front end {front_end} stands {listed.count(ref)} times in {FILE.name}"
    for part in parts(front_end):
        for ref in part.refs:
            if ref not in netlist:
                yield f"{ref} of {FILE.name} is not in the netlist of front end {front_end}"
            elif value(netlist[ref]) not in (part.value, f"in {part.refs[0]}"):
                yield f"{ref} is {value(netlist[ref])} in the netlist, {part.value} in {FILE.name}"


def as_csv(front_end: str) -> str:
    """The list for a spreadsheet or a shop."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(part.row() for part in parts(front_end))
    return text.getvalue()
