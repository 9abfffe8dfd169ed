"""The link over UART0, for an isolated adapter: sessions on skin with a host that watches."""

from machine import UART, Pin

_BAUD = 115200
_MOST = 64
_RX_BYTES = 512  # 44 ms of the wire
_TX_BYTES = 1024  # the longest line, and one that is still on its way


class UartLink:
    """Port Link. Nobody may listen at the other end: UART cannot know."""

    name = "uart"

    def __init__(self, pins: "Pins") -> None:
        self._uart = UART(
            0,
            _BAUD,
            tx=Pin(pins.uart_tx),
            rx=Pin(pins.uart_rx),
            rxbuf=_RX_BYTES,
            txbuf=_TX_BYTES,
            timeout=0,
        )
        self._sent = 0  # bytes since the buffer was last empty

    def read(self) -> bytes:
        """What has arrived, at most 64 bytes."""
        return (self._uart.read(_MOST) if self._uart.any() else None) or b""

    def line(self, text: str) -> bool:
        """Queue the line; False when there is no room for it: it would wait for the wire."""
        data = (text + "\n").encode()
        if self._uart.txdone():
            self._sent = 0
        if self._sent + len(data) > _TX_BYTES:
            return False
        self._sent += len(data)
        self._uart.write(data)
        return True


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins
