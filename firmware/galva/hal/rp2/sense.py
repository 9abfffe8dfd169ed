"""What the guard measured, USB power, and the time between two looks."""

from time import ticks_diff, ticks_us

from galva.core import faults
from galva.core.player import SAMPLE_MS
from machine import ADC, Pin

from . import guard as g

_BATTERY_MV_Q10 = 3 * 3300 * 1024 // 4096  # VSYS / 3 (Pico data sheet, 2.1)


class GuardSense:
    """Port Sense."""

    sample_ms = SAMPLE_MS

    def __init__(self, pins: "Pins", guard: "g.Guard") -> None:
        for gpio in (pins.adc_i, pins.adc_vb, pins.adc_vt, pins.adc_battery):
            ADC(Pin(gpio))  # the pad becomes an input of the converter
        Pin(pins.battery_on, Pin.OUT, value=1)  # Pico W: VSYS/3 reaches GP29 while GP25 is high
        self._vbus = Pin(pins.vbus, Pin.IN)
        self._state = guard.state
        self._last_us = ticks_us()
        self.usb = False
        self._count = 0
        self.sample()

    def sample(self) -> None:
        """Look: ints as the port says. Allocates nothing; about 0.1 ms."""
        now_us = ticks_us()
        self.lap_us = ticks_diff(now_us, self._last_us)
        self._last_us = now_us
        self.usb = self._vbus() == 1
        state = self._state
        before = self._count
        self._count = -1
        while self._count != state[g.COUNT]:  # the guard came in between: look again
            self._count = state[g.COUNT]
            self._copy(state)
        trip = state[g.TRIP]
        self.lost = trip == g.LOST
        self.fault = faults.OF_STOP[trip]
        if trip <= g.LOST and self._count == before:  # the guard is dead, and with it ALIVE
            self.fault = faults.STREAM_DRY

    def _copy(self, state: "array[int]") -> None:
        self.i = state[g.I]
        self.vb = state[g.VB]
        self.vt = state[g.VT]
        self.battery_mv = state[g.BATTERY] * _BATTERY_MV_Q10 >> 10
        self.bridge = state[g.BRIDGE]
        self.span = state[g.SPAN]
        self.half = state[g.HALF]
        self.plus_n = state[g.PLUS]
        self.plus_i = state[g.PLUS + 1]
        self.plus_vb = state[g.PLUS + 2]
        self.plus_vt = state[g.PLUS + 3]
        self.minus_n = state[g.MINUS]
        self.minus_i = state[g.MINUS + 1]
        self.minus_vb = state[g.MINUS + 2]
        self.minus_vt = state[g.MINUS + 3]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array

    from galva.core.board import Pins
