"""`python -m tools.guide`: the pictures and lists of docs/build.md; `--check` compares.

The schematic and the lists are compared byte by byte. Of a wiring picture, which needs graphviz's
dot to be drawn, only its text is: the picture carries the text's check sum. What ngspice reads is
compared by a test.
"""

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from wireviz.wireviz import parse

from tools import DOCS, ROOT, boards, command, files
from tools.guide import readings
from tools.guide.circuit import elements, nodes
from tools.guide.parts import as_csv, troubles
from tools.guide.sheet import Sheet, SheetError
from tools.guide.sheets import SHEETS
from tools.guide.wiring import as_yaml, wires

FOLDER = DOCS / "build"
LISTS = {"A": DOCS / "bom.csv", "B": DOCS / "bom-b.csv"}
_DRAWN_FOR = "pico"  # whose pins stand in the schematic


def sheets(front_end: str) -> Iterator[tuple[str, Sheet]]:
    """File name and sheet, drawn."""
    board = boards.data(_DRAWN_FOR)
    wired = [wire for those in wires(board).values() for wire in those]
    pins = {net: pin for pin, net in wired if pin.startswith("GP")}
    pins["pz"] += ", RUN"
    parts = elements(front_end)
    for name, title, draw in SHEETS[front_end]:
        sheet = Sheet(title, parts, pins)
        draw(sheet)
        yield f"{front_end.lower()}-{name}.svg", sheet


def drawn_otherwise(front_end: str) -> Iterator[str]:
    """What the schematic shows otherwise than the netlist, or twice, or not at all."""
    netlist = elements(front_end)
    seen: dict[str, str] = {}
    for file, sheet in sheets(front_end):
        for part, nets in sheet.connections().items():
            if part in seen:
                yield f"{part} is drawn in {seen[part]} and in {file}"
            seen[part] = file
            if nets != nodes(netlist[part]):
                yield f"{file}: {part} is drawn at {nets}, the netlist has {nodes(netlist[part])}"
    yield from (f"{part} is not drawn" for part in netlist if part not in seen)


def _files(folder: Path) -> dict[Path, str]:
    """File: its text, of all that is compared byte by byte. Needs an empty folder."""
    found = {LISTS[front_end]: as_csv(front_end) for front_end in LISTS}
    for front_end in SHEETS:
        for name, sheet in sheets(front_end):
            sheet.save(folder / name)
            found[FOLDER / name] = (folder / name).read_text(encoding="utf-8")
    return found | {FOLDER / f"wiring-{name}.yml": as_yaml(name) for name in _wired()}


def _wired() -> list[str]:
    """The boards that are wired each in a way of its own: a Pico 2 is wired as a Pico."""
    found: dict[str, str] = {}
    for name in boards.names():
        board = boards.data(name)
        found.setdefault(f"{board.front_end} {wires(board)}", name)
    return list(found.values())


def _mark(text: str) -> str:
    return f"<!-- of {hashlib.sha256(text.encode()).hexdigest()} -->\n"


def _draw_wiring(source: Path, folder: Path) -> None:
    """The picture beside its text, if it is of another text."""
    text, picture = source.read_text(encoding="utf-8"), source.with_suffix(".svg")
    if picture.exists() and picture.read_text(encoding="utf-8").endswith(_mark(text)):
        return
    if not shutil.which("dot"):
        raise SheetError(f"{picture.name}: dot is missing: install graphviz")
    parse(source, output_formats=("svg",), output_dir=folder, output_name=source.stem)
    drawn = (folder / picture.name).read_text(encoding="utf-8")
    files.write(picture, drawn + _mark(text))


def _strangers(files: dict[Path, str]) -> Iterator[str]:
    """What lies in the folder and belongs to nothing any more."""
    known = set(files) | {path.with_suffix(".svg") for path in files} | {readings.FILE}
    lost = (path for path in sorted(FOLDER.iterdir()) if path not in known)
    yield from (f"{path.relative_to(ROOT)} is of nothing: remove it" for path in lost)


def _wrong(path: Path, text: str) -> Iterator[str]:
    """What is out of date with the code."""
    picture = path.with_suffix(".svg")
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        yield f"{path.relative_to(ROOT)} is out of date: make guide"
    elif path.suffix == ".yml" and not (
        picture.exists() and picture.read_text(encoding="utf-8").endswith(_mark(text))
    ):
        yield f"{picture.relative_to(ROOT)} is not of its text: make guide (it needs graphviz)"


def main(check: Annotated[bool, typer.Option(help="Compare, write nothing.")] = False) -> int:
    """Draw the schematic and the wiring, write the lists of parts."""
    wrong = [line for one in SHEETS for line in (*troubles(one), *drawn_otherwise(one))]
    with tempfile.TemporaryDirectory() as folder:
        made = _files(Path(folder))
        for path, text in made.items():
            if check:
                wrong += _wrong(path, text)
                continue
            files.write(path, text)
            if path.suffix == ".yml":
                _draw_wiring(path, Path(folder))
        wrong += _strangers(made)
    if not check:
        readings.write()
    for line in wrong:
        print(f"guide: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(command.run("guide", main))
