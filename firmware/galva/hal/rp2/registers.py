"""Register addresses of the two chips, for the guard, which has no time for `machine`.

RP2040 data sheet: 2.2 (map), 2.3.1.7 (SIO), 2.4.8 (NVIC), 2.19.6 (IO bank 0), 3.7 (PIO), 4.6.5
(timer), 4.9.6 (ADC), 4.7.6 (watchdog). RP2350 data sheet: 2.2, 3.1.11, 3.7.5, 9.11, 11.7, 12.4.6,
12.8.5, 12.9.7. Offsets are the same on both where only one is given.
"""

XOR, CLEAR = 0x1000, 0x3000  # aliases of a register: toggles bits, clears bits
PIO_CTRL, PIO_FLEVEL, PIO_TXF0, PIO_SM0_SHIFTCTRL = 0x000, 0x00C, 0x010, 0x0D0
FJOIN_TX = 1 << 30  # changing it empties the FIFO
GPIO_CTRL, GPIO_STRIDE = 0x004, 8  # in IO bank 0
WATCHDOG_REASON, WATCHDOG_SCRATCH0 = 0x008, 0x00C
WATCHDOG_ENABLE = 1 << 30  # of CTRL, at its base
REASON_TIMER = 1  # it ran out; machine.reset() leaves another bit


class Registers:
    """Bases and the few offsets that differ. pio0_irq: number of PIO0_IRQ_0 in the NVIC."""

    def __init__(
        self,
        adc: int,
        io_bank0: int,
        sio: int,
        sio_out_xor: int,
        pio0: int,
        pio0_irq: int,
        watchdog: int,
        timer: int,
    ) -> None:
        self.adc = adc  # CS; RESULT follows it
        self.io_bank0 = io_bank0
        self.gpio_in = sio + 0x004
        self.gpio_out_xor = sio + sio_out_xor
        self.pio0 = pio0
        self.priority = 0xE000E400 + (pio0_irq & ~3)  # NVIC_IPR: one byte each, written by words
        self.priority_shift = 8 * (pio0_irq & 3)
        self.watchdog = watchdog
        self.micros = timer + 0x028  # TIMERAWL


_CHIPS = {
    "rp2040": (0x4004C000, 0x40014000, 0xD0000000, 0x01C, 0x50200000, 7, 0x40058000, 0x40054000),
    "rp2350": (0x400A0000, 0x40028000, 0xD0000000, 0x028, 0x50200000, 15, 0x400D8000, 0x400B0000),
}


def of(chip: str) -> Registers:
    """The registers of a board's chip. KeyError for another one: Board has refused it."""
    return Registers(*_CHIPS[chip])
