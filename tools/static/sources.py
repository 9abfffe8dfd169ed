"""Which files run on the device."""

from pathlib import Path

from tools import ROOT
from tools.problems import Failed

DEVICE_TREES = ("firmware", "boards", "lib")
NOT_COPIED = ("manifest.py",)  # read by the package manager on the host


class NoFiles(Failed):
    """A check that looks at nothing must not pass."""


def python_files(root: Path, *trees: str) -> list[Path]:
    """All Python files of the trees, sorted; NoFiles when a tree has none."""
    found = []
    for tree in trees:
        files = sorted((root / tree).rglob("*.py"))
        if not files:
            raise NoFiles(f"{tree}/: no Python file found, nothing would be checked")
        found += [file for file in files if file.name not in NOT_COPIED]
    return found


def device_files(root: Path = ROOT) -> list[Path]:
    """What is copied to the device."""
    return python_files(root, *DEVICE_TREES)


def host_files(root: Path = ROOT) -> list[Path]:
    """The tools."""
    return python_files(root, "tools")


def import_paths(root: Path = ROOT) -> list[Path]:
    """Where the device finds modules: firmware/, the root (for boards), each package of lib/."""
    return [root / "firmware", root, *sorted(p for p in (root / "lib").iterdir() if p.is_dir())]
