"""What the tick measures, USB power, and the time between two looks.

The monitors are on an MCP3204: the chip's own converter is blind below 150 mV, 34 uA at I.
"""

from array import array
from time import sleep_us, ticks_diff, ticks_us

from galva.core import faults
from galva.core.player import SAMPLE_MS
from machine import SPI, Pin
from mcp3204 import MCP3204

from .output import LOST

SETTLE_US = 150  # after an edge, until the dividers' 1.65 MOhm follow (hardware.md section 4)
_SPI_HZ = 1_000_000  # the most at 2.7 V (DS21298, table 1-1)
_I, _VB, _VT, _BATTERY = range(4)  # channels
_BATTERY_MV_Q10 = 3 * 3300 * 1024 // 4096  # 200k and 100k
_BATTERY_TICKS = 16  # it moves slowly, and a reading takes 60 us
_SUM = 0xFFFFFFF  # 28 bits


class TickSense:
    """Port Sense. The sums count every sample that was played, at the nearest measurement."""

    sample_ms = SAMPLE_MS

    def __init__(self, pins: "Pins", output: "DmaOutput") -> None:
        bus = SPI(
            2,
            baudrate=_SPI_HZ,
            sck=Pin(pins.adc_sck),
            mosi=Pin(pins.adc_mosi),
            miso=Pin(pins.adc_miso),
        )
        self._read = MCP3204(bus, Pin(pins.adc_cs, Pin.OUT, value=1)).read
        self._vbus = Pin(pins.vbus, Pin.IN)
        self._output = output
        self._stream = output.stream
        self._last_us = ticks_us()
        self.usb = False
        self._ticks = 0
        self.i = self.vb = self.vt = 0
        self.bridge = self.span = self.half = 0
        self._driven_i = self._driven_vb = self._driven_vt = 0
        self.plus = array("i", [0] * 4)
        self.minus = array("i", [0] * 4)
        self.sample()

    def sample(self) -> None:
        """Feed, measure, judge: ints as the port says. Allocates nothing; about 1 ms."""
        now_us = ticks_us()
        self.lap_us = ticks_diff(now_us, self._last_us)
        self._last_us = now_us
        self.usb = self._vbus() == 1
        output = self._output
        output.begin()
        if self._measure():
            output.watch(self.i, self.vb, self.vt)
        if not self._ticks:
            self.battery_mv = self._read(_BATTERY) * _BATTERY_MV_Q10 >> 10
            self._ticks = _BATTERY_TICKS
        self._ticks -= 1
        self._sum()
        self.lost = output.trip == LOST
        self.fault = faults.OF_STOP[output.trip]

    def _measure(self) -> bool:
        """All three while one and the same sample plays; False when that did not succeed."""
        stream = self._stream
        read = self._read
        for _ in range(3):
            sleep_us(SETTLE_US)
            i = read(_I)
            vb = read(_VB)
            vt = read(_VT)
            if not self._output.feeding or not stream.fill():
                break
        else:
            return False
        self.i = i
        self.vb = vb
        self.vt = vt
        self.bridge = self._output.bridge.state
        self.span = stream.span
        self.half = stream.half
        if stream.driven:
            self._driven_i = i
            self._driven_vb = vb
            self._driven_vt = vt
        return True

    def _sum(self) -> None:
        stream = self._stream
        n = stream.plus_ended
        if n:
            stream.plus_ended = 0
            self._add(self.plus, n)
        n = stream.minus_ended
        if n:
            stream.minus_ended = 0
            self._add(self.minus, n)

    def _add(self, sums: "array[int]", n: int) -> None:
        sums[0] = (sums[0] + n) & _SUM
        sums[1] = (sums[1] + n * self._driven_i) & _SUM
        sums[2] = (sums[2] + n * self._driven_vb) & _SUM
        sums[3] = (sums[3] + n * self._driven_vt) & _SUM


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins

    from .output import DmaOutput
