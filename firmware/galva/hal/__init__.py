"""The only code that imports machine, rp2, time: builds the ports for one board."""

from time import sleep_ms

from .clock import SystemClock, TickCalendar
from .link import Console, links
from .panel import LightBuzzer, buttons
from .store import Store, calibration

_CODE_0_MS = 15  # hal/rp2: 2, hal/esp32: 13


class Device:
    """Everything that the application gets: one object for each port."""

    def __init__(self, board: "Board", folder: str) -> None:
        pins = board.pins
        self.board = board
        self.store = Store(folder)
        self.cal = calibration(self.store, board.afe)
        ports, screen = _parts(board)
        self.output, self.sense, self.ticker, self.watchdog = ports(board, self.cal)
        self.clock = SystemClock()
        self.calendar = TickCalendar()
        self.signal = LightBuzzer(pins)
        self.screen = screen and screen(board)
        self.links = links(pins)
        self.console = Console(self.links)
        self.buttons = buttons(board)

    def off(self) -> None:
        """Off, then no more ticks, then off again: a tick may have come in between.

        Then the watchdog: so far it is the way out of whatever hangs here. At last the time that
        code 0 needs to the DAC: a soft reset, which may follow, stops the clock. The rest is show.
        """
        self.output.off()
        self.ticker.stop()
        self.output.off()
        self.watchdog.stop()
        sleep_ms(_CODE_0_MS)
        if self.screen:
            self.screen.light(False)  # what it shows is no longer so


def _parts(board: "Board") -> "Parts":
    """What differs between the chips, each of which imports what the others do not have.

    No screen for a board without pins for one, which is spared its code too.
    """
    if board.chip.startswith("rp2"):
        from .rp2 import ports
    else:
        from .esp32 import ports
    if "sda" not in board.pins.gpio:
        return ports, None
    from .screen import OledScreen

    return ports, OledScreen


def load(board: "Board") -> None:
    """Import what `build` needs, where imports are quick (finder.py). Touches no hardware."""
    _parts(board)


def build(board: "Board", folder: str = "") -> Device:
    """The device of this board, with its output off; its records and texts are in folder."""
    device = Device(board, folder)
    device.output.off()
    return device


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.ports import Output, Screen, Sense, Ticker, Watchdog

    Ports = Callable[[Board, Calibration], tuple[Output, Sense, Ticker, Watchdog]]
    Parts = tuple[Ports, Callable[[Board], Screen] | None]
