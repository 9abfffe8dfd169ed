"""The whole device on the emulated chip: real image, real firmware, AFE + skin model outside.

The fakes have the same interface (host_tests/fake_rig.py): a scenario runs on either.
"""

import os
import pickle
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from tools import boards, image
from tools.emulator import disk
from tools.emulator.chip import Chip
from tools.emulator.parts import Button, PwmMeter
from tools.emulator.wire import UartWire
from tools.rigs import Heard
from tools.sim import oled
from tools.sim.front_end import FrontEnd
from tools.sim.skin import Skin

_TRACED = ("pa", "pb", "run", "hv_en", "alive", "cs")
_ADC_NS = 2000  # a conversion: 96 clocks of 48 MHz
T = TypeVar("T")


class EmulatedRig:
    """A powered device. `front` is what its outputs reached, `chip` the microcontroller.

    `uart` is the host's end of UART0: its listeners hear each byte as it comes.
    """

    kind = "chip"
    lift_off_ms = 2  # until RUN is low
    period_ms = 100  # of LIFT

    def __init__(
        self,
        board: str = "pico",
        skin: Skin | str = "open",
        files: dict[str, bytes] | None = None,
        flash: bytes | None = None,
    ) -> None:
        """files: a changed {path: content}, to see what broken firmware does; flash: of a chip
        that was switched off (Chip.snapshot), instead.
        """
        data = boards.data(board)
        self.pins = data.pins
        self.front = FrontEnd(skin, front_end=data.front_end)
        if flash is None:
            flash_files = disk.littlefs(files if files is not None else image.files(board))
            self.chip = Chip(flash_files)
        else:
            self.chip = Chip(flash=flash)
        self._heard = Heard()
        self.statuses, self.answers = self._heard.statuses, self._heard.answers
        self._parsed = 0
        self._uart_said = bytearray()
        self._mosi = 0
        self._wire()

    def _wire(self) -> None:
        chip, front, pins = self.chip, self.front, self.pins
        self._traced = [role for role in _TRACED if role in pins.gpio]
        for role in self._traced:
            chip.watch(pins.gpio[role], partial(self._pin, role))
        chip.watch(pins.mosi, self._data)
        chip.watch(pins.sck, self._clock)
        chip.spi_buses[0].on_word = lambda t_ns, word, bits: front.spi_word(t_ns / 1e3, word, bits)
        self.uart = UartWire(chip)
        self.uart.listeners.append(self._uart_said.append)
        chip.on_reset.append(self._float_pins)
        self._wire_adc()
        chip.pull(pins.vbus, 0)
        names = ("START", "MODE", "PLUS", "MINUS")
        self._buttons = {name: Button(chip, getattr(pins, name.lower())) for name in names}
        self._lights = [PwmMeter(chip, gpio) for gpio in (pins.red, pins.green, pins.blue)]
        self._buzzer = PwmMeter(chip, pins.buzzer)
        self.screen = oled.Oled()
        self._bus = chip.i2c_buses[pins.sda // 2 % 2]
        self.plug_screen(True)

    def _wire_adc(self) -> None:
        adc, front, pins = self.chip.mcu.adc, self.front, self.pins
        named = ("adc_i", "adc_vb", "adc_vt", "adc_battery")
        roles = {getattr(pins, name) - 26: name for name in named}
        channel = 0

        def done() -> None:
            role = roles.get(channel)
            counts = front.adc(self.chip.clock.nanos / 1e3, role) if role else 0
            adc.complete_adc_read(counts, False)

        alarm = self.chip.clock.create_alarm(done)

        def read(which: int) -> None:
            nonlocal channel
            channel = which
            alarm.schedule(_ADC_NS)

        adc.on_adc_read = read

    def _pin(self, role: str, t_us: float, level: int | None) -> None:
        self.front.pin(t_us, role, level)

    def _data(self, _t_us: float, level: int | None) -> None:
        self._mosi = level or 0

    def _clock(self, t_us: float, level: int | None) -> None:
        """The state machine shifts on the pins; the SPI block, which does not, has on_word."""
        if level:
            self.front.spi_word(t_us, self._mosi, 1)

    def _float_pins(self) -> None:
        """A reset lets go of every pin; the emulator's listeners do not hear of it."""
        for role in self._traced:
            self.front.pin(self.now_ms * 1e3, role, None)

    # ---- time

    @property
    def now_ms(self) -> float:
        """Emulated time since power-on."""
        return self.chip.ms

    def run(self, ms: float) -> None:
        """Let emulated time pass, and read what it says."""
        self.elapse(ms)
        self._parse()

    def elapse(self, ms: float) -> None:
        """Let emulated time pass; nobody reads."""
        self.chip.run(ms)
        self.front.advance(self.now_ms * 1e3)

    def forget(self, before_ms: float) -> None:
        """Drop what was said, read or not, and the trace before that time."""
        self.front.trace.forget(before_ms * 1e3)
        self.chip.forget_output()
        self._parsed = 0
        self._uart_said.clear()
        del self.statuses[:-1]
        for told in self.answers.values():
            told.clear()
        for meter in (self._buzzer, *self._lights):
            meter.onsets.clear()

    def at(self, delay_ms: float, call: Callable[[], None]) -> None:
        """Call back after delay_ms of emulated time."""
        self.chip.at(delay_ms, call)

    def _parse(self) -> None:
        end = self.chip.output.rfind(b"\n") + 1
        for line in bytes(self.chip.output[self._parsed : end]).splitlines():
            self._heard.line(self.now_ms, "usb", line.decode(errors="replace"))
        self._parsed = max(self._parsed, end)
        end = self._uart_said.rfind(b"\n") + 1
        for line in bytes(self._uart_said[:end]).splitlines():
            self._heard.line(self.now_ms, "uart", line.decode(errors="replace"))
        del self._uart_said[:end]

    def send(self, data: bytes, link: str = "usb") -> None:
        """A host says this; on UART it takes its time on the wire."""
        if link == "usb":
            self.chip.send(data)
        else:
            self.uart.send(data)

    # ---- the user

    def hold(self, name: str) -> None:
        """Put a finger on START, MODE, PLUS or MINUS; the contact bounces."""
        self._buttons[name].move(closed=True)

    def release(self, name: str) -> None:
        """Take it off."""
        self._buttons[name].move(closed=False)

    def press(self, name: str, hold_ms: float = 120) -> None:
        """Hold for hold_ms, release, and let the release be seen."""
        self.hold(name)
        self.run(hold_ms)
        self.release(name)
        self.run(100)

    def touch(self, skin: Skin | str) -> None:
        """Put the electrodes on this skin."""
        self.front.touch(self.now_ms * 1e3, skin)

    def lift(self) -> None:
        """Take them off."""
        self.touch("open")

    def usb(self, present: bool) -> None:
        """USB power on or off; the console stays, as on an isolated link."""
        self.chip.pull(self.pins.vbus, int(present))
        self.front.usb(self.now_ms * 1e3, present)

    def plug_screen(self, present: bool) -> None:
        """Plug the screen in, which powers it up, or pull it out."""
        self._bus.devices = {oled.ADDRESS: self.screen} if present else {}
        self.screen.power_on()

    def hold_i2c(self, held: bool) -> None:
        """A line of the screen's bus is stuck low, or not."""
        self._bus.hold(held)

    # ---- what the device shows

    @property
    def console(self) -> str:
        """Everything it printed."""
        return self.chip.output.decode(errors="replace")

    @property
    def status(self) -> dict[str, Any]:
        """The last status line."""
        return self.statuses[-1][1] if self.statuses else {}

    @property
    def light(self) -> tuple[float, float, float]:
        """Duty of red, green, blue over the last 20 ms."""
        red, green, blue = (meter.measure()[1] for meter in self._lights)
        return red, green, blue

    @property
    def tones(self) -> list[tuple[float, float]]:
        """(us, Hz): onset of each tone so far."""
        return self._buzzer.onsets

    @property
    def tone_hz(self) -> float:
        """What the buzzer plays, 0 = silent."""
        return self._buzzer.measure()[0]

    def close(self) -> None:
        """Nothing to let go of: the chip is memory."""


def forked(call: Callable[[], T]) -> T:
    """call() in a forked child: whatever it does to a rig is forgotten here.

    Returns what call returned; an exception of the child is raised here as RuntimeError with the
    child's traceback. The chip's state cannot be pickled or copied, but a process can be.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer: tuple[bool, Any] = True, call()
        except BaseException:
            answer = False, traceback.format_exc()
        with os.fdopen(write_end, "wb") as file:
            pickle.dump(answer, file)
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        data = file.read()
    os.waitpid(child, 0)
    if not data:
        raise RuntimeError("the forked run died without an answer")
    well, value = pickle.loads(data)
    if not well:
        raise RuntimeError(value)
    return value  # type: ignore[no-any-return]
