"""MCP4725: 12-bit DAC on I2C with EEPROM (data sheet DS22039). Knows nothing of what it drives.

It powers up at what its EEPROM holds, and that is mid-scale from the factory: current before any
code runs. The constructor cures this for good.
"""

import time

_READY = 0x80  # RDY/BSY, figure 6-3
_POWER_DOWN = 0b01  # 1 kOhm to ground: unlike the amplifier at code 0 it has no offset
_OFF = bytes((_POWER_DOWN << 4, 0))  # fast mode, figure 6-1
_KEEP_OFF = bytes((0x60 | _POWER_DOWN << 1, 0, 0))  # DAC register and EEPROM, figure 6-2
_EEPROM_MS = 100  # a write takes 50 at most (section 1.0, electrical characteristics)


class MCP4725:
    """One DAC; full scale is its supply. After construction it is off, now and at power-up.

    i2c: a bus with writeto(address, buffer), which gives the number of bytes acknowledged, and
    readfrom_into(address, buffer); 400 kHz at most. address: 0x60..0x67, by part and pin A0.
    The EEPROM is written only if it does not hold "off" (it stands 1 million writes).
    ValueError: the address is none of the chip. OSError: no answer, or it does not stay off.
    """

    def __init__(self, i2c: "Bus", address: int = 0x60) -> None:
        if not 0x60 <= address <= 0x67:
            raise ValueError(f"MCP4725: address {address:#x} outside 0x60..0x67: see pin A0")
        self._writeto = i2c.writeto
        self._readfrom_into = i2c.readfrom_into
        self._address = address
        self._buffer = bytearray(2)
        self._state = bytearray(5)
        chip = f"MCP4725 at {address:#x}"
        self.off()  # at once: mid-scale may be on
        try:
            self._switch_off()
        except OSError as error:
            text = f"{chip}: no answer ({error}): check wiring, supply and address"
            raise OSError(text) from error
        if not (self._is_off() and self._stays_off()):
            raise OSError(f"{chip}: does not stay off: check SDA, else change the chip")

    def write(self, code: int) -> None:
        """Output code (0..4095) / 4096 of the supply. Allocates nothing: legal in an IRQ.

        ValueError for a code outside the range. OSError: the output holds the old code or the
        new one; the chip takes it with the last byte.
        """
        if not 0 <= code <= 4095:
            raise ValueError("MCP4725: code outside 0..4095: clamp it before the DAC")
        self._buffer[0] = code >> 8
        self._buffer[1] = code & 255
        self._send(self._buffer)

    def off(self) -> bool:
        """Code 0, 1 kOhm to ground. Never raises; False: not acknowledged, the code may be on.

        A bus can fail: what must be off has a second way to be off.
        """
        try:
            self._send(_OFF)
        except Exception:  # the caller is on its way to a safe state, nothing may stop it
            return False
        return True

    def _send(self, command: "Buffer") -> None:
        if self._writeto(self._address, command) != len(command):
            raise OSError("MCP4725: byte not acknowledged: check wiring and supply")

    def _switch_off(self) -> None:
        self._read_when_ready()  # while the EEPROM is written the chip ignores commands
        self._send(_OFF if self._stays_off() else _KEEP_OFF)
        self._read_when_ready()

    def _read_when_ready(self) -> None:
        for _ in range(_EEPROM_MS):
            self._readfrom_into(self._address, self._state)
            if self._state[0] & _READY:
                return
            time.sleep_ms(1)
        raise OSError(f"busy for {_EEPROM_MS} ms")

    def _is_off(self) -> bool:
        status, high, low = self._state[0], self._state[1], self._state[2]
        return status >> 1 & 3 == _POWER_DOWN and not high and not low >> 4

    def _stays_off(self) -> bool:
        high, low = self._state[3], self._state[4]
        return high >> 5 & 3 == _POWER_DOWN and not high & 15 and not low


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    Buffer = bytes | bytearray

    class Bus(Protocol):
        """An I2C bus."""

        @property
        def writeto(self) -> Callable[[int, Buffer], int]:
            """Send a buffer to an address: the number of bytes acknowledged."""

        @property
        def readfrom_into(self) -> Callable[[int, bytearray], object]:
            """Fill a buffer from an address."""
