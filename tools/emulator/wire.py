"""A host at the chip's UART0."""

from collections import deque
from collections.abc import Callable

from tools.emulator.chip import Chip

_BYTE_NS = 1e10 / 115_200


class UartWire:
    """Bytes to the chip follow each other at the wire's rate; `listeners` hear each of its own."""

    def __init__(self, chip: Chip) -> None:
        self.listeners: list[Callable[[int], None]] = []
        self._waiting: deque[int] = deque()
        self._uart = chip.mcu.uart[0]
        self._uart.on_byte = self._said
        self._alarm = chip.clock.create_alarm(self._arrived)

    def __len__(self) -> int:
        """Bytes that have not yet arrived."""
        return len(self._waiting)

    def send(self, data: bytes) -> None:
        """After what is still on its way."""
        begins = bool(data) and not self._waiting
        self._waiting.extend(data)
        if begins:
            self._alarm.schedule(_BYTE_NS)

    def _arrived(self) -> None:
        byte = self._waiting.popleft()
        if self._waiting:
            self._alarm.schedule(_BYTE_NS)
        self._uart.feed_byte(byte)

    def _said(self, byte: int) -> None:
        for listener in self.listeners:
            listener(byte)
