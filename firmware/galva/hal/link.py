"""The links to a host: USB CDC, and the UART of a board that has one (uart.py)."""

import select
import sys

_USB_MOST = 16  # bytes a read: each takes 42 us of the chip, and the tick wants its share


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
        from .uart import UartLink

        return UsbLink(), UartLink(pins)
    return (UsbLink(),)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins
    from galva.ports import Link
