"""ESP32 and ESP32-S3: sample stream by I2S and DMA, limits and tick by a soft timer."""

from .output import DmaOutput
from .sense import TickSense
from .ticker import SoftTicker


def ports(board: "Board", cal: "Calibration") -> "tuple[Output, Sense, Ticker]":
    """Output, Sense and Ticker of this chip, with the output off."""
    output = DmaOutput(board, cal)
    return output, TickSense(board.pins, output), SoftTicker()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.ports import Output, Sense, Ticker
