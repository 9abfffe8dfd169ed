"""MCP4801/4811/4821 DAC on SPI (Microchip DS22244). Knows nothing of what it drives."""

_ACTIVE_GAIN_1X = 0x30  # bit 13 /GA = 1: 2.048 V full scale; bit 12 /SHDN = 1 (figure 5-1)


class MCP48xx:
    """A 12-bit DAC with its own 2.048 V reference; /LDAC low, so /CS up latches.

    spi: a bus with write(buffer); cs: a callable pin, high at rest. Powers up shut down.
    """

    def __init__(self, spi: "Bus", cs: "Select") -> None:
        self._write = spi.write
        self._cs = cs
        self._frame = bytearray(2)

    def write(self, code: int) -> None:
        """Output code (0..4095) / 4096 * 2.048 V. Allocates nothing: legal in an IRQ.

        A code outside the range is the caller's bug and raises ValueError; a bytearray would
        wrap it into some other voltage.
        """
        if not 0 <= code <= 4095:
            raise ValueError("MCP48xx: code outside 0..4095")
        self._frame[0] = _ACTIVE_GAIN_1X | code >> 8
        self._frame[1] = code & 255
        self._cs(0)
        self._write(self._frame)
        self._cs(1)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    Select = Callable[[int], object]

    class Bus(Protocol):
        """A SPI bus."""

        @property
        def write(self) -> Callable[[bytearray], object]:
            """Send a buffer."""
