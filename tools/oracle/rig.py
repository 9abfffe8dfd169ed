"""The same firmware, front end and person around either emulator."""

import json
from functools import partial

from tools import boards, image
from tools.emulator import disk
from tools.emulator.chip import Chip
from tools.emulator.parts import Button
from tools.oracle.js_chip import JsChip
from tools.oracle.recorder import Recorder, Sample
from tools.sim.front_end import FrontEnd

BOARD = "pico"
PY, JS = EMULATORS = ("rp2040py", "rp2040js")
_FRONT = ("pa", "pb", "run", "hv_en", "alive", "cs")
_TOLD = (*_FRONT, "sck", "mosi")
_CHANNELS = ("adc_i", "adc_vb", "adc_vt", "adc_battery")
_ADC_NS = 2000.0  # a conversion: 96 clocks of 48 MHz
BUTTONS = ("START", "MODE", "PLUS", "MINUS")


class OracleRig:
    """A powered device without a screen; use it as a context manager.

    emulator: one of EMULATORS; files: {path: content}, else those of a deployed device.
    `samples` are what the DAC and the bridge were told; `front` is the model that answers.
    """

    def __init__(
        self, emulator: str, skin: str = "open", files: dict[str, bytes] | None = None
    ) -> None:
        self.emulator = emulator
        self.pins = boards.data(BOARD).pins
        self.front = FrontEnd(skin, noise=False)
        self._recorder = Recorder()
        self._mosi = 0
        self._read = 0
        content = disk.littlefs(image.files(BOARD) if files is None else files)
        self.chip = Chip(content)
        if emulator == JS:
            gpios = [self.pins.gpio[role] for role in _TOLD]
            self.chip = JsChip(self.chip.snapshot(), gpios)
        self._wire()

    def __enter__(self) -> "OracleRig":
        return self

    def __exit__(self, *_error: object) -> None:
        if isinstance(self.chip, JsChip):
            self.chip.close()

    def _wire(self) -> None:
        chip, pins = self.chip, self.pins
        for role in _FRONT:
            chip.watch(pins.gpio[role], partial(self._pin, role))
        chip.watch(pins.mosi, self._data)
        chip.watch(pins.sck, self._clock)
        self._channels = {pins.gpio[role] - 26: role for role in _CHANNELS}
        if isinstance(chip, JsChip):
            chip.convert = self._convert
        else:
            self._wire_adc()
        chip.pull(pins.vbus, 0)
        self._buttons = {name: Button(chip, pins.gpio[name.lower()]) for name in BUTTONS}

    def _wire_adc(self) -> None:
        adc, clock = self.chip.mcu.adc, self.chip.clock
        channel = 0

        def done() -> None:
            adc.complete_adc_read(self._convert(clock.nanos / 1e3, channel), False)

        alarm = clock.create_alarm(done)

        def read(which: int) -> None:
            nonlocal channel
            channel = which
            alarm.schedule(_ADC_NS)

        adc.on_adc_read = read

    def _convert(self, t_us: float, channel: int) -> int:
        role = self._channels.get(channel)
        return self.front.adc(t_us, role) if role else 0

    def _pin(self, role: str, t_us: float, level: int | None) -> None:
        self.front.pin(t_us, role, level)
        self._recorder.pin(t_us, role, level)

    def _data(self, _t_us: float, level: int | None) -> None:
        self._mosi = level or 0

    def _clock(self, t_us: float, level: int | None) -> None:
        if level:
            self.front.spi_word(t_us, self._mosi, 1)
            self._recorder.bit(self._mosi)

    @property
    def samples(self) -> list[Sample]:
        """So far."""
        return self._recorder.samples

    @property
    def shims(self) -> dict[str, str]:
        """What was mended in the emulator from outside: name and what upstream does."""
        return self.chip.shims if isinstance(self.chip, JsChip) else {}

    @property
    def now_ms(self) -> float:
        """Emulated time since power-on."""
        return self.chip.ms

    def run(self, ms: float) -> None:
        """Let emulated time pass."""
        self.chip.run(ms)
        self.front.advance(1e3 * self.now_ms)

    def new_states(self) -> list[str]:
        """The session's state in each status line since the last call."""
        end = self.chip.output.rfind(b"\n") + 1
        lines = bytes(self.chip.output[self._read : end]).splitlines()
        self._read = max(self._read, end)
        told = (json.loads(line) for line in lines if line.startswith(b"{"))
        return [record["state"] for record in told if "state" in record]

    def touch(self, skin: str) -> None:
        """Put the electrodes on this skin; "open" lifts them."""
        self.front.touch(1e3 * self.now_ms, skin)

    def hold(self, name: str) -> None:
        """Put a finger on START, MODE, PLUS or MINUS; the contact bounces."""
        self._buttons[name].move(closed=True)

    def release(self, name: str) -> None:
        """Take it off."""
        self._buttons[name].move(closed=False)
