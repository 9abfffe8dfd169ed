"""What upstream's emulator gets wrong, mended from outside: one shim a bug, each with a test that
fails when upstream mends it. SHIMS names them; a Chip can leave any of them out."""

from collections.abc import Callable
from typing import Any

from . import adc, dma, flash, i2c, pads, pio, spi, uart, usb

SHIMS: dict[str, Callable[[Any], object]] = {
    "usb nak": usb.nak_empty_endpoint,
    "pio exact": pio.exact,
    "pads read back": pads.read_back,
    "dma timer": dma.right_pacing,
    "uart tx": uart.quiet_tx_interrupt,
    "i2c abort": i2c.abort_empties,
    "i2c wire time": i2c.wire_time,
    "adc round robin": adc.round_robin,
    "spi wire time": spi.wire_time,
    "flash busy": flash.busy,
}
