"""The rig on fakes: the real hal and application under CPython, virtual time, AFE + skin model.

Same interface as tools.emulator.rig: a scenario cannot tell which of the two it drives.
"""

import asyncio
import importlib
import select
import selectors
import shutil
import sys
import tempfile
import time
import weakref
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from galva.core.board import Board
from galva.core.chips import BUTTONS
from tools import ROOT
from tools.builds import commission
from tools.rigs import Heard
from tools.sim import oled
from tools.sim.front_end import FrontEnd
from tools.sim.skin import Skin

FAKES = Path(__file__).parent / "fakes"
FAKES_ESP32 = Path(__file__).parent / "fakes_esp32"
ADC = ("adc_i", "adc_vb", "adc_vt", "adc_battery")
BYTE_MS = 10 / 115.2  # of UART
BOUNCE_MS = (0.0, 0.3, 0.5, 1.1, 1.2)  # closed, open, closed, open, closed


class _VirtualSelector(selectors.SelectSelector):
    """Waiting for input is where the event loop spends time: here it spends virtual time."""

    def __init__(self, advance: Callable[[int], None]) -> None:
        super().__init__()
        self._advance = advance

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout:
            self._advance(max(1, round(timeout * 1e6)))
        return []  # there is no other input


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, world: Any) -> None:
        super().__init__(_VirtualSelector(world.advance))
        self._world = world

    def time(self) -> float:
        return float(self._world.now_us) / 1e6


class _Poll:
    """select.poll for what is no file: a fake with a `poll` of its own."""

    def __init__(self) -> None:
        self._streams: list[Any] = []

    def register(self, stream: Any, _events: int) -> None:
        self._streams.append(stream)

    def poll(self, _timeout_ms: int) -> list[Any]:
        for stream in self._streams:
            if hasattr(stream, "poll"):
                stream.poll()
        return self._streams


def _forget(patch: pytest.MonkeyPatch) -> None:
    """Drop the modules that hold the other chip's `machine`."""
    import galva

    for name in list(sys.modules):
        if name in ("machine", "rp2", "registers", "dog") or name.startswith("galva.hal"):
            patch.delitem(sys.modules, name)
    patch.delattr(galva, "hal", raising=False)


