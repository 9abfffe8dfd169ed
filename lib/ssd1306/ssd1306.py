"""SSD1306: OLED of 128 x 64 dots on I2C (data sheet rev 1.1). Knows nothing of what it shows.

It draws and sends one page, a row of 128 x 8 dots, at a time: that takes 3 ms at 400 kHz and 129
bytes of memory, where the whole picture would take 24 ms and 1 KB.
"""

from framebuf import MONO_VLSB, FrameBuffer

WIDTH = 128
PAGES = 8
_PIECE = 32  # columns of one transfer: the bus is let go of each 0.8 ms
_COMMAND, _DATA = 0x00, 0x40  # control byte, section 8.1.5.2
_ON = bytes((_COMMAND, 0xAF))
_OFF = bytes((_COMMAND, 0xAE))
# Section 10.1, in the order of the application note's flow chart.
_SETUP = bytes(
    (_COMMAND,)
    + (0xA8, 63)  # multiplex ratio: all 64 rows
    + (0xD3, 0)  # no display offset
    + (0x40,)  # row 0 of the memory is the first
    + (0xA1, 0xC8)  # column 127 and COM63 first: upright with the connector above
    + (0xDA, 0x12)  # COM pins in turn, as the 64-row panel is wired
    + (0x81, 0xCF)  # contrast
    + (0xA4, 0xA6)  # show the memory; 1 is lit
    + (0xD5, 0x80)  # clock as after reset
    + (0xD9, 0xF1)  # pre-charge for the charge pump
    + (0xDB, 0x20)  # VCOMH as after reset
    + (0x20, 0x02)  # page addressing: a page never runs into the next
    + (0x8D, 0x14)  # charge pump on
)  # fmt: skip
# Four dots of a column, one above the other -> eight.
_TWICE = bytes(
    (0x00, 0x03, 0x0C, 0x0F, 0x30, 0x33, 0x3C, 0x3F)
    + (0xC0, 0xC3, 0xCC, 0xCF, 0xF0, 0xF3, 0xFC, 0xFF)
)


class SSD1306:
    """One screen. Draw on `page`, a framebuf.FrameBuffer of 128 x 8 dots, then `send` it.

    i2c: a bus with writeto(address, buffer), which gives the number of bytes acknowledged; 400 kHz
    at most. address: 0x3C or 0x3D. ValueError for another. Construction touches no bus.
    Each method raises OSError when the screen does not answer.
    """

    def __init__(self, i2c: "Bus", address: int = 0x3C) -> None:
        if address not in (0x3C, 0x3D):
            raise ValueError("SSD1306: address is neither 0x3C nor 0x3D: see its resistor")
        self._writeto = i2c.writeto
        self._address = address
        whole = memoryview(bytearray(1 + WIDTH))  # the control byte, then the columns
        self._columns = whole[1:]
        self._pieces = [whole[at : at + 1 + _PIECE] for at in range(0, WIDTH, _PIECE)]
        self._place = bytearray((_COMMAND, 0xB0, 0x00, 0x10))  # page, column 0 in two halves
        self.page = FrameBuffer(self._columns, WIDTH, 8, MONO_VLSB)

    def start(self) -> None:
        """Set it up after power-on; what it shows stays, and so does whether it is lit."""
        self._send(_SETUP)

    def light(self, on: bool) -> None:
        """Lit, or dark and asleep; the memory stays. Draw all pages first: it holds noise."""
        self._send(_ON if on else _OFF)

    def send(self, number: int) -> None:
        """The drawing becomes page 0..7, counted from above, and is used up: draw it anew.

        ValueError for another page.
        """
        if not 0 <= number < PAGES:
            raise ValueError("SSD1306: page outside 0..7")
        self._place[1] = 0xB0 | number
        self._send(self._place)
        for piece in self._pieces:
            piece[0] = _DATA  # over a column that was sent
            self._send(piece)

    def enlarge(self, half: int) -> None:
        """Double the left half of the drawing: half 0 keeps its four upper rows, 1 the lower."""
        columns = self._columns
        shift = 4 * half
        for x in range(WIDTH // 2 - 1, -1, -1):  # from the right: none is lost
            twice = _TWICE[columns[x] >> shift & 15]
            columns[2 * x] = twice
            columns[2 * x + 1] = twice

    def _send(self, buffer: "Buffer") -> None:
        if self._writeto(self._address, buffer) != len(buffer):
            raise OSError("SSD1306: byte not acknowledged: check wiring and supply")


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    Buffer = bytes | bytearray | memoryview

    class Bus(Protocol):
        """An I2C bus."""

        @property
        def writeto(self) -> Callable[[int, Buffer], int]:
            """Send a buffer to an address: the number of bytes acknowledged."""
