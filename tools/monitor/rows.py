"""Status lines as rows of CSV or lines of JSON, each flushed: what was seen is kept."""

import csv
import io
import json
import sys
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TextIO

from tools.link import Status
from tools.problems import Failed
from tools.spreadsheet import cell

STDOUT = "-"
_MORE = (
    ("calibrated", "gel", "net_uc", "abs_uc", "link", "zone", "late_us")
    + ("cure", "step", "part", "trouble", "error")
)  # fmt: skip
# The head of the CSV: the wall's time, then the fields of a status line
COLUMNS = ("time", *(each.name for each in fields(Status) if each.name != "more"), *_MORE)


class Writer(Protocol):
    """Takes status lines. Failed: one cannot be written."""

    def row(self, status: Status, at: datetime) -> None: ...
    def close(self) -> None: ...


class Csv:
    """To a file, which is made anew, or to stdout. Failed: it cannot be written."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: TextIO = sys.stdout
        try:
            if path != STDOUT:  # open for as long as this runs
                self._file = Path(path).open("w", encoding="utf-8", newline="")  # noqa: SIM115
        except OSError as error:
            raise self._failed(error) from None
        self._write(COLUMNS)

    def _failed(self, error: OSError) -> Failed:
        return Failed(f"{self._path}: {error.strerror}: give another place with --csv")

    def _write(self, cells: tuple[object, ...]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerow(cells)
        try:
            self._file.write(text.getvalue())
            self._file.flush()
        except OSError as error:
            raise self._failed(error) from None

    def row(self, status: Status, at: datetime) -> None:
        """One status line."""
        told = flat(status, at)
        self._write(tuple(cell(told.get(name, "")) for name in COLUMNS))

    def close(self) -> None:
        """The file is whole after every row anyway."""
        if self._path != STDOUT:
            self._file.close()


class Json:
    """To stdout."""

    def row(self, status: Status, at: datetime) -> None:
        """One status line, all its fields."""
        print(json.dumps(flat(status, at)), flush=True)

    def close(self) -> None:
        """Nothing to let go of."""


def flat(status: Status, at: datetime) -> dict[str, Any]:
    """Its fields by name, those that this host does not know among them."""
    return {"time": at.isoformat(timespec="milliseconds"), **status.flat()}
