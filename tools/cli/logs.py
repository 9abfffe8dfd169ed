"""galva logs: the journal, from the device or from its files, as a table, CSV or JSON."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tools.cli.out import Json, PortName, columns, console, errors, say
from tools.cli.talk import client_at
from tools.journal import records
from tools.link.lines import sealed
from tools.problems import Failed

_SHOWN = ("seq", "mode", "level", "treated_s", "abs_uc", "ohm_median", "losses", "ended", "fault")


def logs(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="journal.0 .. journal.7, in any order; without them, the device's."),
    ] = None,
    port: PortName = "",
    csv: Annotated[Path | None, typer.Option(help="Write the sessions there as CSV.")] = None,
    as_json: Json = False,
) -> None:
    """All sessions. 1: a line was left aside."""
    journal = gather(files) if files else of_device(port)
    if csv:
        _write(csv, records.to_csv(journal))
    if as_json:
        print(records.to_json(journal), end="")
    elif not csv:
        console.print(shown(journal))
    if not as_json:
        missing = f"{journal.missing} missing" if journal.missing else "none missing"
        say(f"{len(journal.records)} sessions, {missing} between the first and the last")
    tell_troubles(journal)


def tell_troubles(journal: records.Journal) -> None:
    """One line each, on stderr. Failed: there is one."""
    for trouble in journal.troubles:
        errors.print(trouble)
    if journal.troubles:
        raise Failed(f"lines left aside: {len(journal.troubles)}: see above")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failed(f"{path}: {error.strerror}: give another place") from None


def of_device(port: str) -> records.Journal:
    """What the device has kept."""
    with client_at(port) as client:
        told, _dropped = client.journal()
    return records.read(_line(record) for record in told)


def _line(record: records.Record) -> str:
    """As in the device's file. Its crc was checked with the line that brought it."""
    bare = {name: value for name, value in record.items() if name != "crc"}
    return sealed(dict(sorted(bare.items()))).decode()


def gather(files: list[Path]) -> records.Journal:
    """The sessions of all files by number. Failed: a file that cannot be read, or no journal."""
    parts = []
    for path in files:
        try:
            parts.append(records.read(records.lines_of(path), str(path)))
        except FileNotFoundError:
            raise Failed(f"{path}: no such file: copy it from the device") from None
        except OSError as error:
            raise Failed(f"{path}: {error.strerror}: give journal files") from None
        except ValueError as error:
            raise Failed(f"{path}: {error}") from None
    sessions = {record["seq"]: record for part in parts for record in part.records}
    troubles = [trouble for part in parts for trouble in part.troubles]
    return records.Journal([sessions[seq] for seq in sorted(sessions)], troubles)


def shown(journal: records.Journal) -> Table:
    """The sessions for a person."""
    table = columns(records.BEGIN, *(name.replace("_", " ") for name in _SHOWN))
    for record in journal.records:
        table.add_row(records.begin(record), *(str(record[name]) for name in _SHOWN))
    return table
