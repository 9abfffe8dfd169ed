"""Each folder of lib/ is a package that a stranger can install and use."""

import json
import runpy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mpremote import mip

from tools import ROOT

NAMES = sorted(path.name for path in (ROOT / "lib").glob("[!.]*") if path.is_dir())


def manifest(folder: Path) -> dict[str, Any]:
    """What manifest.py tells the package manager."""
    told: dict[str, Any] = {"modules": []}
    names = {"metadata": told.update, "module": told["modules"].append}
    runpy.run_path(str(folder / "manifest.py"), names)
    return told


def problems(folder: Path) -> list[str]:
    """What a package lacks or contradicts itself in."""
    name = folder.name
    wanted = {f"{name}.py", "manifest.py", "package.json", "README.md"}
    found = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    if found != wanted:
        return [f"{name}: has {sorted(found)}, not {sorted(wanted)}"]
    package = json.loads((folder / "package.json").read_text())
    told = manifest(folder)
    readme = (folder / "README.md").read_text()
    rules = {
        "manifest.py names another module": told["modules"] == [f"{name}.py"],
        "manifest.py has no description": bool(told.get("description")),
        "package.json names other files": package["urls"] == [[f"{name}.py", f"{name}.py"]],
        "two versions": package["version"] == told.get("version"),
        "README.md has another title": readme.startswith(f"# {name}\n"),
        "README.md has no example": f"    from {name} import " in readme,
        "README.md is long": len(readme.splitlines()) <= 20,
    }
    return [f"{name}: {text}" for text, holds in rules.items() if not holds]


@pytest.mark.parametrize("name", NAMES)
def test_the_package_is_whole(name: str) -> None:
    assert problems(ROOT / "lib" / name) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_has_tests_of_its_own(name: str) -> None:
    assert (ROOT / "host_tests" / "lib" / f"test_{name}.py").exists()


def _replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new))

    return change


@pytest.mark.parametrize(
    "change, told",
    [
        (lambda folder: (folder / "README.md").unlink(), "has "),
        (lambda folder: (folder / "extra.py").touch(), "has "),
        (lambda folder: (folder / "mcp48xx.py").rename(folder / "dac.py"), "has "),
        (_replace("manifest.py", "mcp48xx.py", "x.py"), "manifest.py names another module"),
        (_replace("manifest.py", "description", "license"), "manifest.py has no description"),
        (_replace("package.json", '["mcp48xx.py"', '["x.py"'), "package.json names other files"),
        (_replace("package.json", "0.1.0", "0.2.0"), "two versions"),
        (_replace("README.md", "# mcp48xx", "# DAC"), "README.md has another title"),
        (_replace("README.md", "from mcp48xx", "from x"), "README.md has no example"),
        (_replace("README.md", "\n", "\n\n"), "README.md is long"),
    ],
)
def test_a_fault_is_found(change: Callable[[Path], None], told: str, tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "lib" / "mcp48xx", tmp_path / "mcp48xx")
    change(folder)
    assert len(problems(folder)) == 1 and problems(folder)[0].startswith(f"mcp48xx: {told}")


class Board:
    """The device's side of mpremote: files."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def fs_exists(self, path: str) -> bool:
        return True

    def fs_writefile(self, path: str, data: bytes, progress_callback: object) -> None:
        self.files[path] = data


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", [".", "lib/{}"])
def test_mip_installs_it(name: str, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "lib" / name
    monkeypatch.chdir(folder if where == "." else ROOT)
    board = Board()
    path = f"{where.format(name)}/package.json"
    mip._install_package(board, path, mip._PACKAGE_INDEX, "/lib", None, True)
    assert board.files == {f"/lib/{name}.py": (folder / f"{name}.py").read_bytes()}
