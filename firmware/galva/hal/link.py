"""The links to a host: USB CDC, and UART0 for an isolated adapter."""

import select
import sys

from machine import UART, Pin

_BAUD = 115200
_USB_MOST = 16  # bytes a read: each takes 42 us of the chip, and the tick wants its share
_UART_MOST = 64
_RX_BYTES = 512  # 44 ms of the wire
_TX_BYTES = 1024  # the longest line, and one that is still on its way


class UsbLink:
    """Port Link. stdin has no read that does not wait: select says of each byte that it is there.

    The byte 0x03 never arrives: MicroPython makes a KeyboardInterrupt of it, which ends in off.
    """

    name = "usb"

    def __init__(self) -> None:
        self._in = select.poll()
        self._in.register(sys.stdin, select.POLLIN)
        self._out = select.poll()
        self._out.register(sys.stdout, select.POLLOUT)
        self._buffer = bytearray(_USB_MOST)

    def read(self) -> bytes:
        """What has arrived, at most 16 bytes."""
        n = 0
        while n < _USB_MOST and self._in.poll(0):
            self._buffer[n] = sys.stdin.buffer.read(1)[0]
            n += 1
        return bytes(self._buffer[:n])

    def line(self, text: str) -> bool:
        """Print the line; False when the host takes nothing: it would block for half a second."""
        if not self._out.poll(0):
            return False
        print(text)
        return True


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
        return (self._uart.read(_UART_MOST) if self._uart.any() else None) or b""

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


class Console:
    """Port Console: every link."""

    def __init__(self, links: "tuple[Link, ...]") -> None:
        self._links = links

    def line(self, text: str) -> None:
        """To whoever reads."""
        for link in self._links:
            link.line(text)


def links(pins: "Pins") -> "tuple[Link, ...]":
    """USB, and UART0 where the board has pins for it."""
    if "uart_tx" in pins.gpio:
        return UsbLink(), UartLink(pins)
    return (UsbLink(),)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins
    from galva.ports import Link
