"""python -m tools.fmea: every single fault of front ends A and B; writes docs/fmea.md."""

import resource
import sys
import time
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tools import DOCS, command, files
from tools.fmea import campaign, model, picture, report, spice
from tools.fmea.campaign import QUICK, Job, run, run_all
from tools.fmea.circuits import CIRCUITS
from tools.fmea.goals import Goal, goals
from tools.fmea.outcome import Results, by_fault
from tools.progress import console

FILE = DOCS / "fmea.md"
PICTURE = DOCS / "fmea.png"
CORNER_UA = 500.0  # faults above this are run in the corner as well


def main(
    quick: Annotated[
        bool, typer.Option("--quick", help=f"One run in {QUICK}, nothing is written.")
    ] = False,
) -> int:
    """Break every part of front ends A and B in ngspice, see what flows and what notices.

    Exit code 1 when a goal is missed.
    """
    out = console()
    results = measure(out, QUICK if quick else 1)
    found = goals(results)
    show(out, results, found)
    if not quick:
        files.write(FILE, report.page(results, found))
        files.write(PICTURE, picture.png(results))
        out.print(f"{FILE}", soft_wrap=True)
    return 0 if all(goal.ok for goal in found) else 1


def measure(out: Console, every: int) -> Results:
    """All runs, or one in so many. SpiceError."""
    spice.require()
    begin_s = time.monotonic()
    quiet = {
        name: run_all(run, campaign.quiet_jobs(name), out, f"{name}, no fault")
        for name in CIRCUITS
    }
    runs = {
        name: run_all(run, campaign.jobs(name)[::every], out, f"{name}, each fault")
        for name in CIRCUITS
    }
    worst = [one.fault for one in by_fault(runs["A"]) if one.worst_ua > CORNER_UA]
    corner_jobs = [Job("A", fault, load, corner=True) for fault in worst for load in ("500", "5k")]
    corner = run_all(run, corner_jobs, out, "A, cold")
    apart = run_all(model.compare, list(model.cases())[::every], out, "fast model")
    wall_s = time.monotonic() - begin_s
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Results(quiet, runs, corner, apart, wall_s, used.ru_utime + used.ru_stime)


def show(out: Console, results: Results, found: list[Goal]) -> None:
    """The goals on the terminal."""
    shown = Table("goal", "found", "", title=report.headline(results), title_justify="left")
    for goal in found:
        shown.add_row(goal.words, goal.found, "ok" if goal.ok else "MISSED")
    out.print(shown)


if __name__ == "__main__":
    sys.exit(command.run("fmea", main))
