"""A PIO block of rp2040py, with the repository's shim, in no chip: the program and what is done
to it, and nothing else. And the same of a whole chip, by listening."""

from collections.abc import Iterable, Sequence
from typing import Any

from rp2040py.rp2040 import RP2040
from rp2040py.simulator import Simulator

from tools.emulator.chip import CYCLE_NS, Chip
from tools.emulator.shims.pio import ExactPio
from tools.oracle.pio import FLUSH, GO, MUX, PLACES, PUT, STOP, Act, Edge
from tools.oracle.program import Program, loaded

_CTRL, _TXF0, _INSTR_MEM = 0x000, 0x010, 0x048
_CLKDIV, _EXECCTRL, _SHIFTCTRL, _INSTR, _PINCTRL = 0x0C8, 0x0CC, 0x0D0, 0x0D8, 0x0DC
_XOR, _SET, _CLEAR = 1, 2, 3
_FJOIN_TX = 1 << 30
_PIO0 = 6  # function of a pin
_PIO0_AT, _IO_BANK0_AT = 0x50200, 0x40014


def cycles(clock: Any) -> float:
    """What the clock shows; an alarm of another clock may have left it between two cycles."""
    return round(float(clock.nanos) / CYCLE_NS, PLACES)


def run(program: Program, acts: Iterable[Act], end: int) -> list[Edge]:
    """The edges that these acts make until this cycle."""
    mcu = RP2040()
    Simulator(rp2040=mcu)  # without an owner a PIO would want an event loop
    pio = ExactPio(mcu, 0)
    _load(pio, program)
    edges: list[Edge] = []
    for gpio in program.pins:
        mcu.gpio[gpio].ctrl = _PIO0
    _hear(mcu, mcu.clock, program.pins, edges)
    for act in (*acts, Act(end, "")):
        mcu.clock.tick(act.cycle * CYCLE_NS - mcu.clock.nanos)
        _do(pio, act)
    return edges


def _load(pio: ExactPio, program: Program) -> None:
    for k, opcode in enumerate(program.opcodes):
        pio.write_uint32(_INSTR_MEM + 4 * k, opcode)
    pio.write_uint32(_CLKDIV, program.divisor << 16)
    pio.write_uint32(_EXECCTRL, program.top << 12 | program.target << 7)
    pio.write_uint32(_SHIFTCTRL, _FJOIN_TX | program.threshold << 25)
    side = program.side_count << 29 | program.side_base << 10
    pio.write_uint32(_PINCTRL, side | program.out_count << 20 | program.out_base)
    machine: Any = pio.pio.machines[0]
    machine.pc, machine.x, machine.input_shift_reg = program.start, program.x, program.isr
    pio._join(machine)
    pio.pio.pin_directions = sum(1 << gpio for gpio in program.pins)
    pio.pio.pin_values = 1 << program.side_base
    pio.pio.check_changed_pins()


def _do(pio: ExactPio, act: Act) -> None:
    if act.kind == PUT:
        pio.write_uint32(_TXF0, act.value)
    elif act.kind == FLUSH:
        pio.write_uint32_atomic(_SHIFTCTRL, _FJOIN_TX, _XOR)
        pio.write_uint32_atomic(_SHIFTCTRL, _FJOIN_TX, _XOR)
    elif act.kind in (GO, STOP):
        pio.write_uint32_atomic(_CTRL, 1, _SET if act.kind == GO else _CLEAR)


class Spy:
    """Stands before PIO 0 of a whole chip: `acts` done to state machine 0, `edges` of its pads.

    program: as it is when the machine first starts. Both begin there, but for what is in the FIFO.
    """

    program: Program

    def __init__(self, chip: Chip, pins: Any) -> None:
        self.acts: list[Act] = []
        self.edges: list[Edge] = []
        self._chip = chip
        self._pio = chip.pios[0]
        chip.mcu.peripherals[_PIO0_AT] = self
        order = (pins.cs, pins.sck, pins.mosi, pins.pa, pins.pb, pins.run)
        _hear(chip.mcu, chip.clock, order, self.edges)
        self._spy_on_run(chip.mcu.peripherals[_IO_BANK0_AT], 8 * pins.run + 4)

    def _spy_on_run(self, bank: Any, at: int) -> None:
        write = bank.write_uint32

        def write_uint32(offset: int, value: int) -> None:
            if offset == at:
                self._note(MUX, int(value & 31 == _PIO0))
            write(offset, value)

        bank.write_uint32 = write_uint32

    def _note(self, kind: str, value: int = 0) -> None:
        if kind == GO and not any(act.kind == GO for act in self.acts):
            self.program = loaded(self._chip)
            self.edges.clear()
        self.acts.append(Act(cycles(self._chip.clock), kind, value))

    def write_uint32_atomic(self, offset: int, value: int, kind: int) -> None:
        """A write of the processor, plain (0) or through an alias."""
        if offset == _TXF0:
            self._note(PUT, value)
        elif offset == _SHIFTCTRL and kind == _XOR and value & _FJOIN_TX:
            self._note(FLUSH)
        elif offset == _CTRL and (value & 1 or not kind):
            self._note(GO if value & 1 and kind != _CLEAR else STOP)
        self._pio.write_uint32_atomic(offset, value, kind)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pio, name)


def _hear(mcu: Any, clock: Any, gpios: Sequence[int], edges: list[Edge]) -> None:
    """Add an edge whenever one of these pads changes; those of one instant are one edge."""
    shown = 1  # CS

    def changed(bit: int, level: int) -> None:
        nonlocal shown
        cycle = cycles(clock)
        shown = shown & ~bit | (bit if level == 1 else 0)
        if edges and edges[-1].cycle == cycle:
            edges.pop()
        before = edges[-1].levels if edges else 1
        if shown != before:
            edges.append(Edge(cycle, shown))

    for k, gpio in enumerate(gpios):
        mcu.gpio[gpio].add_listener(lambda value, _old, k=k: changed(1 << k, int(value)))
