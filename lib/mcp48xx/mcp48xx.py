"""MCP48xx and MCP49xx DACs on SPI: one 16-bit frame a write. Knows nothing of what it drives.

Data sheets: DS22244 (4801/11/21), DS22249 (4802/12/22), DS22248 (49x1), DS22250 (49x2);
the frame is their section 5, registers 5-1 to 5-3.
"""

_CHANNEL_B = 15  # bit number; a part with one channel ignores a frame that has it set
_BUFFERED = 0x4000  # 49xx only: buffer in front of VREF
_GAIN_1X = 0x2000  # /GA: 48xx give 2.048 V full scale, 49xx VREF
_ACTIVE = 0x1000  # /SHDN

_PARTS = {  # name: (bits, channels, has its own 2.048 V reference)
    "MCP4801": (8, 1, True),
    "MCP4811": (10, 1, True),
    "MCP4821": (12, 1, True),
    "MCP4802": (8, 2, True),
    "MCP4812": (10, 2, True),
    "MCP4822": (12, 2, True),
    "MCP4901": (8, 1, False),
    "MCP4911": (10, 1, False),
    "MCP4921": (12, 1, False),
    "MCP4902": (8, 2, False),
    "MCP4912": (10, 2, False),
    "MCP4922": (12, 2, False),
}


class MCP48xx:
    """One DAC, gain 1x; /LDAC low, so that /CS up latches. Powers up shut down.

    spi: a bus with write(buffer), 20 MHz at most, mode 0 or 3, most significant bit first.
    cs: a callable pin, high at rest. buffered: 49xx only, for a VREF from a weak source, which
    then has to keep away from both rails (section 1.0). ValueError: no such part.
    """

    def __init__(
        self, spi: "Bus", cs: "Select", part: str = "MCP4821", buffered: bool = False
    ) -> None:
        if part not in _PARTS:
            raise ValueError(f"MCP48xx: no part {part!r}: take one of {', '.join(sorted(_PARTS))}")
        bits, channels, has_reference = _PARTS[part]
        if buffered and has_reference:
            raise ValueError(f"{part}: has its own reference: leave out buffered")
        self.code_max = (1 << bits) - 1
        self._channels = channels
        self._shift = 12 - bits
        self._config = _GAIN_1X | (_BUFFERED if buffered else 0)
        # made here: an IRQ has no heap to format them on
        self._bad_code = f"{part}: code outside 0..{self.code_max}: clamp it before the DAC"
        self._bad_channel = f"{part}: channel outside 0..{channels - 1}: see the part's name"
        self._write = spi.write
        self._cs = cs
        self._buffer = bytearray(2)

    def frame(self, code: int, channel: int = 0) -> int:
        """The 16-bit word that outputs code (0..code_max), also for a PIO or I2S stream.

        ValueError for what would wrap into some other voltage.
        """
        if not 0 <= code <= self.code_max:
            raise ValueError(self._bad_code)
        if not 0 <= channel < self._channels:
            raise ValueError(self._bad_channel)
        return self._config | _ACTIVE | channel << _CHANNEL_B | code << self._shift

    def write(self, code: int, channel: int = 0) -> None:
        """Output code / (code_max + 1) of the reference. Allocates nothing: legal in an IRQ.

        ValueError as frame(). An error of the bus goes to the caller; the output then holds the
        old code or the new one: a frame that is cut short is not latched (section 5.2).
        """
        self._send(self.frame(code, channel))

    def shutdown(self) -> None:
        """All outputs off: 500 kOhm to ground until the next write(). Errors as write()."""
        for channel in range(self._channels):
            self._send(self._config | channel << _CHANNEL_B)

    def _send(self, word: int) -> None:
        self._buffer[0] = word >> 8
        self._buffer[1] = word & 255
        self._cs(0)
        try:
            self._write(self._buffer)
        finally:
            self._cs(1)  # left low, the rest of a broken frame would join the next one


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
