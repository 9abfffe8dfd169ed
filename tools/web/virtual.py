"""The virtual device: the real image on an emulated chip, its UART as a link, and a bench.

One thread: the chip runs in slices of wall time, and whoever waits is served in between.
"""

import asyncio
from collections.abc import Callable

from tools.emulator.bridge import Bridge
from tools.emulator.pace import Pace
from tools.emulator.rig import EmulatedRig
from tools.web.bench import Bench

KEEP_MS = 10_000.0  # of the trace
CONSOLE_BYTES = 4096  # wait at the pty for somebody who reads


def _nobody(data: bytes) -> None:
    """Nobody listens."""


class Virtual:
    """A Link. `run()` lets its time pass; `pty` is the port of its USB console.

    idle: its time stands still until a program speaks at that port.
    """

    def __init__(self, rig: EmulatedRig, board: str = "pico", *, idle: bool = False) -> None:
        self.board = board
        self.bench = Bench(self)
        self.each: list[Callable[[], None]] = []  # called after each slice
        self._hear: Callable[[bytes], None] = _nobody
        self._said = bytearray()
        self._pace = Pace()
        self._idle = idle
        self._connect(rig)
        self._pty = Bridge(rig, CONSOLE_BYTES)

    def _connect(self, rig: EmulatedRig) -> None:
        self.rig = rig
        rig.uart.listeners.append(self._said.append)
        self._forget_ms = rig.now_ms + KEEP_MS
        self._pace.begin(rig.now_ms)

    @property
    def pty(self) -> str:
        """Its path."""
        return self._pty.path

    @property
    def factor(self) -> float:
        """Emulated over wall time of the last second."""
        return self._pace.factor

    # ---- a link

    def open(self, hear: Callable[[bytes], None], _gone: Callable[[str], None]) -> None:
        """What the UART says from now on."""
        self._said.clear()
        self._hear = hear

    def write(self, data: bytes) -> None:
        """To the UART, at the wire's rate."""
        self.rig.uart.send(data)

    def waits(self) -> int:
        """Bytes on the wire."""
        return len(self.rig.uart)

    def close(self) -> None:
        """Nobody listens any more."""
        self._hear = _nobody

    # ---- time

    def power(self) -> None:
        """Off and on: the same flash and world, nothing broken; its time begins anew."""
        old = self.rig
        rig = EmulatedRig(self.board, old.front.skin, flash=old.chip.snapshot())
        if old.front.vbus:
            rig.usb(True)
        rig.front.battery_mv, rig.front.hum_mv = old.front.battery_mv, old.front.hum_mv
        self._connect(rig)
        self._pty.attach(rig)

    async def run(self) -> None:
        """Until it is cancelled; then the port is gone."""
        with self._pty:
            self._pace.begin(self.rig.now_ms)
            while True:
                await asyncio.sleep(self._slice())

    def _slice(self) -> float:
        """One slice; the time to wait after it, s."""
        self._pty.pump()
        if self._idle and self._pty.first_ms < 0:
            self._pace.begin(self.rig.now_ms)
            wait_s = 0.01
        else:
            wait_s = self._pace.run(self.rig)
        if self._said:
            said = bytes(self._said)
            self._said.clear()
            self._hear(said)
        for call in self.each:
            call()
        if self.rig.now_ms > self._forget_ms:
            self.rig.forget(self.rig.now_ms - KEEP_MS)
            self._forget_ms = self.rig.now_ms + KEEP_MS / 2
        return wait_s
