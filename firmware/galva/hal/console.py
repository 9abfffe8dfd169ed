"""The status link over USB CDC."""

import select
import sys


class UsbConsole:
    """Port Console. Writing to a host that does not read would block for half a second."""

    def __init__(self) -> None:
        self._poll = select.poll()
        self._poll.register(sys.stdout, select.POLLOUT)

    def line(self, text: str) -> None:
        """Print the line, or drop it when the host takes nothing."""
        if self._poll.poll(0):
            print(text)
