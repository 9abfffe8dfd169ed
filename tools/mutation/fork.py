"""Children that try something which may hang, crash or never end: each in a fork of its own."""

import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_MOST_BYTES = 3 << 30  # of address space: a mutant that fills the memory must not fill the machine
TIMEOUT, CRASH = "timeout", "crash"

J = TypeVar("J")


def limit(cpu_s: float) -> None:
    """In a child: so much CPU time from now on, then it is ended (SIGPROF)."""
    signal.setitimer(signal.ITIMER_PROF, cpu_s)


def _child(work: Callable[[J], str], job: J, out: int) -> None:
    """Never returns. What the work says goes out; what it prints goes nowhere."""
    code = 1
    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.write(out, work(job).encode())
        code = 0
    finally:
        os._exit(code)


def _told(status: int, out: int) -> str:
    with os.fdopen(out, "rb") as stream:
        said = stream.read().decode()
    if os.WIFSIGNALED(status):
        ended = os.WTERMSIG(status)
        if ended == signal.SIGINT:
            raise KeyboardInterrupt
        return TIMEOUT if ended == signal.SIGPROF else CRASH
    return said if os.WEXITSTATUS(status) == 0 else CRASH


def run_all(
    jobs: Iterable[J], work: Callable[[J], str], at_a_time: int
) -> "Iterator[tuple[J, str]]":
    """(job, what work said of it), as they end; TIMEOUT or CRASH when it said nothing.

    work says little: less than a pipe holds, 64 KiB.
    """
    running: dict[int, tuple[J, int]] = {}
    waiting = iter(jobs)
    try:
        while True:
            for job in waiting:
                out_read, out = os.pipe()
                pid = os.fork()
                if not pid:
                    _child(work, job, out)
                os.close(out)
                running[pid] = job, out_read
                if len(running) >= at_a_time:
                    break
            if not running:
                return
            pid, status = os.wait()
            job, out_read = running.pop(pid)
            yield job, _told(status, out_read)
    finally:
        for pid in running:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
