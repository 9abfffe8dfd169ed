"""Who may import what: the layer table, and the check that executes it (`make layers`).

Imports point down only. A rule of form that belongs to one layer (core has no floats, ...) is in
form.py.
"""

import ast
import fnmatch
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import ROOT, command
from tools.static import form
from tools.static.sources import device_files, host_files

HARDWARE = ("machine", "rp2", "esp32")


@dataclass(frozen=True)
class Layer:
    """Files, what they may import, and what they may import for types only.

    A name allows the module and everything in it. `never` wins over `may`; "*" is any module.
    """

    name: str
    files: tuple[str, ...]
    may: tuple[str, ...]
    types: tuple[str, ...] = ("typing", "collections.abc", "array", "galva.core", "galva.ports")
    never: tuple[str, ...] = ()
    rules: tuple[form.Rule, ...] = form.DEVICE


LAYERS = (
    Layer(
        "boot",
        ("firmware/boot*.py",),
        ("machine", "os", "umachine", "uos"),
        rules=form.BOOT,
    ),
    Layer(
        "main",
        ("firmware/main.py",),
        ("galva.hal", "galva.app", "board", "finder", "gc"),
        rules=form.ENTRY,
    ),
    Layer("finder", ("firmware/finder.py",), ("os", "sys", "vfs"), rules=form.HAL),
    Layer("package", ("firmware/galva/__init__.py",), ()),
    Layer("ports", ("firmware/galva/ports.py",), (), rules=form.PORTS),
    Layer(
        "core",
        ("firmware/galva/core/*",),
        ("galva.core", "micropython", "array"),
        rules=form.CORE,
    ),
    Layer(
        "hal",
        ("firmware/galva/hal/*",),
        ("galva.core", "galva.hal", "galva.ports", "boards", "lib")
        + (*HARDWARE, "micropython", "array", "time", "os", "json", "binascii", "select", "sys"),
        rules=form.HAL,
    ),
    Layer(
        "app",
        ("firmware/galva/app/*",),
        ("galva.core", "galva.ports", "galva.app", "galva.VERSION")
        + ("asyncio", "json", "gc", "binascii", "crcline"),
        rules=form.HAL,
    ),
    Layer("boards", ("boards/*",), ("galva.core.board",)),
    Layer(
        "lib",
        ("lib/*",),
        (
            "micropython",
            "array",
            "struct",
            "time",
            "json",
            "binascii",
            "framebuf",
            "rp2",
            "itself",
        ),
        types=("typing", "collections.abc", *HARDWARE),
        never=("galva", "boards"),
        rules=form.HAL,
    ),
    Layer(
        "tools",
        ("tools/*",),
        # tables: the README and docs/ show them
        ("*", "galva.core", "galva.VERSION", "galva.app.signals", "galva.app.commands")
        + ("galva.app.bench", "galva.app.usage.LEAST_MS"),
        never=("galva", "host_tests", *HARDWARE),
        rules=form.HOST,
    ),
)


def layer_of(path: str) -> Layer | None:
    """The layer of a file, by its path from the root of the repository."""
    for layer in LAYERS:
        if any(fnmatch.fnmatchcase(path, pattern) for pattern in layer.files):
            return layer
    return None


def _module(path: str) -> list[str]:
    """What a device file is imported as: firmware/galva/core/x.py is galva.core.x."""
    parts = Path(path).with_suffix("").parts
    start = {"firmware": 1, "lib": 2}.get(parts[0], 0)
    return list(parts[start:])


def _names(node: ast.stmt, path: str) -> list[str]:
    """What an import statement imports, absolute; `from a import b` gives a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert isinstance(node, ast.ImportFrom)
    base = _module(path)[: -node.level] if node.level else []
    base += node.module.split(".") if node.module else []
    return [".".join([*base, alias.name]) for alias in node.names]


def _imports(body: list[ast.stmt], typing: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    """All imports however deep, each with whether only the type checker sees it."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, typing
            continue
        inner = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt)]
        for handler in getattr(node, "handlers", []):
            inner += handler.body
        yield from _imports(inner, typing or form.is_type_checking(node))


def _within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == one or name.startswith(one + ".") for one in allowed)


def _allowed(layer: Layer, name: str, typing: bool, packages: tuple[str, ...]) -> bool:
    may = layer.may + (layer.types if typing else ())
    may += packages if "lib" in layer.may or "itself" in layer.may else ()
    if _within(name, layer.never) and not _within(name, tuple(m for m in may if m != "*")):
        return False
    return "*" in may or _within(name, may)


def _packages(layer: Layer, path: str, root: Path) -> tuple[str, ...]:
    """The modules of lib/ that a file may import: its own package, or all of them."""
    if "itself" in layer.may:
        return (Path(path).parts[1],)
    return tuple(sorted(p.name for p in (root / "lib").glob("*") if p.is_dir()))


def problems(path: str, source: str, root: Path = ROOT) -> list[str]:
    """Each breach in a file, one line each: file:line: what is wrong. path: from the root."""
    layer = layer_of(path)
    if layer is None:
        return [f"{path}:1: belongs to no layer: move it, or add a row in tools/static/layers.py"]
    tree = ast.parse(source)
    packages = _packages(layer, path, root)
    found = [
        (node.lineno, f"{layer.name} may not import {name}" + (" for types" if typing else ""))
        for node, typing in _imports(tree.body)
        for name in _names(node, path)
        if not _allowed(layer, name, typing, packages)
    ]
    for rule in layer.rules:
        found += rule(tree, source)
    return [f"{path}:{line}: {text}" for line, text in sorted(found)]


def main() -> int:
    """Print every breach; exit code 1 when there is one. NoFiles."""
    files = device_files() + host_files()
    found = []
    for file in files:
        found += problems(file.relative_to(ROOT).as_posix(), file.read_text())
    print("\n".join(found) or f"layers: {len(files)} files, no breach")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(command.run("layers", main))
