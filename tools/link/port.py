"""A serial port: USB CDC, an adapter on UART0, or the emulated chip's pty."""

from typing import Protocol

import serial

from tools.link.errors import NoDevice

BAUD = 115200
READ_S = 0.05  # a read waits so long for the first byte


class Port(Protocol):
    """Bytes both ways. NoDevice when it is gone."""

    def read(self) -> bytes:
        """What has arrived; b"" after READ_S of silence."""

    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...


class SerialPort:
    """Port on pyserial. NoDevice: `path` cannot be opened, or went away."""

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            self._serial = serial.Serial(path, BAUD, timeout=READ_S, write_timeout=2.0)
        except (serial.SerialException, OSError, ValueError) as error:
            raise self._gone(error) from error

    def _gone(self, error: Exception) -> NoDevice:
        return NoDevice(
            f"{self._path}: {error}: check the cable, and that no other program has it"
        )

    def read(self) -> bytes:
        """What has arrived, b"" after READ_S of silence."""
        try:
            data: bytes = self._serial.read(max(1, self._serial.in_waiting))
        except (serial.SerialException, OSError) as error:
            raise self._gone(error) from error
        return data

    def write(self, data: bytes) -> None:
        """Send it all."""
        try:
            self._serial.write(data)
        except (serial.SerialException, OSError) as error:
            raise self._gone(error) from error

    def close(self) -> None:
        """Let go of it."""
        self._serial.close()
