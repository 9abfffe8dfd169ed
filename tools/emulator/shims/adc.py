"""ADC: round robin goes through every channel of its mask.

rp2040py 0.3.6 masks the next channel with 12, so that channels 0 and 1 are one, and wraps from 4
to 1, so that channel 0 is never sampled again.
"""

from typing import Any

from rp2040py.peripherals.adc import (
    CS_AINSEL_MASK,
    CS_AINSEL_SHIFT,
    CS_RROBIN_MASK,
    CS_RROBIN_SHIFT,
    RPADC,
)


def following(cs: int) -> int:
    """The channel after the present one in the round robin mask of CS, or the same for no mask."""
    mask = cs >> CS_RROBIN_SHIFT & CS_RROBIN_MASK
    channel = cs >> CS_AINSEL_SHIFT & CS_AINSEL_MASK
    for step in range(1, 6):
        if mask >> (channel + step) % 5 & 1:
            return (channel + step) % 5
    return channel


def round_robin(chip: Any) -> None:
    """Replace the setter that upstream calls with the channel it worked out."""

    class Adc(RPADC):
        @property
        def _active_channel(self) -> int:
            return self.cs >> CS_AINSEL_SHIFT & CS_AINSEL_MASK

        @_active_channel.setter
        def _active_channel(self, _worked_out: int) -> None:
            channel = following(self.cs)
            self.cs &= ~(CS_AINSEL_MASK << CS_AINSEL_SHIFT)
            self.cs |= channel << CS_AINSEL_SHIFT

    chip.mcu.adc.__class__ = Adc
