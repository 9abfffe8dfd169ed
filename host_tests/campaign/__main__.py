"""python -m host_tests.campaign: break everything in turn; print it, write docs/faults.md."""

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from host_tests.campaign.jobs import Job, do, jobs
from tools.demo import files
from tools.demo.progress import console
from tools.faults import report
from tools.faults.results import Failed, Found, campaign
from tools.workers import run_all

FILE = Path(__file__).parents[2] / "docs" / "faults.md"
_SHOWN = 6  # sheets; what caught each fault is for the page


def main(
    chip: Annotated[bool, typer.Option(help="also the subset on the emulated chip")] = True,
    only: Annotated[str, typer.Option(help="jobs with this in their name; writes no page")] = "",
) -> None:
    """Some minutes. 1 when a goal is missed."""
    out = console()
    begin_s = time.monotonic()
    wanted = [job for job in jobs(chip) if only in str(job)]
    if not wanted:
        out.print(f"no job has {only!r} in its name; leave --only out for all of them")
        raise typer.Exit(2)
    run = campaign(found_by(wanted, out), time.monotonic() - begin_s)
    for sheet in report.sheets(run)[:_SHOWN]:
        show(out, sheet)
    broken = run.broken()
    for line in broken:
        out.print(f"missed: {line}", style="red", soft_wrap=True)
    out.print("all goals are met" if not broken else f"{len(broken)} goals are missed")
    if chip and not only:
        files.write(FILE, report.markdown(run).encode())
        out.print(report.CONDITIONS, f"{FILE}", sep="\n", soft_wrap=True)
    raise typer.Exit(1 if broken else 0)


def found_by(wanted: list[Job], out: Console) -> list[Found]:
    """What the jobs found, in their order; that a job failed is a finding too."""
    found: list[Found] = []
    for job, ended in zip(wanted, run_all(wanted, do, _ms, str, out), strict=True):
        if isinstance(ended, Exception):
            found.append(Failed(str(job), str(ended).strip().splitlines()[-1]))
        else:
            found.extend(ended)
    return found


def _ms(job: Job) -> float:
    return job.ms


def show(out: Console, sheet: report.Sheet) -> None:
    """One table on the terminal."""
    if not sheet.rows:
        return
    shown = Table(*sheet.heads, title=sheet.title, caption=sheet.note or None)
    shown.title_justify = shown.caption_justify = "left"
    for row in sheet.rows:
        shown.add_row(*row)
    out.print(shown)


if __name__ == "__main__":
    typer.run(main)
