"""What the guard measured."""

from array import array

from galva.core import faults
from galva.core.player import SAMPLE_MS
from galva.core.quick import keep
from machine import ADC, Pin

from . import guard as g

TYPE_CHECKING = False


class GuardSense:
    """Port Sense. The ints that the guard measures are stored by its `look`."""

    def __init__(self, pins: "Pins", guard: "g.Guard") -> None:
        for gpio in (pins.adc_i, pins.adc_vb, pins.adc_vt, pins.adc_battery):
            ADC(Pin(gpio))  # the pad becomes an input of the converter
        Pin(pins.battery_on, Pin.OUT, value=1)  # Pico W: VSYS/3 reaches GP29 while GP25 is high
        Pin(pins.vbus, Pin.IN)
        self.sample_ms = SAMPLE_MS
        self.plus = array("i", [0] * 4)
        self.minus = array("i", [0] * 4)
        self._look = guard.look
        self._trip = -1  # as it was looked at last
        keep(self, "sample")
        self.sample()

    if TYPE_CHECKING:  # what the guard stores
        i: int
        vb: int
        vt: int
        bridge: int
        span: int
        half: int
        battery_mv: int
        lap_us: int
        usb: bool

    def sample(self) -> None:
        """Look: ints as the port says. Allocates nothing; about 0.05 ms."""
        trip = self._look(self)
        if trip != self._trip:
            self._trip = trip
            self.lost = trip == g.LOST
            self.fault = faults.OF_STOP[trip]


if TYPE_CHECKING:
    from galva.core.board import Pins
