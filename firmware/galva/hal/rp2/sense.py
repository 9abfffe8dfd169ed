"""What the guard measured, USB power, and the time between two looks."""

from time import ticks_diff, ticks_us

from galva.core import faults
from galva.core.player import SAMPLE_MS
from galva.core.quick import keep
from machine import ADC, Pin

from . import guard as g


class GuardSense:
    """Port Sense. The ints that the guard measures are stored by its `look`."""

    def __init__(self, pins: "Pins", guard: "g.Guard") -> None:
        for gpio in (pins.adc_i, pins.adc_vb, pins.adc_vt, pins.adc_battery):
            ADC(Pin(gpio))  # the pad becomes an input of the converter
        Pin(pins.battery_on, Pin.OUT, value=1)  # Pico W: VSYS/3 reaches GP29 while GP25 is high
        self._vbus = Pin(pins.vbus, Pin.IN)
        self.sample_ms = SAMPLE_MS
        self._look = guard.look
        self._trip = -1  # as it was looked at last
        self._last_us = ticks_us()
        self.usb = False
        keep(self, "sample")
        self.sample()

    def sample(self) -> None:
        """Look: ints as the port says. Allocates nothing; about 0.05 ms."""
        now_us = ticks_us()
        self.lap_us = ticks_diff(now_us, self._last_us)
        self._last_us = now_us
        self.usb = self._vbus() == 1
        trip = self._look(self)
        if trip != self._trip:
            self._trip = trip
            self.lost = trip == g.LOST
            self.fault = faults.OF_STOP[trip]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins
