"""RP2040 and RP2350: sample stream by PIO, guard in its IRQ, tick by a hard timer."""

from .output import StreamOutput
from .sense import GuardSense
from .ticker import HardTicker


def ports(board: "Board", cal: "Calibration") -> "tuple[Output, Sense, Ticker]":
    """Output, Sense and Ticker of this chip, with the output off."""
    output = StreamOutput(board, cal)
    return output, GuardSense(board.pins, output.guard), HardTicker()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.ports import Output, Sense, Ticker
