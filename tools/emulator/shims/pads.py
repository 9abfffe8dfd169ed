"""Pads: what an output drives is read back by GPIO_IN (RP2040 data sheet 2.19.1, figure 37).

rp2040py 0.3.6 gives only what drives a pin from outside.
"""

from collections.abc import Callable
from typing import Any

GPIO_IN = 0x004


def read_back(chip: Any) -> None:
    """GPIO_IN shows every driven pad's level, and the others as upstream does."""
    high = 0  # pads that are driven high

    def listener(bit: int) -> Callable[[int, int], None]:
        def changed(value: int, _old: int) -> None:
            nonlocal high
            high = high | bit if int(value) == 1 else high & ~bit

        return changed

    for gpio, pin in enumerate(chip.mcu.gpio):
        pin.add_listener(listener(1 << gpio))
    stock = type(chip.mcu.sio)

    class Sio(stock):  # type: ignore[misc, valid-type]
        def read_uint32(self, offset: int) -> int:
            value = super().read_uint32(offset)
            return int(value) | high if offset == GPIO_IN else value  # type: ignore[no-any-return]

    chip.mcu.sio.__class__ = Sio
