"""What other open stimulators publish of themselves, beside what this repository's pages show.

published.toml has the figures. Nothing is in it that was not read at the place it names.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.problems import Failed
from tools.sheets import Sheet

DATA = Path(__file__).with_name("published.toml")
TITLE = "Figures that other open stimulators publish"
NOT_PUBLISHED = "not published"
PLACES_TITLE = "Where they stand"
_NOTE = (
    'Read at the places in brackets, not measured by us; "not published": not found there. They '
    "are other devices for other ends (Pulse Pal gives voltages, FOC-Stim 300 times our current), "
    "so there are no ratios. Ours is measured in emulation or simulated."
)


@dataclass(frozen=True)
class Published:
    """devices: their names, ours first. rows: property -> device -> (words, sources).

    places: source -> what it is, as of when, where.
    """

    devices: tuple[str, ...]
    rows: dict[str, dict[str, tuple[str, tuple[str, ...]]]]
    places: dict[str, tuple[str, str, str]]


def read(path: Path = DATA) -> Published:
    """The file, checked. Failed, naming the entry, when a cell is missing or has no source."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    devices = tuple(data["devices"])
    places = {
        name: (each["what"], each["when"], each["where"]) for name, each in data["sources"].items()
    }
    rows = {
        title: {name: _cell(cells, title, name, places) for name in devices}
        for title, cells in data["rows"].items()
    }
    return Published(devices, rows, places)


def _cell(
    cells: dict[str, Any], title: str, device: str, places: dict[str, tuple[str, str, str]]
) -> tuple[str, tuple[str, ...]]:
    cell = cells.get(device)
    if cell is None:
        raise Failed(f"{DATA.name}: {title}: nothing about {device}")
    if cell == NOT_PUBLISHED:
        return NOT_PUBLISHED, ()
    words, *sources = cell
    unknown = [name for name in sources if name not in places]
    if unknown or not sources:
        raise Failed(f"{DATA.name}: {title}, {device}: no source {' '.join(unknown)}".rstrip())
    return words, tuple(sources)


def sheets(path: Path = DATA) -> list[Sheet]:
    """One row a property, one column a device; then the sources."""
    seen = read(path)
    numbers = {name: k for k, name in enumerate(seen.places, 1)}
    rows = [
        (title, *(_words(*cells[name], numbers) for name in seen.devices))
        for title, cells in seen.rows.items()
    ]
    places: list[tuple[str, ...]] = [
        (f"[{numbers[name]}]", *place) for name, place in seen.places.items()
    ]
    return [
        Sheet(TITLE, ("what", *seen.devices), rows, _NOTE),
        Sheet(PLACES_TITLE, ("", "what", "as of", "where"), places, ""),
    ]


def _words(words: str, sources: tuple[str, ...], numbers: dict[str, int]) -> str:
    return " ".join((words, *(f"[{numbers[name]}]" for name in sources)))
