"""MCP4821, 12-bit DAC with a 2.048 V reference, on SPI (data sheet DS22244, section 5)."""

REF_MV = 2_048.0
_BITS = 16
_CODES = 4096
_IGNORE, _GAIN_1X, _ACTIVE = 0x8000, 0x2000, 0x1000


class Mcp4821:
    """Shifts while /CS is low, latches on its rising edge. Nothing but power resets it."""

    def __init__(self) -> None:
        self.code = 0  # 0..4095, the last one latched
        self.gain = 1  # 1 or 2
        self.bow_codes = 0.0  # how far its line is bent in the middle: INL
        self.active = False  # shut down at power-up: 500 kOhm output
        self._selected = False
        self._shift = 0
        self._clocks = 0

    @property
    def output_mv(self) -> float:
        """Output voltage; 0 when shut down, where the pull-down at the output wins."""
        if not self.active:
            return 0.0
        code = self.code
        bow = 4 * self.bow_codes * code * (_CODES - code) / _CODES**2
        return REF_MV * self.gain * (code + bow) / _CODES

    def shift(self, word: int, bits: int) -> None:
        """Clock `bits` bits in, the highest first; what came before /CS fell does not count."""
        self._shift = self._shift << bits | word & ((1 << bits) - 1)
        self._clocks += bits

    def select(self, level: int) -> str | None:
        """The /CS line has this level. What was wrong with the frame that ends, or None."""
        ends = self._selected and bool(level)
        if not self._selected and not level:
            self._shift = self._clocks = 0
        self._selected = not level
        return self._latch() if ends else None

    def _latch(self) -> str | None:
        if self._clocks != _BITS:
            return f"frame of {self._clocks} clocks ignored, {_BITS} expected"
        if self._shift & _IGNORE:
            return f"frame {self._shift:#06x} ignored, bit 15 set"
        self.gain = 1 if self._shift & _GAIN_1X else 2
        self.active = bool(self._shift & _ACTIVE)
        self.code = self._shift & 0xFFF
        return None
