"""Strict fake of the part of `framebuf` that drivers here use; it draws the real font."""

from tools.sim.font import BLOCK, SIDE, glyphs

MONO_VLSB = 0


class FrameBuffer:
    def __init__(self, buffer, width, height, layout):
        if layout != MONO_VLSB:
            raise ValueError("layout %r" % (layout,))
        if height % 8 or len(buffer) < height // 8 * width:
            raise ValueError("buffer too small, or its last page is no whole one")
        self._buffer = buffer
        self._width = width
        self._height = height

    def pixel(self, x, y, color):
        if not (0 <= x < self._width and 0 <= y < self._height):
            return
        at = (y >> 3) * self._width + x
        bit = 1 << (y & 7)
        self._buffer[at] = self._buffer[at] & ~bit | (bit if color else 0)

    def fill(self, color):
        for at in range(self._height // 8 * self._width):
            self._buffer[at] = 255 if color else 0

    def text(self, text, x, y, color=1):
        """As framebuf.text: bytes of UTF-8, none below 32 or above 127; the ground stays."""
        for at, code in enumerate(text.encode()):
            columns = glyphs()[chr(code) if 32 <= code <= 127 else BLOCK]
            for column in range(SIDE):
                for row in range(SIDE):
                    if columns[column] >> row & 1:
                        self.pixel(x + SIDE * at + column, y + row, color)
