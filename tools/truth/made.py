"""Which command made which page or picture, and whether the code has changed since (made.toml).

Code, not comments: a Python file counts by its syntax tree without docstrings.
"""

import ast
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tools import ROOT

TABLE = Path(__file__).with_name("made.toml")
STAMPS = ROOT / "docs" / "made.json"
_DEVICE = ("firmware", "lib", "boards/pico.py")


@dataclass(frozen=True)
class Made:
    """files: what `make NAME` writes. code: files and folders that it measures or draws with."""

    name: str
    files: tuple[str, ...]
    code: tuple[str, ...]

    def digest(self) -> str:
        """Of all the code, by its paths."""
        summed = hashlib.sha256()
        for path in self._sources():
            summed.update(str(path.relative_to(ROOT)).encode() + b"\0" + _content(path))
        return summed.hexdigest()

    def _sources(self) -> Iterator[Path]:
        for place in self.code:
            path = ROOT / place
            if not path.exists():
                raise FileNotFoundError(f"{TABLE.name}: make {self.name}: {place} is gone")
            inside = (path,) if path.is_file() else sorted(path.rglob("*.*"))
            yield from (each for each in inside if each.is_file() and each.suffix != ".pyc")


def _content(path: Path) -> bytes:
    if path.suffix != ".py":
        return path.read_bytes()
    tree = ast.parse(path.read_bytes())
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_docstring(body[0]):
            body[:1] = [ast.Pass()]
    return ast.dump(tree).encode()


def _is_docstring(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def load(path: Path = TABLE) -> dict[str, Made]:
    """{name: Made} of the table; `device = true` stands for the firmware of a pico."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Made(
            name, tuple(row["files"]), (*(_DEVICE if row.get("device") else ()), *row["code"])
        )
        for name, row in rows.items()
    }


def stamps(path: Path = STAMPS) -> dict[str, dict[str, str]]:
    """{name: {"on": date, "code": digest}} of the last whole runs."""
    return dict(json.loads(path.read_text())) if path.exists() else {}


def stamp(name: str, path: Path = STAMPS) -> None:
    """It was just made. KeyError for a name that is not in the table."""
    told = stamps(path)
    told[name] = {"on": date.today().isoformat(), "code": load()[name].digest()}
    path.write_text(json.dumps(dict(sorted(told.items())), indent=1) + "\n")


def is_old(made: Made, told: dict[str, dict[str, str]]) -> bool:
    """The code has changed since, or nobody knows."""
    return made.name not in told or told[made.name]["code"] != made.digest()


def age(made: Made, told: dict[str, dict[str, str]]) -> str:
    """In words: when it was made, and whether by today's code."""
    if made.name not in told:
        return "made before stamps were kept"
    by = "OLDER than the code" if is_old(made, told) else "by this code"
    return f"{told[made.name]['on']}, {by}"
