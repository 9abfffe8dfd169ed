"""What left the chip, decoded at its pins: one Sample a frame that the DAC takes."""

from itertools import groupby
from typing import NamedTuple

_LINES = ("pa", "pb", "run")


class Sample(NamedTuple):
    """t_us: CS up, the DAC takes `frame`, its last 16 bits (bits: how many came).

    lines: the states of the bridge (RUN << 2 | PB << 1 | PA) from CS up to the next, in order.
    """

    t_us: float
    frame: int
    bits: int
    lines: tuple[int, ...]

    @property
    def said(self) -> tuple[int, int, tuple[int, ...]]:
        """All but the time: what two emulators have to agree in."""
        return self.frame, self.bits, self.lines


class Recorder:
    """Hears the pins; `samples` are the whole ones so far."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self._lines = {role: 0 for role in _LINES}
        self._seen = [(0.0, 0)]  # (us, state) since CS rose
        self._up_us = -1.0  # of the frame before
        self._frame = self._bits = 0
        self._next = self._next_bits = 0

    def pin(self, t_us: float, role: str, level: int | None) -> None:
        """A pin has this level from now on; None: not driven, which reads low, CS high."""
        if role == "cs":
            self._select(t_us, 1 if level is None else level)
        elif role in _LINES:
            self._lines[role] = level or 0
            self._moved(t_us)

    def bit(self, mosi: int) -> None:
        """SCK rose."""
        self._next = (self._next << 1 | mosi) & 0xFFFF
        self._next_bits += 1

    @property
    def _bridge(self) -> int:
        return self._lines["run"] << 2 | self._lines["pb"] << 1 | self._lines["pa"]

    def _moved(self, t_us: float) -> None:
        """Lines that move at one instant are one state."""
        if self._seen[-1][0] == t_us:
            self._seen.pop()
        self._seen.append((t_us, self._bridge))

    def _select(self, t_us: float, level: int) -> None:
        if not level:
            self._next = self._next_bits = 0
            return
        if not self._next_bits:
            return
        if self._up_us >= 0:
            states = (state for at_us, state in self._seen if at_us < t_us)
            lines = tuple(state for state, _ in groupby(states))
            self.samples.append(Sample(self._up_us, self._frame, self._bits, lines))
        self._up_us, self._frame, self._bits = t_us, self._next, self._next_bits
        self._next_bits = 0
        self._seen = [(t_us, self._bridge)]
