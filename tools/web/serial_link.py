"""A real device's serial port as a link, for browsers that have no Web Serial."""

import asyncio
from collections.abc import Callable

from tools.link.port import SerialPort
from tools.problems import NoDevice

_POLL_S = 0.005


class SerialLink:
    """A Link. The port is held only while a page has it; `run()` passes the bytes on.

    find: the path of the port; it is looked for each time. NoDevice: there is none.
    """

    def __init__(self, find: Callable[[], str]) -> None:
        self._find = find
        self._port: SerialPort | None = None
        self._unsent = bytearray()

    def open(self, hear: Callable[[bytes], None], gone: Callable[[str], None]) -> None:
        """Take the port."""
        self._hear, self._gone = hear, gone
        self._port = SerialPort(self._find(), read_s=0)

    def write(self, data: bytes) -> None:
        """Send it after what still waits."""
        self._unsent += data

    def waits(self) -> int:
        """Bytes that the port has not taken."""
        return len(self._unsent)

    def close(self) -> None:
        """Let go of the port."""
        if self._port:
            self._port.close()
        self._port = None
        self._unsent.clear()

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            if self._port:
                try:
                    self._pass_on(self._port)
                except NoDevice as problem:
                    self.close()
                    self._gone(str(problem))
            await asyncio.sleep(_POLL_S)

    def _pass_on(self, port: SerialPort) -> None:
        if self._unsent:
            del self._unsent[: port.offer(bytes(self._unsent))]
        if data := port.read():
            self._hear(data)
