"""Jobs, two at a time in processes of their own, with a bar."""

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from typing import Any, Protocol, TypeVar

from rich.console import Console

from tools.progress import shown

_AT_A_TIME = 2
_CONTEXT = multiprocessing.get_context("spawn")  # a bar's thread does not survive a fork
_LOOK_S = 0.2

_told: Any = None  # in a worker: where it says how far it is

J = TypeVar("J", contravariant=True)
F = TypeVar("F", covariant=True)
Watch = Callable[[float], None]


class Work(Protocol[J, F]):
    """A function of a module: does one job, and says from time to time which ms it has reached."""

    def __call__(self, job: J, watch: Watch, /) -> F: ...


def pool(begin: Callable[..., None] | None = None, *given: Any) -> ProcessPoolExecutor:
    """Two fresh processes beside a bar; begin(*given) is called first in each."""
    return ProcessPoolExecutor(_AT_A_TIME, _CONTEXT, begin, given)


def _begin(told: Any) -> None:
    global _told
    _told = told


def _work(work: Work[Any, Any], at: int, job: Any) -> Any:
    """What it found, or what it raised: raised here, all the others would wait for ever."""
    try:
        return work(job, lambda ms: _told.put((at, ms)))
    except Exception as error:
        return error


def run_all(
    jobs: Sequence[Any],
    work: Work[Any, F],
    ms_of: Callable[[Any], float],
    name_of: Callable[[Any], str],
    out: Console,
) -> "list[F | Exception]":
    """What each job found, or the exception that ended it, in their order.

    ms_of: about how long a job is, for the bar; name_of: the words beside it.
    """
    told = _CONTEXT.SimpleQueue()
    most_ms = [ms_of(job) for job in jobs]
    so_far_ms = [0.0] * len(jobs)
    found: dict[int, F | Exception] = {}
    now = f"{len(jobs)} jobs, {_AT_A_TIME} at a time"
    with (
        shown(out, sum(most_ms)) as watch,
        pool(_begin, told) as workers,
    ):
        pending = {workers.submit(_work, work, at, job): at for at, job in enumerate(jobs)}
        while pending:
            done, _ = wait(pending, _LOOK_S, FIRST_COMPLETED)
            while not told.empty():
                at, ms = told.get()
                so_far_ms[at] = min(ms, most_ms[at])
            for future in done:
                at = pending.pop(future)
                found[at] = future.result()
                so_far_ms[at] = most_ms[at]
                now = name_of(jobs[at])
            watch(sum(so_far_ms), now)
    return [found[at] for at in range(len(jobs))]
