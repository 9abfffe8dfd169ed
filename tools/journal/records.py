"""Lines of the journal, checked: `read` never raises, whatever it is given.

A line is what lib/crcline writes: flat JSON, fields in the order of their names, `crc` last. Its
fields and their units: firmware/galva/app/journal.py.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crcline import parse

from tools.spreadsheet import cell

Record = dict[str, Any]
LINE_MOST = 512  # characters; the device reads no longer one either
# (column, unit); the order of the CSV
FIELDS = (
    ("seq", ""),
    ("t", "local s since 2000-01-01, -1 = no clock"),
    ("up_s", "s since power-on"),
    ("mode", ""),
    ("level", "1-10"),
    ("routine", ""),
    ("bench", "into the dummy"),
    ("treated_s", "s"),
    ("abs_uc", "uC"),
    ("net_uc", "uC"),
    ("dose", "uA*min/cm2"),
    ("ohm_min", "ohm"),
    ("ohm_median", "ohm"),
    ("ohm_max", "ohm"),
    ("losses", "contact losses"),
    ("fault", ""),
    ("ended", ""),
    ("calibrated", ""),
)
NAMES = tuple(name for name, _unit in FIELDS)
BEGIN = "begin"  # added: local time as text, "" without a clock
_EPOCH = datetime(2000, 1, 1)
_TEXTS = ("mode", "routine", "fault", "ended")
_FLAGS = ("bench", "calibrated")


@dataclass
class Journal:
    """What was read: sound records by rising seq, and one line for each thing that was not."""

    records: list[Record]
    troubles: list[str]

    @property
    def missing(self) -> int:
        """Numbers up to the last one without a record: rotated out on the device, or damaged."""
        last = self.records[-1]["seq"] if self.records else 0
        return int(last) - len(self.records)


def read(lines: Iterable[str], where: str = "journal") -> Journal:
    """The records of these lines; empty lines are none. A repeated number counts once."""
    found: dict[int, Record] = {}
    troubles = []
    for number, line in enumerate(lines, 1):
        text = line.strip("\r\n")
        if not text:
            continue
        try:
            record = _checked(text)
        except ValueError as error:
            troubles.append(f"{where}:{number}: {error}: left aside")
            continue
        if found.setdefault(record["seq"], record) != record:
            troubles.append(
                f"{where}:{number}: another record has seq {record['seq']}: left aside"
            )
    return Journal([found[seq] for seq in sorted(found)], troubles)


def _checked(text: str) -> Record:
    """The record of a line; ValueError says what is wrong with it."""
    if len(text) >= LINE_MOST:
        raise ValueError(f"longer than {LINE_MOST} characters")
    record = parse(text + "\n")
    for name in NAMES:
        if name not in record:
            raise ValueError(f"{name} is missing")
        due = kind(name)
        if type(record[name]) is not due:
            raise ValueError(f"{name} is no {due.__name__}")
    if record["seq"] < 1:
        raise ValueError("seq is below 1")
    return record


def kind(name: str) -> type:
    """Of a field: str, bool or int."""
    return str if name in _TEXTS else bool if name in _FLAGS else int


def begin(record: Record) -> str:
    """When it began, local time; "" when the device had no clock."""
    try:
        return (_EPOCH + timedelta(seconds=record["t"])).isoformat(" ") if record["t"] >= 0 else ""
    except OverflowError:
        return ""


def to_csv(journal: Journal) -> str:
    """A head line and one line a session; texts never begin as a formula of a spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([BEGIN, *NAMES])
    for record in journal.records:
        table.writerow([begin(record), *(cell(record[name]) for name in NAMES)])
    return out.getvalue()


def to_json(journal: Journal) -> str:
    """One object: sessions with their units, how many are missing, what was wrong."""
    sessions = [{BEGIN: begin(record), **record} for record in journal.records]
    made = {
        "units": {name: unit for name, unit in FIELDS if unit},
        "missing": journal.missing,
        "troubles": journal.troubles,
        "sessions": sessions,
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def lines_of(path: Path, most_bytes: int = 1 << 20) -> Iterator[str]:
    """The lines of a file, whatever its bytes. OSError; ValueError when it is too long."""
    if path.stat().st_size > most_bytes:
        raise ValueError(f"more than {most_bytes} bytes: this is no journal")
    yield from path.read_bytes().decode("utf-8", "replace").split("\n")
