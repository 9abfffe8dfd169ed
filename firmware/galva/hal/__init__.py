"""The only code that imports machine, rp2, time: builds the ports for one board."""

from galva.core.calib import Calibration

from .console import UsbConsole
from .output import BridgeOutput
from .panel import PinButton, RgbBuzzer
from .sense import AdcSense
from .ticker import HardTicker, SystemClock


class Device:
    """Everything that the application gets: one object for each port."""

    def __init__(self, board: "Board") -> None:
        pins = board.pins
        self.board = board
        self.cal = Calibration()
        self.output = BridgeOutput(board, self.cal)
        self.sense = AdcSense(pins)
        self.ticker = HardTicker()
        self.clock = SystemClock()
        self.signal = RgbBuzzer(pins)
        self.console = UsbConsole()
        self.start = PinButton(pins.start)
        self.mode = PinButton(pins.mode)
        self.plus = PinButton(pins.plus)
        self.minus = PinButton(pins.minus)

    def off(self) -> None:
        """Off, then no more ticks, then off again: a tick may have come in between."""
        self.output.off()
        self.ticker.stop()
        self.output.off()


def build(board: "Board") -> Device:
    """The device of this board, with its output off."""
    device = Device(board)
    device.output.off()
    return device


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board
