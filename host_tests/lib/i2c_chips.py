"""The MCP4725 at the level of I2C bytes, with EEPROM, and a bus that can fail at any byte."""

import errno

BUSY_MS = 50  # the longest EEPROM write, DS22039 section 1.0
NORMAL, ONE_K = 0b00, 0b01
FACTORY = (NORMAL, 0x800)  # (power-down bits, code): mid-scale
OFF = (ONE_K, 0)
_LENGTHS = {
    0b000: 2,
    0b001: 2,
    0b010: 3,
    0b011: 3,
}  # bytes of a command by C2 C1 C0; figure 6-1, 6-2


class Mcp4725:
    """Powered up with what the EEPROM holds.

    `worn`: EEPROM writes end and change nothing. `deaf`: it acknowledges and does not act.
    """

    def __init__(self, address: int = 0x60, eeprom: tuple[int, int] = FACTORY) -> None:
        self.address = address
        self.eeprom = eeprom
        self.eeprom_writes = 0
        self.worn = False
        self.deaf = False
        self.now_ms = 0
        self._done_ms: int | None = None
        self._writing = eeprom
        self._bytes: list[int] = []
        self.power_up()

    def power_up(self) -> None:
        self.register = self.eeprom

    @property
    def output(self) -> int:
        """Code at the pin; 0 in power-down, where a resistor to ground wins."""
        power_down, code = self.register
        return 0 if power_down else code

    @property
    def busy(self) -> bool:
        return self._done_ms is not None

    def wait(self, ms: int) -> None:
        """Time passes."""
        self.now_ms += ms
        if self._done_ms is not None and self.now_ms >= self._done_ms:
            self._done_ms = None
            self.eeprom = self.eeprom if self.worn else self._writing

    def start(self) -> None:
        self._bytes = []

    def stop(self, torn: bool) -> None:
        assert torn or not self._bytes, f"command cut short: {bytes(self._bytes).hex()}"
        self._bytes = []

    def take(self, byte: int) -> None:
        """A data byte; the chip acts after the last one of a command, and then expects another."""
        self._bytes.append(byte)
        kind = self._bytes[0] >> 5
        assert kind in _LENGTHS, f"reserved command {kind:03b}"
        if len(self._bytes) == _LENGTHS[kind]:
            self._act(kind, self._bytes)
            self._bytes = []

    def _act(self, kind: int, data: list[int]) -> None:
        if self.busy or self.deaf:
            return  # note 1 of figure 6-2: ignored
        if len(data) == 2:
            self.register = (data[0] >> 4 & 3, (data[0] & 15) << 8 | data[1])
            return
        assert not data[2] & 15, "unused bits"
        self.register = (data[0] >> 1 & 3, data[1] << 4 | data[2] >> 4)
        if kind == 0b011:
            self.eeprom_writes += 1
            self._writing = self.register
            self._done_ms = self.now_ms + BUSY_MS

    def tell(self, place: int) -> int:
        """Byte `place` of a read, figure 6-3; don't care bits are 1."""
        (down, code), (kept_down, kept) = self.register, self.eeprom
        status = (0 if self.busy else 0x80) | 0x79 | down << 1
        high = 0x90 | kept_down << 5 | kept >> 8
        return (status, code >> 4, code << 4 & 0xF0 | 15, high, kept & 255)[place % 5]


class I2cBus:
    """One chip. `fail_at`: bytes (the address counts) until the next OSError, n: after n bytes.

    `nack_at`: data bytes until one is not acknowledged: the port then stops and tells how many.
    """

    def __init__(self, chip: Mcp4725 | None) -> None:
        self.fail_at: int | None = None
        self.nack_at: int | None = None
        self.bytes = 0
        self._chip = chip

    def writeto(self, address: int, buffer: bytes | bytearray) -> int:
        assert type(buffer) in (bytes, bytearray) and len(buffer) > 0
        chip = self._address(address)
        sent, torn = 0, True
        try:
            for byte in buffer:
                self._moves()
                if self.nack_at == sent:
                    self.nack_at = None
                    break
                chip.take(byte)
                sent += 1
            self._may_fail()  # the stop
            torn = sent < len(buffer)
        finally:
            chip.stop(torn)
        return sent

    def readfrom_into(self, address: int, buffer: bytearray) -> None:
        assert type(buffer) is bytearray and len(buffer) > 0
        chip = self._address(address)
        for place in range(len(buffer)):
            self._moves()
            buffer[place] = chip.tell(place)
        self._may_fail()  # the stop

    def _address(self, address: int) -> Mcp4725:
        self._moves()
        if self._chip is None or self._chip.address != address:
            raise OSError(errno.ENODEV, "ENODEV")
        self._chip.start()
        return self._chip

    def _moves(self) -> None:
        """One byte over the bus, if that does not fail."""
        self._may_fail()
        self.bytes += 1

    def _may_fail(self) -> None:
        if self.bytes == self.fail_at:
            self.fail_at = None
            raise OSError(errno.ETIMEDOUT, "injected")
