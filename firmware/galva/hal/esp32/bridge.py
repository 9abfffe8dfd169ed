"""The bridge's three lines: plain outputs, for nothing that runs without the CPU may own RUN.

LEDC survives a soft reset (micropython issue 5737) and RMT in its loop mode a dead CPU.
"""

from galva.core.bridge import SHUNT
from machine import Pin


class Bridge:
    """`state` is what the lines are: RUN << 2 | PB << 1 | PA."""

    def __init__(self, pins: "Pins") -> None:
        self._run = Pin(pins.run, Pin.OUT, value=0)
        self._pa = Pin(pins.pa, Pin.OUT, value=0)
        self._pb = Pin(pins.pb, Pin.OUT, value=0)
        self.lines = (self._run, self._pa, self._pb)  # in the order in which they go low
        self.state = SHUNT

    def crowbar(self) -> None:
        """RUN low first: 0 uA from that instant, whatever the DAC does."""
        for line in self.lines:
            line(0)
        self.state = SHUNT

    def set(self, state: int) -> None:
        """Swap through RUN low (hardware.md section 9, trap 6)."""
        self._run(0)
        self._pa(state & 1)
        self._pb(state >> 1 & 1)
        self._run(state >> 2)
        self.state = state


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins
