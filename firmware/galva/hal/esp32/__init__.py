"""ESP32 and ESP32-S3: sample stream by I2S and DMA, limits and tick by a soft timer."""

from .output import DmaOutput
from .sense import TickSense
from .ticker import SoftTicker
from .watchdog import TaskWatchdog


def ports(board: "Board", cal: "Calibration") -> "tuple[Output, Sense, Ticker, Watchdog]":
    """Output, Sense, Ticker and Watchdog of this chip, with the output off."""
    output = DmaOutput(board, cal)
    return output, TickSense(board.pins, output), SoftTicker(), TaskWatchdog(board.chip)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.ports import Output, Sense, Ticker, Watchdog
