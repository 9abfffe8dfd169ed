"""The firmware's PIO program as MicroPython's own assembler made it, read out of the PIO."""

from typing import Any, NamedTuple

from tools import image
from tools.emulator import disk
from tools.emulator.chip import Chip

SOURCE = "galva/hal/rp2/program"
PIN_CS, PIN_PA = 17, 2  # of the pico
_EMPTY = ("galva/__init__.py", "galva/hal/__init__.py", "galva/hal/rp2/__init__.py")
_MAKE = f"""
class Pins:
    cs = {PIN_CS}
    pa = {PIN_PA}
from galva.hal.rp2 import program
sm = program.machine(Pins, 1)
"""


class Program(NamedTuple):
    """State machine 0 of PIO 0 before it starts.

    opcodes: all 32 places; target, top: of the wrap; a pull counts as used up after `threshold`
    bits. x: the safe word; isr: the delay. divisor: cycles of the chip for one of the PIO.
    """

    opcodes: tuple[int, ...]
    start: int
    target: int
    top: int
    threshold: int
    side_base: int
    side_count: int
    out_base: int
    out_count: int
    x: int
    isr: int
    divisor: int

    @property
    def pins(self) -> tuple[int, ...]:
        """Those that it drives: the side-set's, then OUT's."""
        side = range(self.side_base, self.side_base + self.side_count)
        return (*side, *range(self.out_base, self.out_base + self.out_count))


def assemble() -> Program:
    """Boots an emulated chip with nothing but this file, and makes the state machine there."""
    whole = image.files("pico")
    files = dict.fromkeys(_EMPTY, b"") | {SOURCE + ".mpy": whole[SOURCE + ".mpy"]}
    chip = Chip(disk.littlefs(files)).boot()
    chip.execute(_MAKE)
    return loaded(chip)


def loaded(chip: Chip) -> Program:
    """What the registers of the chip's state machine say."""
    pio = chip.mcu.pio[0]
    machine: Any = pio.machines[0]
    return Program(
        opcodes=tuple(pio.instructions),
        start=machine.pc,
        target=machine.wrap_bottom,
        top=machine.wrap_top,
        threshold=machine.pull_threshold,
        side_base=machine.sideset_base,
        side_count=machine.sideset_count,
        out_base=machine.out_base,
        out_count=machine.out_count,
        x=machine.x,
        isr=machine.input_shift_reg,
        divisor=machine.clock_div_int,
    )
