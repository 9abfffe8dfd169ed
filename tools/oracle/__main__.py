"""python -m tools.oracle: run it all, say where it differs, write docs/oracle.md."""

import sys
from typing import Annotated

import typer

from tools import DOCS, command, files
from tools.emulator.chip import ChipError
from tools.oracle import jobs, report
from tools.oracle.js_chip import missing
from tools.oracle.rig import JS
from tools.problems import Failed
from tools.progress import console
from tools.sheets import show

FILE = DOCS / "oracle.md"


def main(
    short: Annotated[bool, typer.Option(help="Without the whole application; no file.")] = False,
) -> int:
    """Some ten minutes on two cores; 1 if a word differs."""
    out = console()
    not_run = missing()
    if not_run:
        out.print(f"oracle: {JS} is not run: {not_run}", soft_wrap=True)
    try:
        results = jobs.run(out, short=short, not_run=not_run)
    except ChipError as error:
        raise Failed(str(error)) from error
    show(out, report.sheet(results))
    for words in results.differences:
        out.print(f"oracle: {words}", soft_wrap=True)
    if not short:
        files.write(FILE, report.markdown(results))
        out.print(f"{FILE}", soft_wrap=True)
    return 1 if results.differences else 0


if __name__ == "__main__":
    sys.exit(command.run("oracle", main))
