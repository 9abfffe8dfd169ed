"""SPI chips at the level of clock edges, and a bus that can fail at any of them.

A chip fails loudly (AssertionError) on a frame that a driver must not send; a frame that is cut
short passes only where the bus itself was made to fail.
"""

import errno
from fractions import Fraction
from typing import Protocol

BITS = 8


class Chip(Protocol):
    """What hangs on the bus."""

    torn: bool

    def select(self, level: int) -> None: ...

    def clock(self, mosi: int) -> int | None: ...


class SpiBus:
    """One chip; MISO floats at `idle` (0 or 1) where the chip does not drive it."""

    def __init__(self, chip: Chip, idle: int = 1) -> None:
        self.fail_after: int | None = None  # clocks until the next OSError; 0: before the first
        self._chip = chip
        self._idle = idle

    def write(self, buffer: bytearray) -> None:
        self.write_readinto(buffer, bytearray(len(buffer)))

    def write_readinto(self, out: bytearray, into: bytearray) -> None:
        assert type(out) is type(into) is bytearray and len(out) == len(into) > 0
        for place, byte in enumerate(out):
            for bit in range(BITS - 1, -1, -1):
                self._may_fail()
                miso = self._chip.clock(byte >> bit & 1)
                level = self._idle if miso is None else miso
                into[place] = (into[place] << 1 | level) & 0xFF
        self._may_fail()

    def _may_fail(self) -> None:
        if self.fail_after is None:
            return
        if self.fail_after == 0:
            self.fail_after = None
            self._chip.torn = True
            raise OSError(errno.EIO, "injected")
        self.fail_after -= 1


class Selected:
    """The /CS side of a chip: high at rest, edges only."""

    def __init__(self) -> None:
        self.cs = 1
        self.torn = False
        self._bits: list[int] = []

    def select(self, level: int) -> None:
        assert level in (0, 1) and level != self.cs, f"/CS {self.cs} -> {level}"
        self.cs = level
        if level == 0:
            self._bits = []
            return
        self.ends(self._bits)
        self.torn = False

    def clock(self, mosi: int) -> int | None:
        assert self.cs == 0, "clocked while /CS is high"
        self._bits.append(mosi)
        return self.drives(self._bits)

    def drives(self, bits: list[int]) -> int | None:
        """MISO in the clock of the last of these bits; None: not driven."""
        return None

    def ends(self, bits: list[int]) -> None:
        """/CS rises after these bits."""
        raise NotImplementedError


# (bits, outputs, BUF in bit 14): registers 5-1 to 5-3 of DS22244, DS22249, DS22248, DS22250
DACS = {
    f"MCP4{family}{size}{outputs}": (bits, outputs, family == 9)
    for family in (8, 9)
    for size, bits in ((0, 8), (1, 10), (2, 12))
    for outputs in (1, 2)
}


class DacChannel:
    """What one output's latch holds; shut down at power-up."""

    def __init__(self) -> None:
        self.code = 0
        self.gain = 1
        self.active = False
        self.buffered = False


class Mcp4xxx(Selected):
    """A MCP48xx or MCP49xx with /LDAC low."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._size, outputs, self._has_buf = DACS[part]
        self.channels = [DacChannel() for _ in range(outputs)]
        self.words: list[int] = []  # all that were latched

    def output(self, channel: int = 0) -> Fraction:
        """Of the reference; 0 when shut down: 500 kOhm to ground."""
        latch = self.channels[channel]
        return Fraction(latch.gain * latch.code, 1 << self._size) if latch.active else Fraction(0)

    @property
    def outputs(self) -> list[Fraction]:
        return [self.output(channel) for channel in range(len(self.channels))]

    def ends(self, bits: list[int]) -> None:
        assert len(bits) == 16 or self.torn, f"frame of {len(bits)} clocks"
        if len(bits) < 16:
            return  # not latched
        word = int("".join(map(str, bits[:16])), 2)  # clocks past 16 are ignored: section 5.2
        assert self._has_buf or not word & 0x4000, f"{word:#06x}: bit 14 means nothing here"
        assert len(self.channels) == 2 or not word & 0x8000, f"{word:#06x}: bit 15, ignored"
        unused = (1 << 12 - self._size) - 1
        assert not word & unused, f"{word:#06x}: bits below the last one"
        self.words.append(word)
        latch = self.channels[word >> 15]
        latch.buffered = bool(word & 0x4000)
        latch.gain = 1 if word & 0x2000 else 2
        latch.active = bool(word & 0x1000)
        latch.code = (word & 0xFFF) >> 12 - self._size


class Mcp3204(Selected):
    """Figure 5-1 of DS21298: start, SGL, D2, D1, D0, one clock to sample, null bit, B11..B0."""

    def __init__(self, counts: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.counts = counts

    def drives(self, bits: list[int]) -> int | None:
        if 1 not in bits:
            return None
        since = len(bits) - 1 - bits.index(1)  # clocks after the start bit
        if since < 6:
            return None
        answer = [0, *(int(bit) for bit in f"{self._counts(bits):012b}")]
        return answer[since - 6] if since - 6 < len(answer) else 0

    def _counts(self, bits: list[int]) -> int:
        single, _d2, d1, d0 = bits[bits.index(1) + 1 :][:4]
        assert single, "differential"
        return self.counts[d1 << 1 | d0]

    def ends(self, bits: list[int]) -> None:
        assert self.torn or (1 in bits and len(bits) - bits.index(1) >= 19), "conversion cut short"
