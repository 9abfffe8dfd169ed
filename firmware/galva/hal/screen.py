"""The OLED screen: optional, and no trouble with it reaches the application."""

from machine import I2C, Pin
from ssd1306 import SSD1306

_HZ = 400_000
# A transfer takes 0.8 ms, and beside the tick up to 8. The port's own 50 ms are too long to wait.
_TIMEOUT_US = 10_000


class OledScreen:
    """Port Screen. Quiet from the first transfer that fails until `look` finds it again."""

    def __init__(self, board: "Board") -> None:
        sda, scl = board.pins.sda, board.pins.scl
        block = sda // 2 % 2 if board.chip.startswith("rp2") else 0  # RP2040 data sheet 1.4.3
        bus = I2C(block, sda=Pin(sda), scl=Pin(scl), freq=_HZ, timeout=_TIMEOUT_US)
        self._oled = SSD1306(bus)
        self.there = False

    def look(self) -> None:
        """Set it up; `there` says whether it answered."""
        self.there = True
        self._try(self._oled.start)

    def row(self, at: int, text: str, half: int) -> None:
        """Draw and send row 0..7; half: -1 = as it is, 0 or 1 = of double size."""
        if not self.there:
            return
        page = self._oled.page
        page.fill(0)
        page.text(text, 0, 0)
        if half >= 0:
            self._oled.enlarge(half)
        self._try(self._oled.send, at)

    def light(self, on: bool) -> None:
        """Lit, or dark and asleep."""
        if self.there:
            self._try(self._oled.light, on)

    def _try(self, action: "Callable[..., None]", *values: int) -> None:
        try:
            action(*values)
        except OSError:  # not there, unplugged, a line stuck
            self.there = False


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from galva.core.board import Board