def install(patch: pytest.MonkeyPatch, chip: str = "rp2040") -> Any:
    """Put the fakes on the path and MicroPython's names into time and asyncio; a fresh world."""
    folders = [FAKES] if chip.startswith("rp2") else [FAKES, FAKES_ESP32]
    for folder in folders:
        if str(folder) not in sys.path:
            patch.syspath_prepend(str(folder))
    loaded, panel = sys.modules.get("machine"), sys.modules.get("galva.hal.panel")
    torn = loaded and panel and panel.Pin is not loaded.Pin  # by the end of an earlier test
    if torn or (loaded and Path(str(loaded.__file__)).parent != folders[-1]):
        _forget(patch)
    world = importlib.import_module("world").reset()  # a file of FAKES
    world.chip = chip
    for name, same in (("umachine", "machine"), ("uos", "os")):  # no file can stand for these
        patch.setitem(sys.modules, name, importlib.import_module(same))
    half = 1 << 29  # ticks wrap at 2**30
    names = {
        "ticks_us": lambda: (world.now_us + 1000 * world.epoch_ms) % (1 << 30),
        "ticks_ms": lambda: (world.now_us // 1000 + world.epoch_ms) % (1 << 30),
        "sleep_ms": lambda ms: world.advance(1000 * ms),
        "ticks_diff": lambda a, b: (a - b + half) % (1 << 30) - half,
    }
    if len(folders) > 1:
        bench = importlib.import_module("esp32_bench").bench
        bench.reset(chip)
        names["sleep_us"] = bench.spend
        patch.setattr(select, "poll", _Poll)
    for name, function in names.items():
        patch.setattr(time, name, function, raising=False)
    patch.setattr(asyncio, "sleep_ms", lambda ms: asyncio.sleep(ms / 1000), raising=False)
    return world


@cache
def commissioned(front_end: str = "A") -> dict[str, bytes]:
    """What a device has that is ready for use: a calibration, and its warnings were read."""
    return {
        commission.FILE: commission.record_line(commission.nominal(front_end)),
        commission.READ_FILE: commission.read_line(),
    }


def kinds() -> list[str]:
    """One board of each kind: those that differ in name alone run the same code."""
    found: dict[str, str] = {}
    for name in sorted(path.stem for path in (ROOT / "boards").glob("*.py")):
        one = _board(name)
        found.setdefault(f"{one.chip} {one.front_end} {sorted(one.pins.gpio.items())}", name)
    return list(found.values())


def _board(board: str | Board) -> Any:
    return importlib.import_module("boards." + board).BOARD if isinstance(board, str) else board


def _folder(files: dict[str, bytes], owner: object) -> Path:
    """A folder that holds these files for as long as its owner lives."""
    folder = Path(tempfile.mkdtemp(prefix="galva-"))
    weakref.finalize(owner, shutil.rmtree, folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


class FakeRig:
    """A device on the bench. `front` is what its outputs reached; see tools.emulator.rig."""

    kind = "fakes"

    def __init__(
        self,
        patch: pytest.MonkeyPatch,
        board: str | Board = "pico",
        skin: str = "open",
        files: dict[str, bytes] | None = None,
        before: "FakeRig | None" = None,
        *,
        noise: bool = True,
        epoch_ms: int = 0,
    ) -> None:
        """board: its module's name, or one made for a test.

        files: name -> content in the device's folder; None: a calibration record alone.

        before: the device that the watchdog has reset, whose files this one has if not given.

        noise: of the ADC; epoch_ms: what the chip's clock counts at power-on.
        """
        definition = _board(board)
        if files is None:
            files = before.files() if before else commissioned(definition.front_end)
        self.folder = _folder(files, self)
        mark = int(before.world.watchdog[0x0C]) if before else 0  # that world is made anew
        self.world: Any = install(patch, definition.chip)
        self.world.epoch_ms = epoch_ms
        if before:
            self.world.watchdog = {0x08: 1, 0x0C: mark}
            self.world.reset_cause = 3
        stream = definition.chip.startswith("rp2")  # a guard a sample, or the tick alone
        self.period_ms = 100 if stream else 140  # of LIFT, at most
        self.lift_off_ms = 2 if stream else 7
        self.front = FrontEnd(skin, noise=noise, front_end=definition.front_end)
        self.screen = oled.Oled()
        self._heard = Heard()
        self.statuses, self.answers = self._heard.statuses, self._heard.answers
        self.console = ""
        self._typed = bytearray()  # of the host on USB, not yet read
        self._uart_part = b""
        self.tones: list[tuple[float, float]] = []  # (us, Hz): onset of each
        self._hz = 0
        self._wire(definition)
        self._patch_usb(patch)
        self.loop = _VirtualLoop(self.world)
        self.device: Any = self._build()
        self.app = self.loop.create_task(self._run())

    async def _run(self) -> None:
        """From the first turn of the loop on: a test may hold a button down before it."""
        await self._main(self.device)

    def _wire(self, definition: Any) -> None:
        from galva import app, hal
        from galva.hal.link import UsbLink

        self.pins = definition.pins
        self._build: Callable[[], Any] = lambda: hal.build(definition, f"{self.folder}/")
        self._main = app.main
        self._usb_class = UsbLink
        traced = ("pa", "pb", "run", "hv_en", "alive", "cs")
        roles = {self.pins.gpio[r]: r for r in traced if r in self.pins.gpio}
        world, front = self.world, self.front

        def on_pin(t_us: int, gpio: int, level: int) -> None:
            if gpio in roles:
                front.pin(t_us, roles[gpio], level)

        world.on_pin = on_pin
        world.on_spi = front.spi
        world.on_uart = self._from_uart
        world.on_pwm = self._pwm
        if definition.chip.startswith("rp2"):
            adc = {getattr(self.pins, r): r for r in ADC}
            world.read_adc = lambda t_us, gpio: front.adc(t_us, adc[gpio])
        else:
            world.read_adc = lambda t_us, channel: front.adc(t_us, ADC[channel])
            self._wire_esp32(definition)
        world.inputs[self.pins.vbus] = 0
        self.plug_screen("sda" in self.pins.gpio)

    def _pwm(self, t_us: int, gpio: int, hz: int) -> None:
        if gpio == self.pins.buzzer:
            if hz and hz != self._hz:
                self.tones.append((t_us, hz))
            self._hz = hz

    def _wire_esp32(self, definition: Any) -> None:
        """The MCP3204's /CS, and the buttons' resistors where the pins have none."""
        pins, world = self.pins, self.world
        self.bench = importlib.import_module("esp32_bench").bench
        self.bench.adc_cs = pins.adc_cs
        self.bench.pulled_up = tuple(pins.gpio[role] for role in BUTTONS if role in pins.gpio)
        front_pin = world.on_pin

        def on_pin(t_us: int, gpio: int, level: int) -> None:
            if gpio == pins.adc_cs and self.bench.adc:
                self.bench.adc.select()
            front_pin(t_us, gpio, level)

        world.on_pin = on_pin

    def _patch_usb(self, patch: pytest.MonkeyPatch) -> None:
        """USB's end of the link is this rig."""

        def read(_self: object) -> bytes:
            data = bytes(self._typed[:16])
            del self._typed[:16]
            return data

        def line(_self: object, text: str) -> bool:
            self.console += text + "\n"
            self._heard.line(self.now_ms, "usb", text)
            return True

        patch.setattr(self._usb_class, "__init__", lambda _self: None)
        patch.setattr(self._usb_class, "read", read)
        patch.setattr(self._usb_class, "line", line)

    def _from_uart(self, data: bytes) -> None:
        *lines, self._uart_part = (self._uart_part + data).split(b"\n")
        for text in lines:
            self._heard.line(self.now_ms, "uart", text.decode())

    def send(self, data: bytes, link: str = "usb") -> None:
        """A host says this; on UART it takes its time on the wire."""
        if link == "usb":
            self._typed += data
            return
        for k in range(0, len(data), 8):
            part = data[k : k + 8]
            self.at((k + len(part)) * BYTE_MS, partial(self.world.uart.arrive, part))

    # ---- time

    @property
    def now_ms(self) -> float:
        return float(self.world.now_us) / 1000

    def run(self, ms: float) -> None:
        """Let emulated time pass. What the application raised is raised here."""
        self.loop.run_until_complete(asyncio.wait({self.app}, timeout=ms / 1000))
        self.front.advance(self.world.now_us)
        if self.app.done():
            self.app.result()

    @property
    def parts(self) -> Any:
        """What the application's loop holds, by name, once it serves."""
        serving: Any = self.app.get_coro().cr_await  # type: ignore[union-attr]
        return serving.cr_frame.f_locals

    def part(self, kind: type) -> Any:
        """The application's own part of this class, once it serves."""
        return next(part for part in self.parts["parts"] if isinstance(part, kind))

    def forget(self, before_ms: float) -> None:
        """Drop what was said, and the trace before that time."""
        self.front.trace.forget(before_ms * 1e3)
        self.console = ""
        del self.statuses[:-1]
        for told in (*self.answers.values(), self.tones, self.world.timeline):
            told.clear()
        del self.world.pixels[:-1]

    def at(self, delay_ms: float, call: Callable[[], None]) -> None:
        """Call back after delay_ms of emulated time."""
        self.world.at(self.world.now_us + round(delay_ms * 1000), call)

    def files(self) -> dict[str, bytes]:
        """What is in the device's folder."""
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}

    # ---- the user

    def _contact(self, name: str, closed: bool) -> None:
        gpio = getattr(self.pins, name.lower())
        for k, ms in enumerate(BOUNCE_MS):
            level = 0 if (k % 2 == 0) == closed else 1
            self.at(ms, partial(self.world.inputs.__setitem__, gpio, level))

    def hold(self, name: str) -> None:
        """Put a finger on START, MODE, PLUS, ..., a role of the board; the contact bounces."""
        self._contact(name, True)

    def release(self, name: str) -> None:
        """Take it off."""
        self._contact(name, False)

    def press(self, name: str, hold_ms: float = 120) -> None:
        """Hold for hold_ms, release, and let the release be seen."""
        self.hold(name)
        self.run(hold_ms)
        self.release(name)
        self.run(100)

    def touch(self, skin: "str | Skin") -> None:
        """Put the electrodes on this skin."""
        self.front.touch(self.world.now_us, skin)

    def lift(self) -> None:
        """Take them off."""
        self.touch("open")

    def usb(self, present: bool) -> None:
        """USB power on or off."""
        self.world.inputs[self.pins.vbus] = int(present)
        self.front.usb(self.world.now_us, present)

    def plug_screen(self, present: bool) -> None:
        """Plug the screen in, which powers it up, or pull it out."""
        self.world.i2c = {oled.ADDRESS: self.screen} if present else {}
        self.screen.power_on()

    def hold_i2c(self, held: bool) -> None:
        """A line of the screen's bus is stuck low, or not."""
        self.world.i2c_held = held

    # ---- what the device shows

    @property
    def status(self) -> dict[str, Any]:
        return self.statuses[-1][1] if self.statuses else {}

    @property
    def light(self) -> tuple[float, float, float]:
        if "ws2812" in self.pins.gpio:
            _t_us, _gpio, *rgb = self.world.pixels[-1]
            return rgb[0] / 255, rgb[1] / 255, rgb[2] / 255
        red, green, blue = (
            self.world.pwm[getattr(self.pins, c)] for c in ("red", "green", "blue")
        )
        return red[1] / 65535, green[1] / 65535, blue[1] / 65535

    @property
    def tone_hz(self) -> float:
        hz, duty = self.world.pwm[self.pins.buzzer]
        return float(hz) if duty else 0.0

    def close(self) -> None:
        """End the application; its `finally` switches the device off."""
        self.app.cancel()
        self.loop.run_until_complete(asyncio.wait({self.app}, timeout=1))
        self.loop.close()
