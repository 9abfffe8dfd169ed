"""Runs steps, each only when what it depends on has changed, each whole or not at all."""

import fcntl
import hashlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tools import ROOT
from tools.setup_steps.failure import Failure, explain

STAMPS = ROOT / ".venv" / "stamps"
LOCK = ROOT / "build" / "setup.lock"
INTERRUPTED = 130  # what a shell gives for Ctrl-C


@dataclass(frozen=True)
class Step:
    """One thing to have. It is stale when repr(inputs()) changed or what make() gave is gone.

    make() gets a function that shows one line and returns the path of its product; it must bear
    being stopped anywhere and run again.
    """

    name: str
    inputs: Callable[[], object]
    make: Callable[[Callable[[str], None]], Path]

    def stamp(self, stamps: Path) -> Path:
        """The file that says the step is done: digest of the inputs, path of the product."""
        return stamps / self.name.replace(" ", "-")

    def digest(self) -> str:
        """SHA-256 of the inputs."""
        return hashlib.sha256(repr(self.inputs()).encode()).hexdigest()

    def is_done(self, stamps: Path) -> bool:
        """True when there is nothing to do."""
        try:
            digest, product = self.stamp(stamps).read_text().splitlines()
        except (OSError, ValueError):
            return False
        return digest == self.digest() and Path(product).exists()

    def do(self, stamps: Path, say: Callable[[str], None]) -> None:
        """Make the product, then stamp it, in this order."""
        self.stamp(stamps).unlink(missing_ok=True)
        product = self.make(say)
        stamps.mkdir(parents=True, exist_ok=True)
        part = self.stamp(stamps).with_suffix(".part")
        part.write_text(f"{self.digest()}\n{product}\n")
        part.rename(self.stamp(stamps))


class Display:
    """One line for each step; on a terminal the seconds count while it runs."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._live = out.isatty()

    def say(self, text: str) -> None:
        """Show one line."""
        self._out.write(("\r\033[K" if self._live else "") + text + "\n")
        self._out.flush()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show the title and, at the end, how long it took."""
        began = time.monotonic()
        done = threading.Event()
        ticker = threading.Thread(target=self._count, args=(title, began, done), daemon=True)
        ticker.start()
        try:
            yield
        finally:
            done.set()
            ticker.join()
        self.say(f"{title}  {time.monotonic() - began:.1f} s")

    def _count(self, title: str, began: float, done: threading.Event) -> None:
        while self._live and not done.is_set():
            self._out.write(f"\r{title} ... {time.monotonic() - began:.0f} s ")
            self._out.flush()
            done.wait(0.5)


@contextmanager
def _alone(lock: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock: two `make` at once must not build the same environment."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("set-up: another one is running, waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run(
    steps: Sequence[Step], stamps: Path = STAMPS, lock: Path = LOCK, out: TextIO = sys.stdout
) -> int:
    """Do what is not done. Exit code: 0, 1 after one line of what is wrong, 130 on Ctrl-C."""
    display = Display(out)
    name = "set-up"
    try:
        if all(step.is_done(stamps) for step in steps):
            return 0
        with _alone(lock, display.say):
            for number, step in enumerate(steps, 1):
                name = f"set-up [{number}/{len(steps)}] {step.name}"
                if not step.is_done(stamps):
                    with display.step(name):
                        step.do(stamps, display.say)
    except KeyboardInterrupt:
        display.say(f"{name}: stopped. The same command goes on from here.")
        return INTERRUPTED
    except (Failure, OSError) as error:
        display.say(f"{name}: {explain(error)}")
        return 1
    return 0
