"""All jobs, two at a time in processes of their own, with a bar."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from typing import Any

from rich.console import Console

from host_tests.campaign.jobs import Job, do
from tools.demo.progress import shown
from tools.demo.script import Step
from tools.faults.results import Failed, Found

_AT_A_TIME = 2
_LOOK_S = 0.2

_told: Any = None  # in a worker: where it says how far it is


def _begin(told: Any) -> None:
    global _told
    _told = told


def _work(job: Job) -> list[Found]:
    """A job that fails is a finding too: an exception would wait for all the others to end."""
    try:
        return do(job, lambda ms: _told.put((job, ms)))
    except Exception as error:
        return [Failed(f"{job.kind} {' '.join(job.args)}", str(error).strip().splitlines()[-1])]


def run_all(jobs: Sequence[Job], out: Console) -> list[Found]:
    """What they found, in the order of the jobs."""
    context = multiprocessing.get_context("spawn")  # the bar's thread does not survive a fork
    told = context.SimpleQueue()
    so_far_ms = dict.fromkeys(jobs, 0.0)
    found: dict[Job, list[Found]] = {}
    now = Step(f"{len(jobs)} jobs, {_AT_A_TIME} at a time", 0)
    with (
        shown(out, sum(job.ms for job in jobs)) as watch,
        ProcessPoolExecutor(_AT_A_TIME, context, _begin, (told,)) as pool,
    ):
        pending = {pool.submit(_work, job): job for job in jobs}
        while pending:
            done, _ = wait(pending, _LOOK_S, FIRST_COMPLETED)
            while not told.empty():
                job, ms = told.get()
                so_far_ms[job] = min(ms, job.ms)
            for future in done:
                job = pending.pop(future)
                found[job] = future.result()
                so_far_ms[job] = job.ms
                now = Step(f"{job.kind}: {', '.join(job.args)}", 0)
            watch(sum(so_far_ms.values()), now)
    return [one for job in jobs for one in found[job]]
