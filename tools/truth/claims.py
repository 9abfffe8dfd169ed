"""Each figure of the README's prose, and what stands behind it: claims.toml.

A figure is a constant of the code, or is held by a test or a file. Tables of the README are made
from the code (tools.docs), and are left out here.
"""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import ROOT
from tools.static.sources import import_paths
from tools.truth import made

TABLE = Path(__file__).with_name("claims.toml")
README = ROOT / "README.md"
_NOT_PROSE = re.compile(
    r"<!-- table: .*?<!-- end -->|^ {4}.*?$|```.*?```|`[^`]*`|\]\([^)]*\)",
    re.DOTALL | re.MULTILINE,
)
_UNITS = "µA|ms|s|min|minutes?|kΩ|V|%|cycles?|kB|MB|MHz|Hz|bytes|simulated|lines"
_FIGURE = re.compile(rf"(?<![\w.])\d[\d .,]*(?:-\d+)? ?(?:{_UNITS})\b")


class Untrue(Exception):
    """What a claim says is not so; the text is one line with the cure."""


@dataclass(frozen=True)
class Claim:
    """text: words of the README with the figure. One of code, test, file says why it is so.

    code: "module:NAME", whose value is `is_`. test: "file::function"; file: a path. `says`: what
    that function or file holds.
    """

    text: str
    code: str = ""
    is_: int | str = 0
    test: str = ""
    file: str = ""
    says: str = ""

    def check(self) -> None:
        """Untrue; nothing when it holds."""
        if self.code:
            self._constant()
            return
        self._fresh()
        if self.says not in (_function(self.test) if self.test else _text(self.file)):
            raise Untrue(f"{self.test or self.file} no longer says {self.says!r}")

    def _fresh(self) -> None:
        """A page of figures counts while the code that made it is the code."""
        for each in made.load().values():
            if self.file in each.files and made.is_old(each, made.stamps()):
                raise Untrue(f"{self.file} is older than the code: make {each.name}")

    def _constant(self) -> None:
        module, _, name = self.code.partition(":")
        value = getattr(importlib.import_module(module), name, None)
        if value != self.is_:
            raise Untrue(f"{self.code} is {value}, not {self.is_}")


def _text(path: str) -> str:
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except OSError:
        raise Untrue(f"{path} is gone") from None


def _function(test: str) -> str:
    """The source of a test."""
    path, _, name = test.partition("::")
    source = _text(path)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return ast.get_source_segment(source, node) or ""
    raise Untrue(f"{test} is gone")


def load(path: Path = TABLE) -> list[Claim]:
    """The table. KeyError, TypeError for a wrong row."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["claim"]
    return [Claim(**{("is_" if key == "is" else key): row[key] for key in row}) for row in rows]


def _flat(text: str) -> str:
    return " ".join(text.split())


def figures(text: str) -> Iterator[tuple[str, str]]:
    """(figure with its unit, words round it) of prose."""
    prose = _flat(_NOT_PROSE.sub(" ", text))
    for found in _FIGURE.finditer(prose):
        yield found.group(), prose[max(0, found.start() - 40) : found.end() + 20]


def wrong(text: str, claims: list[Claim]) -> Iterator[str]:
    """A line for each claim that is not so, and for each figure of the text without a claim."""
    prose = _flat(_NOT_PROSE.sub(" ", text))
    for claim in claims:
        if claim.text not in prose:
            yield f"README.md no longer says {claim.text!r}: remove it from {TABLE.name}"
            continue
        try:
            claim.check()
        except Untrue as error:
            yield f"README.md says {claim.text!r}, but {error}: mend one of the two"
        prose = prose.replace(claim.text, "")
    for figure, _round in figures(prose):
        words = next((w for f, w in figures(text) if f == figure), figure)
        yield f"README.md: nothing stands behind {figure!r} in {words!r}: add it to {TABLE.name}"


def check() -> list[str]:
    """What is wrong with README.md."""
    import sys

    sys.path += [str(path) for path in import_paths() if str(path) not in sys.path]
    return list(wrong(README.read_text(encoding="utf-8"), load()))
