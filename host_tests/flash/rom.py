"""The boot loader in an Espressif chip's ROM, as much of it as esptool asks for to say hello.

esptool docs, "Serial Protocol": SLIP packets, 0x08 sync, 0x0A read register, 0x14 security info.
"""

import os
import pty
import struct
import threading
import tty

_END, _ESCAPE = b"\xc0", b"\xdb"
_SYNC, _SECURITY = 0x08, 0x14


def _framed(packet: bytes) -> bytes:
    body = packet.replace(_ESCAPE, b"\xdb\xdd").replace(_END, b"\xdb\xdc")
    return _END + body + _END


class Rom:
    """A chip with this number, waiting on `path`, a pseudo-terminal."""

    def __init__(self, chip_id: int) -> None:
        self._chip_id = chip_id
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        self.path = os.ttyname(self._theirs)
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        os.close(self._theirs)  # the read of the other end ends

    def _serve(self) -> None:
        held = b""
        while True:
            try:
                held += os.read(self._ours, 4096)
            except OSError:
                os.close(self._ours)
                return
            *packets, held = held.split(_END)
            for packet in packets:
                if len(packet) >= 8:
                    self._answer(packet[1])

    def _answer(self, operation: int) -> None:
        told = b""
        if operation == _SECURITY:
            told = struct.pack("<IB7sII", 0, 0, bytes(7), self._chip_id, 0)
        packet = struct.pack("<BBHI", 1, operation, len(told) + 4, 0) + told + bytes(4)
        os.write(self._ours, _framed(packet) * (8 if operation == _SYNC else 1))
