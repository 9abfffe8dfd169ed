"""Survivors that may live, each with its reason: reasons/, a file for each group."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from tools.mutation.mutants import Mutant

FOLDER = Path(__file__).with_name("reasons")

_LEAST = 10  # letters of a reason


class Reason(NamedTuple):
    """Of one line, or of some of its changes, there or in one function alone.

    changes: empty = each of them; scope: "" = wherever the line stands, else as Mutant.scope.
    """

    file: str
    line: str
    changes: tuple[str, ...]
    why: str
    scope: str = ""

    def fits(self, mutant: Mutant) -> bool:
        """Whether it speaks of this mutant."""
        same = (mutant.file, mutant.line) == (self.file, self.line)
        same = same and self.scope in ("", mutant.scope)
        return same and (not self.changes or mutant.change in self.changes)


def load(folder: Path = FOLDER) -> list[Reason]:
    """All of them. ValueError names the one that is not whole."""
    return [one for path in sorted(folder.glob("*.toml")) for one in _of_file(path)]


def _of_file(path: Path) -> list[Reason]:
    found = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("survivor", []):
        lines = entry.get("lines", [entry.get("line", "")])
        file, why = entry.get("file", ""), entry.get("why", "")
        if not (file and lines and all(lines) and len(why) > _LEAST):
            raise ValueError(f"{path.name}: {entry}: give file, line or lines, why (and changes)")
        changes, scope = tuple(entry.get("changes", ())), entry.get("scope", "")
        found += [Reason(file, line, changes, why, scope) for line in lines]
    return found


def why(mutant: Mutant, reasons: list[Reason]) -> str:
    """The reason that fits, or ""."""
    return next((reason.why for reason in reasons if reason.fits(mutant)), "")


def strangers(mutants: list[Mutant], reasons: list[Reason]) -> list[str]:
    """One line for each reason, or change of it, that names no mutant."""
    found = []
    for reason in reasons:
        of_line = {each.change for each in mutants if reason._replace(changes=()).fits(each)}
        if not of_line:
            found.append(f"{reason.file}: no mutant in the line {reason.line!r}")
        found += [
            f"{reason.file}: {reason.line!r} has no change {change!r}"
            for change in reason.changes
            if of_line and change not in of_line
        ]
    return found
