"""What hangs on the board's other pins: buttons that bounce, and meters for light and sound."""

from collections import deque
from functools import partial
from itertools import pairwise

from tools.emulator.chip import Chip

SILENCE_US = 5000.0  # no rising edge: the lowest tone has a period of 2.5 ms
_ALIKE = 0.02  # of a period: two tones are 5 % apart or more
BOUNCE_MS = (0.0, 0.3, 0.5, 1.1, 1.2)  # closed, open, closed, open, closed


class Button:
    """Closes to ground; the pull-up is the chip's."""

    def __init__(self, chip: Chip, gpio: int) -> None:
        self._chip = chip
        self._gpio = gpio

    def move(self, *, closed: bool) -> None:
        """Press or let go, with bounces, from now on."""
        for k, ms in enumerate(BOUNCE_MS):
            level = 0 if (k % 2 == 0) == closed else None
            self._chip.at(ms, partial(self._chip.pull, self._gpio, level))


def _alike(one_us: float, other_us: float) -> bool:
    """One period in which the frequency is changed is like neither tone's."""
    return abs(one_us - other_us) < _ALIKE * one_us


class PwmMeter:
    """Frequency and duty of a pin from its last edges; remembers a bounded number of them.

    onsets: (us, Hz) of each tone, at its first edge: after silence, or where another one ended.
    """

    def __init__(self, chip: Chip, gpio: int) -> None:
        self._chip = chip
        self._gpio = gpio
        self._edges: deque[tuple[float, int]] = deque(maxlen=400)
        self.onsets: list[tuple[float, float]] = []
        self._rise_us = -SILENCE_US
        self._gap_us = 0.0  # between the last two rises, when it was no silence
        self._tone_us = 0.0  # period of the tone that sounds, 0 = none
        chip.watch(gpio, self._edge)

    def _edge(self, t_us: float, level: int | None) -> None:
        self._edges.append((t_us, level or 0))
        if not level:
            return
        gap_us = t_us - self._rise_us
        if gap_us > SILENCE_US:
            gap_us = self._tone_us = 0.0
        elif _alike(gap_us, self._gap_us) and not _alike(gap_us, self._tone_us):
            self.onsets.append((self._rise_us - self._gap_us, 1e6 / gap_us))
            self._tone_us = gap_us
        self._gap_us = gap_us
        self._rise_us = t_us

    def measure(self, window_ms: float = 20) -> tuple[float, float]:
        """(Hz, duty 0..1) over the last window_ms; a constant level is (0, its level)."""
        since_us = self._chip.clock.nanos / 1e3 - window_ms * 1e3
        edges = [edge for edge in self._edges if edge[0] >= since_us]
        rises = [t_us for t_us, level in edges if level]
        if len(rises) < 2:
            return 0.0, float(self._chip.level(self._gpio) or 0)
        high_us = sum(
            later[0] - edge[0]
            for edge, later in pairwise(edges)
            if edge[1] and rises[0] <= edge[0] < rises[-1]
        )
        span_us = rises[-1] - rises[0]
        return (len(rises) - 1) / span_us * 1e6, high_us / span_us
