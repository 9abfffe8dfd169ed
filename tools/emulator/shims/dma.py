"""DMA: a pacing timer runs at clk_sys * X / Y (RP2040 data sheet 2.5.3.3).

rp2040py 0.3.6 takes the period as X / Y, so that a 25 kHz timer fires every few attoseconds and
the emulator never returns.
"""

from typing import Any

_FIRST, _LAST = 0x3B, 0x3E  # TREQ numbers of the pacing timers


def right_pacing(chip: Any) -> None:
    """Period in us = Y / X * 1e6 / clk_sys."""
    dma = chip.mcu.dma

    def get_timer(treq: int) -> float:
        if not _FIRST <= treq <= _LAST:
            return 0
        value = getattr(dma, f"_timer{treq - _FIRST}")
        x, y = value >> 16, value & 0xFFFF
        return (y / x) * 1e6 / dma.rp2040.clk_sys if x and y else 0

    dma.get_timer = get_timer
