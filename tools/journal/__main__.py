"""python -m tools.journal FILE..: the sessions of journal files, as a table, CSV or JSON."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tools.journal import records

_SHOWN = ("seq", "mode", "level", "treated_s", "abs_uc", "ohm_median", "losses", "ended", "fault")


def main(
    files: Annotated[list[Path], typer.Argument(help="journal.0 .. journal.7, in any order")],
    csv: Annotated[Path | None, typer.Option(help="write the sessions there as CSV")] = None,
    json: Annotated[Path | None, typer.Option(help="write them there as JSON")] = None,
) -> None:
    """The sessions of a journal.

    Exit codes: 1 = a file cannot be read or written, 3 = a line was left aside.
    """
    out, told = Console(), Console(stderr=True, soft_wrap=True)
    try:
        journal = gather(files)
        for path, text in ((csv, records.to_csv), (json, records.to_json)):
            if path:
                path.write_text(text(journal), encoding="utf-8")
    except FileNotFoundError as error:
        told.print(
            f"journal: {escape(str(error.filename))}: no such file: copy it from the device"
        )
        raise typer.Exit(1) from None
    except (OSError, ValueError) as error:
        told.print(f"journal: {escape(str(error))}")
        raise typer.Exit(1) from None
    if not csv and not json:
        out.print(shown(journal))
    for trouble in journal.troubles:
        told.print(escape(trouble))
    missing = f"{journal.missing} missing" if journal.missing else "none missing"
    out.print(f"{len(journal.records)} sessions, {missing} between the first and the last")
    raise typer.Exit(3 if journal.troubles else 0)


def gather(files: list[Path]) -> records.Journal:
    """The sessions of all files by number. OSError or ValueError: a file that is no journal."""
    parts = []
    for path in files:
        try:
            parts.append(records.read(records.lines_of(path), str(path)))
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
    sessions = {record["seq"]: record for part in parts for record in part.records}
    troubles = [trouble for part in parts for trouble in part.troubles]
    return records.Journal([sessions[seq] for seq in sorted(sessions)], troubles)


def shown(journal: records.Journal) -> Table:
    """The sessions for a person."""
    table = Table(records.BEGIN, *_SHOWN)
    for record in journal.records:
        cells = [escape(str(record[name])) for name in _SHOWN]
        table.add_row(records.begin(record), *cells)
    return table


if __name__ == "__main__":
    typer.run(main)
