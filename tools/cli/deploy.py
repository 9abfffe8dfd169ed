"""galva deploy: this version onto a board."""

from dataclasses import asdict
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from tools.cli import ports
from tools.cli.out import Json, PortName, errors, say, show
from tools.deploy.perform import Deploy, Report

_SHOWN = 8  # names in a line


def deploy(
    board: Annotated[str, typer.Option(help="One of `galva boards`; needed once.")] = "",
    port: PortName = "",
    source: Annotated[
        bool, typer.Option(help="As .py, to read and change there: half the free memory is left.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring a board to this version: only what changed is copied, and checked by its hash there.

    Your own files and all records stay. Cut at any moment, the board starts the old app, the new
    one, or safe mode; then deploy again.
    """
    with _progress() as progress:
        task = progress.add_task("", total=None)

        def watch(what: str, done_bytes: int, all_bytes: int) -> None:
            total = all_bytes or None
            progress.update(task, description=what, completed=done_bytes, total=total)

        report = Deploy(ports.find(port), watch).run(board, source=source)
    if as_json:
        show(asdict(report), True)
    else:
        _tell(report)


def _progress() -> Progress:
    columns = TextColumn("{task.description:40.40}"), BarColumn(), DownloadColumn()
    return Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal)


def _tell(report: Report) -> None:
    """A line for each thing that happened."""
    before = f"{report.before} -> " if report.before not in ("", report.version) else ""
    count, kb = len(report.sent), report.sent_bytes / 1024
    say(f"{report.board}: Galva {before}{report.version}, {count} files sent, {kb:.1f} kB")
    for name, copy in report.kept.items():
        say(f"your {name} had to make way: it is {copy} now")
    if report.removed:
        say(f"removed, no longer used: {_names(report.removed)}")
    if report.foreign:
        say(f"not Galva's, left alone: {_names(report.foreign)}")
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in report.seconds.items())
    say(f"the board answers, {report.state}; {parts}")


def _names(names: tuple[str, ...]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
