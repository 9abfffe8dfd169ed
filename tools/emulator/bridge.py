"""The emulated chip's USB console as a serial port of this machine, for programs such as mpremote.

The chip stands still until the program's first byte, so that nothing depends on how long the
program takes to start; then it runs no faster than the wall clock, as a board would.
"""

import os
import pty
import select
import subprocess
import sys
import tempfile
import time
import tty
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tools.emulator.chip import Chip

_SLICE_MS = 0.5
_LEAD_MS = 20.0  # emulated time may be ahead of the wall clock's
_TIMEOUT_S = 120.0
Command = Callable[[str], Sequence[str | Path]]


class Rig(Protocol):
    """What has a chip and lets its time pass."""

    chip: Chip

    def run(self, ms: float) -> None: ...


@dataclass(frozen=True)
class Done:
    """How the program ended, all that it printed, and when its first byte arrived (chip's ms)."""

    status: int
    printed: str
    first_ms: float


class Bridge:
    """A pseudo-terminal, `path`, in front of a chip's console; use it as a context manager.

    keep: so many bytes wait for them to be read; older ones are lost.
    """

    def __init__(self, rig: Rig, keep: int = 1 << 20) -> None:
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self.path = os.ttyname(self._theirs)
        self._keep = keep
        self._unread = bytearray()
        self.first_ms = -1.0  # what is printed before is not for them
        self.attach(rig)

    def __enter__(self) -> "Bridge":
        return self

    def __exit__(self, *_error: object) -> None:
        self._rig.chip.on_output.remove(self._printed)
        os.close(self._ours)
        os.close(self._theirs)

    def _read(self, wait_s: float) -> bytes:
        ready, _, _ = select.select([self._ours], [], [], wait_s)
        return os.read(self._ours, 4096) if ready else b""

    def attach(self, rig: Rig) -> None:
        """This chip is behind the port from now on: the old one was switched off."""
        self._rig = rig
        rig.chip.on_output.append(self._printed)

    def _printed(self, data: bytes) -> None:
        if self.first_ms >= 0:
            self._unread += data
            del self._unread[: -self._keep]

    def _listen(self, wait_s: float) -> None:
        """Pass on what they sent."""
        data = self._read(wait_s)
        if data and self.first_ms < 0:
            self.first_ms = self._rig.chip.ms
            self._begun_s = time.monotonic()
        if data:
            self._rig.chip.send(data)

    def _tell(self) -> None:
        """Pass on what was printed."""
        try:
            if self._unread:
                del self._unread[: os.write(self._ours, self._unread)]
        except BlockingIOError:
            return  # nobody reads: later

    def pump(self, wait_s: float = 0.0) -> None:
        """Pass on both ways; the time is someone else's business."""
        self._listen(wait_s)
        self._tell()

    def step(self) -> None:
        """Pass on what they sent, let a little time pass, pass on what was printed."""
        if self.first_ms < 0:
            self._listen(0.01)
            return
        ahead_ms = self._rig.chip.ms - self.first_ms - (time.monotonic() - self._begun_s) * 1e3
        self._listen(max(0.0, ahead_ms - _LEAD_MS) / 1e3)
        self._rig.run(_SLICE_MS)
        self._tell()


def ran(rig: Rig, command: Command, timeout_s: float = _TIMEOUT_S) -> Done:
    """Run command(path of the port) until it ends.

    subprocess.TimeoutExpired when it has not after timeout_s of wall time.
    """
    with Bridge(rig) as bridge, tempfile.TemporaryFile() as printed:
        told = list(map(str, command(bridge.path)))
        end_s = time.monotonic() + timeout_s
        program = subprocess.Popen(
            told, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT
        )
        try:
            while program.poll() is None:
                bridge.step()
                if time.monotonic() > end_s:
                    raise subprocess.TimeoutExpired(told, timeout_s)
        finally:
            program.kill()
            program.wait()
        printed.seek(0)
        return Done(program.returncode, printed.read().decode(), bridge.first_ms)


def mpremote(rig: Rig, *arguments: str | Path, timeout_s: float = _TIMEOUT_S) -> Done:
    """The real mpremote, connected to this chip."""
    program = (sys.executable, "-m", "mpremote", "connect")
    return ran(rig, lambda path: (*program, path, *arguments), timeout_s)
