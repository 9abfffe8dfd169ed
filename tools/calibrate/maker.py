"""The maker's side: eyes on the multimeter, hands on the keyboard and the device."""

import select
import sys
from pathlib import Path
from typing import Protocol

from rich.live import Live
from rich.table import Table

from tools.calibrate.readings import Reading
from tools.cli.out import console
from tools.problems import Failed


class Maker(Protocol):
    """Whoever stands at the bench; a simulated one reads a simulated meter."""

    def tell(self, text: str) -> None:
        """A line to read."""

    def watch(self, reading: Reading) -> bool:
        """The current flows: look at the meter. True: seen, the current may end."""

    def volts(self, question: str) -> str:
        """What is typed. Failed: nobody types any more."""

    def start(self) -> None:
        """Hold START on the device."""

    def switch(self) -> None:
        """Switch the device off and on."""

    def connect(self, resistor: bool) -> None:
        """The 10 kOhm and the meter at the jacks, or nothing there."""


class Keyboard:
    """A person at a terminal, or a file of readings on stdin, one a line."""

    def __init__(self) -> None:
        self._live: Live | None = None
        self._seen = 0

    def tell(self, text: str) -> None:
        """A line to read."""
        console.print(text)

    def watch(self, reading: Reading) -> bool:
        """Live, until Enter; from a file, some readings are enough."""
        self._seen += 1
        if not sys.stdin.isatty():
            return self._seen >= 4
        if not self._live:
            self._live = Live(console=console, transient=True)
            self._live.start()
        self._live.update(shown(reading))
        ready, _, _ = select.select([sys.stdin], [], [], 0)
        if ready:
            sys.stdin.readline()
        return bool(ready)

    def volts(self, question: str) -> str:
        """Ask, once the current has ended."""
        if self._live:
            self._live.stop()
        self._live = None
        self._seen = 0
        try:
            return input(question + " ").strip()
        except EOFError:
            print()
            ended = "stdin ended: what was typed is kept, run it again to go on"
            raise Failed(f"calibrate: {question} {ended}") from None

    def start(self) -> None:
        """Words are all that a program has."""
        console.print("hold START on the device for a second now (within 10 s)")

    def switch(self) -> None:
        """The same."""
        console.print("switch the device off and on, with nothing at the jacks")
        self.volts("then press Enter:")

    def connect(self, resistor: bool) -> None:
        """Words, and a key."""
        what = "the 10 kOhm and the meter to the jacks" if resistor else "everything off the jacks"
        self.volts(f"{what}, then press Enter:")


class MeterFile(Keyboard):
    """A simulated multimeter that writes its display into a file (galva sim --meter FILE)."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._shown = ""

    def watch(self, reading: Reading) -> bool:
        """Look at it, a little later than the current began."""
        self._seen += 1
        try:
            self._shown = self._path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Failed(f"{self._path}: {error.strerror}: give galva sim --meter FILE") from None
        return self._seen >= 4

    def volts(self, question: str) -> str:
        """What it showed."""
        self._seen = 0
        console.print(f"{question} {self._shown}")
        return self._shown


def shown(reading: Reading) -> Table:
    """What the maker sees while it flows."""
    i, vb, vt = reading.each()
    table = Table(title="read the multimeter now; Enter = read")
    for head in ("set µA", "I", "VB", "VT", "measured µA", "s left"):
        table.add_column(head, justify="right")
    table.add_row(
        f"{reading.set_ua:+d}",
        f"{i:.0f}",
        f"{vb:.0f}",
        f"{vt:.0f}",
        f"{reading.na / 1000:.1f}",
        f"{reading.left_ms / 1000:.0f}",
    )
    return table
