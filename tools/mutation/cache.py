"""What earlier runs found, kept in build/: a second run does only what changed."""

import hashlib
import json
from functools import cache
from pathlib import Path

from tools.mutation.finder import GALVA
from tools.mutation.mutants import Mutant


@cache
def _source(file: str) -> str:
    return hashlib.sha256((GALVA / file).read_bytes()).hexdigest()[:16]


class Cache:
    """Mutant -> the test that kills it, or those that do not; as good as their texts are old."""

    def __init__(self, path: Path, hashes: dict[str, str], fresh: bool = False) -> None:
        """hashes: of each test's text. fresh: forget what is known."""
        self._path = path
        self._hashes = hashes
        self._known: dict[str, dict[str, str]] = {}
        if path.exists() and not fresh:
            self._known = json.loads(path.read_text(encoding="utf-8"))

    def _key(self, mutant: Mutant) -> str:
        return f"{mutant.file} {_source(mutant.file)} {mutant.lineno} {mutant.change}"

    def killer(self, mutant: Mutant) -> str:
        """The verdict of then, when its test is still the same; else ""."""
        found = self._known.get(self._key(mutant), {})
        verdict = found.get("verdict", "")
        test = found.get("test", "")
        same = test == "any" or (test and self._hashes.get(test) == found.get("hash"))
        return verdict if same else ""

    def untried(self, mutant: Mutant, tests: list[str]) -> list[str]:
        """Those of the tests that it has not survived; first the one that once killed it."""
        found = self._known.get(self._key(mutant), {})
        survived = set(found.get("survived", "").split())
        left = [test for test in tests if self._hashes[test][:8] not in survived]
        return sorted(left, key=lambda test: test != found.get("test"))

    def killed(self, mutant: Mutant, verdict: str) -> None:
        """verdict: "test: error", or "timeout", which is of no test."""
        test = verdict.split(": ")[0] if ": " in verdict else "any"
        entry = {"verdict": verdict, "test": test, "hash": self._hashes.get(test, "")}
        self._known[self._key(mutant)] = entry

    def survived(self, mutant: Mutant, tests: list[str]) -> None:
        """It survives all of these."""
        known = " ".join(sorted(self._hashes[test][:8] for test in tests))
        self._known[self._key(mutant)] = {"survived": known}

    def save(self) -> None:
        """For the next run."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".part")
        beside.write_text(json.dumps(self._known), encoding="utf-8")
        beside.replace(self._path)
