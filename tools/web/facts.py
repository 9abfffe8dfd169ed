"""python -m tools.web.facts: the firmware's tables for the page, page/facts.js.

What the page says of modes, rules, settings, limits, ... is never typed again: it is made of the
code and the pages that the device and a reader have. The shape: page/facts_shape.js.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from galva import VERSION
from tools import ROOT, files
from tools.journal.records import FIELDS, kind
from tools.web import tables

FILE = Path(__file__).parent / "page" / "facts.js"
HEAD = """/** Written by python -m tools.web.facts from the firmware: change it there. */

/** @type {import("./facts_shape.js").Facts} */
export const FACTS = """
TABLES = (
    *(tables.modes, tables.faults, tables.settings, tables.signals, tables.end_signals),
    *(
        tables.routines,
        tables.usage,
        tables.limits,
        tables.boards,
        tables.front_ends,
        tables.calibration,
    ),
)


def zones() -> list[dict[str, str]]:
    """The zones of the face, as README.md says where they are. LookupError: another table."""
    from galva.core.routine import AREAS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    _head, _, after = text.partition("| zone | where | never |\n| --- | --- | --- |\n")
    told = {}
    for line in after.split("\n\n")[0].splitlines():
        name, where, never = (cell.strip() for cell in line.strip("| ").split(" | "))
        told[name] = {"name": name, "where": where, "never": never}
    return [told[area] for area in AREAS]


def safety() -> dict[str, list[str]]:
    """Who and where, as docs/safety.md says it."""
    text = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
    return {
        "who": list(_points(text, "Who must not use it")),
        "where": list(_points(text, "Where it must not be used")),
    }


def _points(text: str, head: str) -> Iterator[str]:
    """The list below a head as plain text, without its sources. LookupError: there is none."""
    found = re.search(rf"^## {head}\n(.*?)\n(?=\n[^-\n]|## )", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise LookupError(f"docs/safety.md has no list below {head!r}")
    for point in found[1].removeprefix("- ").split("\n- "):
        yield " ".join(re.sub(r"( ?\[\d\])+|`", "", point).split())


def facts() -> dict[str, Any]:
    """All of it. LookupError: a page has no such table or list."""
    from galva.core import contact, gel, session
    from galva.core.controls import ACTIONS

    lists = {
        "states": session.STATES,
        "ends": session.ENDS,
        "contacts": contact.STATES,
        "gels": gel.STATES,
        "actions": ACTIONS,
    }
    journal = [{"name": name, "unit": unit, "kind": kind(name).__name__} for name, unit in FIELDS]
    told = {table.__name__: table() for table in (*TABLES, zones, safety)}
    return {"version": VERSION, **told, **lists, "journal": journal}


def write(file: Path = FILE) -> Path:
    """Where it is; untouched when nothing changed, never half written."""
    text = HEAD + json.dumps(facts(), ensure_ascii=False, indent=1) + ";\n"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        files.write(file, text)
    return file


if __name__ == "__main__":
    print(write())
