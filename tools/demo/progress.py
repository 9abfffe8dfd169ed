"""What one sees while the session runs: a bar on a terminal, plain lines elsewhere (CI)."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tools.demo.script import Step, Watch

PLAIN_WIDTH = 150


def console() -> Console:
    """A console as wide as the terminal; wide enough for the tables where there is none."""
    return Console() if _live() else Console(width=PLAIN_WIDTH, force_terminal=False)


def _live() -> bool:
    return sys.stdout.isatty() and not os.environ.get("CI")


@contextmanager
def shown(out: Console, total_ms: float) -> Iterator[Watch]:
    """Gives what the script calls after every slice of emulated time."""
    if _live():
        with _bar(out) as bar:
            task = bar.add_task("", total=total_ms / 1000)
            yield lambda ms, step: bar.update(task, completed=ms / 1000, description=step.now)
    else:
        yield _lines(out, total_ms)


def _bar(out: Console) -> Progress:
    return Progress(
        BarColumn(bar_width=30),
        TextColumn("{task.completed:5.1f} / {task.total:.0f} s emulated,"),
        TimeRemainingColumn(compact=True),
        TextColumn("left   {task.description}"),
        console=out,
    )


def _lines(out: Console, total_ms: float) -> Watch:
    last: list[Step] = []

    def line(ms: float, step: Step) -> None:
        if last != [step]:
            last[:] = [step]
            out.print(f"{ms / 1000:6.1f} / {total_ms / 1000:.0f} s emulated   {step.now}")

    return line
