"""The table of hazards, read and checked."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from tools.problems import Failed

_ID = re.compile(r"H[1-9]\d*")
_WORDS = ("id", "group", "name", "sequence", "before", "after")
MEASURES = ("hardware", "firmware", "use")


class RiskError(Failed):
    """One line: what is wrong, where, and the cure."""


class Hazard(NamedTuple):
    """One entry. before, after: how bad, without and with the measures; '' is no measure.

    tests: those that cannot carry a marker, as `file::function` below host_tests.
    """

    id: str
    group: str
    name: str
    sequence: str
    before: str
    after: str
    hardware: str = ""
    firmware: str = ""
    use: str = ""
    tests: tuple[str, ...] = ()


def load(path: Path) -> list[Hazard]:
    """All hazards in the order of the file. RiskError when it is no such table."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RiskError(f"{path.name}: {error}: git checkout or mend it") from error
    entries = read.get("hazard")
    if not isinstance(entries, list) or not entries or set(read) != {"hazard"}:
        raise RiskError(f"{path.name}: give [[hazard]] entries and nothing else")
    hazards = [_hazard(f"{path.name}, entry {k}", entry) for k, entry in enumerate(entries, 1)]
    for k, hazard in enumerate(hazards):
        if hazard.id in [before.id for before in hazards[:k]]:
            raise RiskError(f"{path.name}: {hazard.id} is there twice: number the later one anew")
    return hazards


def _hazard(where: str, entry: Any) -> Hazard:
    if not isinstance(entry, dict):
        raise RiskError(f"{where}: is no table: write it as [[hazard]]")
    where = f"{where} ({entry.get('id', 'no id')})"
    tests = entry.pop("tests", [])
    _require_texts(where, [*entry.values(), *(tests if isinstance(tests, list) else [None])])
    for key in entry:
        if key not in Hazard._fields:
            raise RiskError(f"{where}: unknown key {key}: give {', '.join(Hazard._fields)}")
    for key in _WORDS:
        if not entry.get(key):
            raise RiskError(f"{where}: {key} is missing or empty: give it in plain words")
    if not _ID.fullmatch(entry["id"]):
        raise RiskError(f"{where}: id is not H and a number: give one like H7")
    if not any(entry.get(key) for key in MEASURES):
        raise RiskError(f"{where}: no measure: give one of {', '.join(MEASURES)}")
    return Hazard(**entry, tests=tuple(tests))


def _require_texts(where: str, values: list[Any]) -> None:
    if not all(isinstance(value, str) for value in values):
        raise RiskError(f"{where}: a value of another type: give texts, tests as a list of texts")
