"""What one sees while a tool works: a bar on a terminal, plain lines elsewhere (CI)."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

PLAIN_WIDTH = 150
Told = Callable[[float, str], None]  # (emulated ms so far, what happens now)


def console() -> Console:
    """A console as wide as the terminal; wide enough for the tables where there is none."""
    return Console() if _live() else Console(width=PLAIN_WIDTH, force_terminal=False)


def _live() -> bool:
    return sys.stdout.isatty() and not os.environ.get("CI")


@contextmanager
def shown(out: Console, total_ms: float) -> Iterator[Told]:
    """Gives what is to be called after every slice of emulated time."""
    if _live():
        with _bar(out) as bar:
            task = bar.add_task("", total=total_ms / 1000)
            yield lambda ms, now: bar.update(task, completed=ms / 1000, description=now)
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


def _lines(out: Console, total_ms: float) -> Told:
    last = ""

    def line(ms: float, now: str) -> None:
        nonlocal last
        if now != last:
            last = now
            out.print(f"{ms / 1000:6.1f} / {total_ms / 1000:.0f} s emulated   {now}")

    return line
