"""The ESP32's own 8-bit DAC (GPIO25, GPIO26) behind 12-bit codes, like the other DACs."""


class ESP32DAC:
    """One channel; full scale is the 3.3 V supply.

    dac: a machine.DAC, with write(0..255). Code 0 does NOT give 0 V but 0.08..0.1 V
    (hardware.md section 3), so there is no off() here: zero has to be made by a switch after it.
    """

    def __init__(self, dac: "Dac") -> None:
        self._write = dac.write

    def write(self, code: int) -> None:
        """Output the nearest of 256 steps to code (0..4095). Allocates nothing: legal in an IRQ.

        ValueError for a code outside the range. An error of the port goes to the caller.
        """
        if not 0 <= code <= 4095:
            raise ValueError("ESP32DAC: code outside 0..4095: clamp it before the DAC")
        self._write((code * 255 + 2047) // 4095)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Dac(Protocol):
        """One channel of the chip's DAC."""

        @property
        def write(self) -> Callable[[int], object]:
            """Output 0..255."""
