"""python -m tools.oracle: run it all, say where it differs, write docs/oracle.md."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tools.demo.progress import console
from tools.emulator.chip import ChipError
from tools.oracle import jobs, report
from tools.oracle.js_chip import missing
from tools.oracle.report import Results
from tools.oracle.rig import JS
from tools.oracle.sessions import Stuck

FILE = Path(__file__).parents[2] / "docs" / "oracle.md"


def main(
    short: Annotated[bool, typer.Option(help="Without the whole application; no file.")] = False,
) -> None:
    """Some ten minutes on two cores; exit code 1 if a word differs."""
    out = console()
    not_run = missing()
    if not_run:
        out.print(f"oracle: {JS} is not run: {not_run}", soft_wrap=True)
    try:
        results = jobs.run(out, short=short, not_run=not_run)
    except (ChipError, Stuck) as error:
        out.print(f"oracle: {error}", soft_wrap=True)
        raise typer.Exit(1) from None
    show(out, results)
    if not short:
        FILE.write_text(report.markdown(results), encoding="utf-8")
        out.print(f"{FILE}", soft_wrap=True)
    raise typer.Exit(1 if results.differences else 0)


def show(out: Console, results: Results) -> None:
    """On the terminal."""
    shown = Table("part", "frames", "with current", "most code", "agree", "between frames")
    for row in report.rows((*results.sessions, *results.engine)):
        shown.add_row(*row)
    out.print(shown)
    out.print(f"PIO program: {results.edges} edges: {results.edge_difference or 'all agree'}")
    for words in results.differences:
        out.print(f"oracle: {words}", soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
