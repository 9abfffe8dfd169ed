"""python -m host_tests.campaign: break everything in turn; print it, write docs/faults.md."""

import sys
import time
from typing import Annotated

import typer
from rich.console import Console

from host_tests.campaign.jobs import Job, do, jobs
from tools import DOCS, command, files
from tools.faults import report
from tools.faults.results import Failed, Found, campaign
from tools.problems import Usage
from tools.progress import console
from tools.sheets import show
from tools.workers import run_all

FILE = DOCS / "faults.md"
_SHOWN = 6  # sheets; what caught each fault is for the page


def main(
    chip: Annotated[bool, typer.Option(help="also the subset on the emulated chip")] = True,
    only: Annotated[str, typer.Option(help="jobs with this in their name; writes no page")] = "",
) -> int:
    """Break everything in turn, write docs/faults.md; some minutes. 1 when a goal is missed."""
    out = console()
    begin_s = time.monotonic()
    wanted = [job for job in jobs(chip) if only in str(job)]
    if not wanted:
        raise Usage(f"no job has {only!r} in its name: leave --only out for all of them")
    run = campaign(found_by(wanted, out), time.monotonic() - begin_s)
    for sheet in report.sheets(run)[:_SHOWN]:
        show(out, sheet)
    broken = run.broken()
    for line in broken:
        out.print(f"missed: {line}", style="red", soft_wrap=True)
    out.print("all goals are met" if not broken else f"{len(broken)} goals are missed")
    if chip and not only:
        files.write(FILE, report.markdown(run))
        out.print(report.CONDITIONS, f"{FILE}", sep="\n", soft_wrap=True)
    return 1 if broken else 0


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


if __name__ == "__main__":
    sys.exit(command.run("faults", main))
