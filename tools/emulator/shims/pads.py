"""Pads: what an output drives is read back by GPIO_IN (RP2040 data sheet 2.19.1, figure 37).

rp2040py 0.3.6 gives only what drives a pin from outside.
"""

from collections.abc import Callable
from typing import Any


def read_back(chip: Any) -> None:
    """A driven pad is its own input, until the output lets go of it."""

    def listener(pin: Any) -> Callable[[int, int], None]:
        ours = False  # the pad shows the output, not what an outside device drives

        def changed(value: int, _old: int) -> None:
            nonlocal ours
            if int(value) in (0, 1):
                ours = pin._driven = True
                pin._raw_input_value = int(value) == 1
            elif ours:
                ours = pin._driven = False

        return changed

    for pin in chip.mcu.gpio:
        pin.add_listener(listener(pin))
