"""docs/long.md: a part for each run, written by that run alone; what was not run says so."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tools import DOCS, files
from tools.sheets import table

FILE = DOCS / "long.md"
PARTS = {
    "routine": "A whole routine on the emulated chip",
    "rig": "Hours of sessions on the fakes",
    "starts": "The journal's rotation on the fakes",
    "idle": "A day of idle on the emulated chip",
    "sessions": "Sessions across the clock's wraps on the emulated chip",
}
_INTRO = (
    "# Long runs\n\nWritten by `make long`, a part by each run. Measured in emulation or "
    "simulated, never on hardware. Outside CI, which runs a slice: "
    "host_tests/test_long.py."
)
_NOT_RUN = "Not run since this page was begun.\n"


def section(how: str, rows: list[tuple[str, str]], well: bool) -> str:
    """The text of one part. how: what was done, on what."""
    verdict = "All checks are well." if well else "**A check failed.**"
    when = f"Run on {date.today().isoformat()}. {verdict}"
    return f"{how}\n\n{when}\n\n{table(('what', 'figure'), rows)}"


def rows(checks: Sequence[tuple[str, str, bool]]) -> list[tuple[str, str]]:
    """The rows of (what, seen, well)."""
    return [(what, seen if well else f"{seen}: **NOT WELL**") for what, seen, well in checks]


def put(name: str, text: str, file: Path = FILE) -> None:
    """Write this part anew; the others stay. KeyError for a name that is not in PARTS."""
    parts = _read(file.read_text(encoding="utf-8") if file.exists() else "")
    parts[name] = text.rstrip() + "\n"
    files.write(file, _page(parts).encode())


def _read(text: str) -> dict[str, str]:
    found = dict(re.findall(r"<!-- run: (\w+) -->\n(.*?)<!-- end -->", text, re.DOTALL))
    return {name: found.get(name, _NOT_RUN) for name in PARTS}


def _page(parts: dict[str, str]) -> str:
    pieces = [_INTRO + "\n"]
    for name, title in PARTS.items():
        pieces.append(f"## {title}\n\n<!-- run: {name} -->\n{parts[name]}<!-- end -->\n")
    return "\n".join(pieces)
