"""RP2040 and RP2350: sample stream by PIO, guard in its IRQ, tick by a hard timer."""

from . import registers
from .output import StreamOutput
from .sense import GuardSense
from .ticker import HardTicker
from .watchdog import ChipWatchdog


def ports(board: "Board", cal: "Calibration") -> "tuple[Output, Sense, Ticker, Watchdog]":
    """Output, Sense, Ticker and Watchdog of this chip, with the output off."""
    output = StreamOutput(board, cal)
    watchdog = ChipWatchdog(registers.of(board.chip))
    return output, GuardSense(board.pins, output.guard), HardTicker(), watchdog


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.ports import Output, Sense, Ticker, Watchdog
