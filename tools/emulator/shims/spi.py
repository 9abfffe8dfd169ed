"""SPI: a word takes as long as its bits; rp2040py 0.3.6 completes a transfer in no time.

It also believes clk_peri to be 125 MHz; MicroPython runs it from the USB PLL at 48 MHz.
"""

from collections.abc import Callable
from typing import Any

_CLK_PERI_HZ = 48_000_000


class SpiBus:
    """One block: calls on_word(t_ns, word, bits) when the last bit is on the wire."""

    def __init__(self, mcu: Any, index: int) -> None:
        self._spi = mcu.spi[index]
        self._clock = mcu.clock
        self._word = 0
        self._alarm = mcu.clock.create_alarm(self._done)
        self._spi.on_transmit = self._transmit
        self.on_word: Callable[[float, int, int], None] = lambda t_ns, word, bits: None

    def _transmit(self, word: int) -> None:
        self._word = word
        self._alarm.schedule(self._spi.data_bits / (self._spi.clock_frequency or 1e6) * 1e9)

    def _done(self) -> None:
        self.on_word(self._clock.nanos, self._word, self._spi.data_bits)
        self._spi.complete_transmit(0)


def wire_time(chip: Any) -> None:
    """Put a bus on both blocks: chip.spi_buses."""
    chip.mcu.clk_peri = _CLK_PERI_HZ
    chip.spi_buses = [SpiBus(chip.mcu, index) for index in (0, 1)]
