"""Rows about the house itself: layers, the folders of the tools, what they share."""

import ast
from pathlib import Path

from tools import ROOT
from tools.static.layers import HARDWARE, LAYERS, Layer

# what a folder of tools/ is for; one that is in no group is shown below them
GROUPS = {
    "a board on the desk": ("cli", "link", "doctor", "deploy", "flash", "calibrate", "monitor")
    + ("journal", "report", "web"),
    "a board that is none": ("emulator", "sim", "demo", "builds"),
    "figures in docs/": ("bench", "output_table", "long", "screens", "cuts", "oracle"),
    "what breaks": ("faults", "fmea", "mutation", "ways_out", "risk"),
    "the house itself": ("static", "docs", "guide", "setup_steps", "truth"),
}


def layers() -> list[list[str]]:
    """One row a layer: files, what they may import, what never, the rules of form."""
    rows = []
    for layer in LAYERS:
        rules = ", ".join(rule.__name__.replace("_", " ") for rule in layer.rules)
        never = _names(layer.never).replace(_names(HARDWARE), "hardware")
        rows.append([layer.name, _names(layer.files), _may(layer), never, rules])
    return rows


def _may(layer: Layer) -> str:
    """`never` wins over the star, a name wins over `never`."""
    named = tuple(name for name in layer.may if name not in ("*", *HARDWARE))
    hardware = "hardware" if set(HARDWARE) <= set(layer.may) else ""
    rest = tuple(name for name in layer.may if name in HARDWARE and not hardware)
    words = ("anything" if "*" in layer.may else "", _names(named + rest), hardware)
    return ", ".join(word for word in words if word) or "nothing"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def tools() -> list[list[str]]:
    """One row a group: its folders; then what all share. LookupError: no such folder."""
    folders = sorted(path.parent.name for path in (ROOT / "tools").glob("*/__init__.py"))
    known = {folder for each in GROUPS.values() for folder in each}
    if gone := known - set(folders):
        raise LookupError(f"tools/docs/house.py: GROUPS: {sorted(gone)}: no such folder")
    more = tuple(folder for folder in folders if folder not in known)
    groups = {**GROUPS, "more": more} if more else GROUPS
    rows = [
        [group, "<br>".join(_what(name, Path(name, "__init__.py")) for name in each)]
        for group, each in groups.items()
    ]
    shared = sorted(path.name for path in (ROOT / "tools").glob("[!_]*.py"))
    return [*rows, ["all of them", "<br>".join(_what(name, Path(name)) for name in shared)]]


def _what(name: str, file: Path) -> str:
    """A folder or module of tools/, and the first line of its docstring."""
    text = (ROOT / "tools" / file).read_text(encoding="utf-8")
    return f"`{name}`: {(ast.get_docstring(ast.parse(text)) or '').splitlines()[0]}"
