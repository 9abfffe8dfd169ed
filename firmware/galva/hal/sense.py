"""The three monitors on the RP2040's own ADC, USB power, and the time between samples."""

from time import ticks_diff, ticks_us

from machine import ADC, Pin


class AdcSense:
    """Port Sense. `sample` takes about 2 us a channel and allocates nothing."""

    def __init__(self, pins: "Pins") -> None:
        self._read_i = ADC(Pin(pins.adc_i)).read_u16
        self._read_vb = ADC(Pin(pins.adc_vb)).read_u16
        self._read_vt = ADC(Pin(pins.adc_vt)).read_u16
        self._vbus = Pin(pins.vbus, Pin.IN)
        self.i = 0
        self.vb = 0
        self.vt = 0
        self.usb = False
        self.lap_us = 0
        self._last_us = ticks_us()

    def sample(self) -> None:
        """Read all: i, vb, vt in 12-bit counts, usb as a bool, lap_us right across the wrap."""
        now_us = ticks_us()
        self.lap_us = ticks_diff(now_us, self._last_us)
        self._last_us = now_us
        self.i = self._read_i() >> 4
        self.vb = self._read_vb() >> 4
        self.vt = self._read_vt() >> 4
        self.usb = self._vbus() == 1


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins
