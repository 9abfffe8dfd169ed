"""The current source of front end A: MCP4821, bridge PA/PB/RUN, rail and gate. Sole owner."""

from galva.core.bridge import SHUNT
from machine import SPI, Pin
from mcp48xx import MCP48xx

_SPI_HZ = 10_000_000  # MCP4821: 20 MHz at most


class BridgeOutput:
    """Port Output. Legal in a hard IRQ: allocates nothing after construction."""

    def __init__(self, board: "Board", cal: "Calibration") -> None:
        pins = board.pins
        self._run = Pin(pins.run, Pin.OUT, value=0)
        self._pa = Pin(pins.pa, Pin.OUT, value=0)
        self._pb = Pin(pins.pb, Pin.OUT, value=0)
        self._alive = Pin(pins.alive, Pin.OUT, value=0)
        self._hv_en = Pin(pins.hv_en, Pin.OUT, value=0)
        spi = SPI(board.spi, baudrate=_SPI_HZ, sck=Pin(pins.sck), mosi=Pin(pins.mosi))
        self._dac = MCP48xx(spi, Pin(pins.cs, Pin.OUT, value=1))
        self._cal = cal
        self._code_limit = cal.code_limit
        self._bridge = SHUNT
        self._ua = 0
        self._code = 0
        self._edge = 0

    def off(self) -> None:
        """Crowbar, gate open, rail off, code 0. Idempotent, cannot fail."""
        self._run(0)  # one store: 0 uA whatever comes after
        self._pa(0)
        self._pb(0)
        self._alive(0)
        self._hv_en(0)
        self._bridge = SHUNT
        try:
            self._dac.write(0)
        except Exception:  # the bus may be what failed; crowbar and gate hold without it
            return

    def rail(self) -> None:
        """The 17.5 V rail on, bridge crowbarred."""
        self._hv_en(1)

    def drive(self, bridge: int, ua: int) -> None:
        """The one function that sets a current. ua: magnitude, clamped to the code of 600 uA.

        A change of polarity goes RUN = 0, swap, RUN = 1 (hardware.md section 9, trap 6), with the
        new code in place before RUN rises.
        """
        if ua != self._ua:
            self._ua = ua
            self._code = min(self._code_limit, self._cal.code(ua))
        code = self._code
        if bridge == self._bridge:
            self._dac.write(code)
            return
        self._run(0)
        self._bridge = SHUNT
        self._pa(bridge & 1)
        self._pb(bridge >> 1 & 1)
        self._dac.write(code)
        self._run(bridge >> 2)
        self._bridge = bridge

    def alive(self) -> None:
        """One edge for the gate's charge pump."""
        self._edge ^= 1
        self._alive(self._edge)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board
    from galva.core.calib import Calibration
