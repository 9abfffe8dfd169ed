"""A serial port: USB CDC, an adapter on UART0, or the emulated chip's pty."""

import errno
from typing import Protocol

import serial

from tools.problems import NoDevice

BAUD = 115200
READ_S = 0.05  # a read waits so long for the first byte
_BUSY = "another program has it: close that"
_CAUSES = {  # of a port that does not open, each with its cure
    errno.ENOENT: "no such port: check the cable; it may have another number now",
    errno.EACCES: "no right to open it: join the group dialout, log in again",
    errno.EBUSY: _BUSY,
    errno.EAGAIN: _BUSY,
    errno.ENOTTY: "not a serial port: give one such as /dev/ttyACM0",
}


class Port(Protocol):
    """Bytes both ways. NoDevice when it is gone."""

    def read(self) -> bytes:
        """What has arrived; b"" after READ_S of silence."""

    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...


class SerialPort:
    """Port on pyserial. NoDevice: `path` cannot be opened, or went away."""

    def __init__(self, path: str, *, shared: bool = False) -> None:
        """shared: though another program has it too, which takes some of the answers."""
        self._path = path
        alone = None if shared else True
        try:
            self._serial = serial.Serial(
                path, BAUD, timeout=READ_S, write_timeout=2.0, exclusive=alone
            )
        except (serial.SerialException, OSError, ValueError) as error:
            raise self._gone(error) from error

    def _gone(self, error: Exception) -> NoDevice:
        why = getattr(error, "errno", None)
        if why is None and error.__context__:  # pyserial puts it in words
            why = next(iter(error.__context__.args), None)
        what = _CAUSES.get(why or 0, f"{error}: unplug it, plug it in")
        return NoDevice(f"{self._path}: {what}")

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
