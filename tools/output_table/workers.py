"""All sessions, two at a time in processes of their own, with a bar."""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from typing import Any

from rich.console import Console

from tools.demo.progress import shown
from tools.demo.script import Step
from tools.output_table.session import Ran, mode_named, run, session_ms

Job = tuple[str, int]  # mode, ohm
_AT_A_TIME = 2
_LOOK_S = 0.2

_told: Any = None  # in a worker: where it says how far it is


def _begin(told: Any) -> None:
    global _told
    _told = told


def _work(job: Job) -> Ran:
    return run(*job, lambda ms: _told.put((job, ms)))


def run_all(jobs: Sequence[Job], out: Console) -> dict[Job, Ran]:
    """What each job's load got."""
    context = multiprocessing.get_context("spawn")  # the bar's thread does not survive a fork
    told = context.SimpleQueue()
    whole_ms = {job: session_ms(mode_named(job[0])) for job in jobs}
    so_far_ms = dict.fromkeys(jobs, 0.0)
    now = Step(f"{len(jobs)} sessions, {_AT_A_TIME} at a time", 0)
    ran: dict[Job, Ran] = {}
    with (
        shown(out, sum(whole_ms.values())) as watch,
        ProcessPoolExecutor(_AT_A_TIME, context, _begin, (told,)) as pool,
    ):
        pending = {pool.submit(_work, job): job for job in jobs}
        while pending:
            done, _ = wait(pending, _LOOK_S, FIRST_COMPLETED)
            while not told.empty():
                job, ms = told.get()
                so_far_ms[job] = min(ms, whole_ms[job])
            for future in done:
                job = pending.pop(future)
                ran[job] = future.result()
                so_far_ms[job] = whole_ms[job]
                now = Step(f"{job[0]} into {job[1]} ohm", 0)
            watch(sum(so_far_ms.values()), now)
    return ran
