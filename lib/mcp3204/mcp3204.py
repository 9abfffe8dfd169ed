"""MCP3204: 4-channel 12-bit ADC on SPI (data sheet DS21298). Knows nothing of what it measures."""

_START_SINGLE = 0b110  # start bit, SGL/DIFF = 1, D2 = don't care (table 5-1)
_NULL = 0x10  # second byte: the chip answers 0 before the 12 bits (figure 6-1)


class MCP3204:
    """One ADC, single ended: counts / 4096 of VREF.

    spi: a bus with write_readinto(out, in), mode 0 or 3, most significant bit first; 1 MHz at most
    at 2.7 V, 2 MHz at 5 V. A faster bus, shared with a DAC, gives wrong counts and no error.
    cs: a callable pin, high at rest.
    """

    def __init__(self, spi: "Bus", cs: "Select") -> None:
        self._write_readinto = spi.write_readinto
        self._cs = cs
        self._command = bytearray((_START_SINGLE, 0, 0))
        self._answer = bytearray(3)

    def read(self, channel: int) -> int:
        """Counts 0..4095 of channel 0..3. Allocates nothing: legal in an IRQ.

        ValueError: no such channel. OSError: the bus failed, or MISO is held high.
        """
        if not 0 <= channel <= 3:
            raise ValueError("MCP3204: channel outside 0..3: it has CH0 to CH3")
        self._command[1] = channel << 6
        self._cs(0)
        try:
            self._write_readinto(self._command, self._answer)
        finally:
            self._cs(1)  # left low, the chip would take the next command for more clocks
        high = self._answer[1]
        if high & _NULL:
            raise OSError("MCP3204: no null bit on MISO: check wiring, supply and chip select")
        return (high & 15) << 8 | self._answer[2]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    Select = Callable[[int], object]

    class Bus(Protocol):
        """A SPI bus."""

        @property
        def write_readinto(self) -> Callable[[bytearray, bytearray], object]:
            """Send one buffer while the other, as long, is filled."""
