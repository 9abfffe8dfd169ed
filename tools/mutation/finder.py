"""Lets an import find a mutant instead of the file."""

import ast
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType

from tools.static.sources import ROOT, import_paths

GALVA = ROOT / "firmware" / "galva"


def module_of(file: str) -> str:
    """What a file of firmware/galva is imported as: core/x.py is galva.core.x."""
    parts = Path("galva", file).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class _Loader(importlib.abc.InspectLoader):
    def __init__(self, code: CodeType) -> None:
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        return self._code

    def get_source(self, fullname: str) -> str | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)  # noqa: S102 - our own file, one change


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, file: str, code: CodeType) -> None:
        self._file = GALVA / file
        self._name = module_of(file)
        self._loader = _Loader(code)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        package = self._file.name == "__init__.py"
        spec = importlib.machinery.ModuleSpec(fullname, self._loader, is_package=package)
        spec.origin = str(self._file)
        if package:
            spec.submodule_search_locations = [str(self._file.parent)]
        return spec


def put(file: str, tree: ast.Module) -> None:
    """From now on this process imports that tree as the file. Before anything of galva is."""
    assert not any(name.startswith("galva.core") for name in sys.modules), "it is loaded already"
    code = compile(tree, str(GALVA / file), "exec")
    sys.meta_path.insert(0, _Finder(file, code))


def paths() -> None:
    """The device's modules and the portable tests can be imported."""
    folders = [*import_paths(), ROOT / "host_tests" / "portable"]
    sys.path[:0] = [str(folder) for folder in folders if str(folder) not in sys.path]
