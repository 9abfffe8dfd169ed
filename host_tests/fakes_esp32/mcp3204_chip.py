"""MCP3204 at the level of its wires, bit by bit (DS21298, figure 5-1)."""

from world import world


class Mcp3204:
    """One byte of SPI at a time; /CS is the pin `bench.adc_cs`."""

    def __init__(self, bench):
        self._bench = bench
        self._clocks = None  # since the start bit; None: it has not come
        self._command = 0
        self._counts = 0

    def select(self):
        """/CS moved: a new frame."""
        self._clocks = None
        self._command = 0

    def byte(self, out):
        if world.levels[self._bench.adc_cs]:
            raise RuntimeError("the MCP3204 is not selected")
        value = 0
        for bit in range(7, -1, -1):
            value = value << 1 | self._bit(out >> bit & 1)
        return value

    def _bit(self, data):
        """What the chip shows at this clock: sampled after D0, null bit, then 12 bits."""
        if self._clocks is None:
            self._clocks = 0 if data else None
            return 1  # Dout floats
        self._clocks += 1
        if self._clocks <= 4:
            self._command = self._command << 1 | data
        if self._clocks == 5:
            self._sample()
        if not 7 <= self._clocks <= 18:  # 6 is the null bit
            return 0
        return self._counts >> (18 - self._clocks) & 1

    def _sample(self):
        channel = self._command & 3
        if not self._command & 8:
            raise RuntimeError("MCP3204: single-ended channels only, %#x" % self._command)
        self._counts = world.read_adc(world.now_us, channel)
        if not 0 <= self._counts <= 4095:
            raise ValueError("ADC counts %r" % (self._counts,))
