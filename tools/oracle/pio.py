"""The PIO program on rp2040-pio-emulator: given what the chip's processor did, what the pins did.

Times are cycles of the chip, 125 MHz.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unittest.mock import patch

from pioemu import ShiftRegister, State, emulate, instruction_decoder

from tools.oracle.program import Program

PUT, FLUSH, GO, STOP, MUX = "put", "flush", "go", "stop", "mux"
PLACES = 3  # of a time in cycles
FIFO_MOST = 8  # both joined
SHIMS = {
    "irq": "has no IRQ instruction: here MOV Y, Y, as long; Y is set before it is used",
    "pull_thresh": "JMP !OSRE asks for 32 shifted bits: here for pull_thresh's 16",
    "fifo": "has no write to a FIFO while it runs, no join and no flush: done to its FIFO between "
    "two instructions",
}
_OPERATION, _IRQ, _MOV_Y_Y = 0xE000, 0xC000, 0xA042
_SIDE_AND_DELAY = 0x1F00


class Act(NamedTuple):
    """What was done to the block: PUT value, FLUSH, GO, STOP; MUX: RUN's pad is its (1) or low."""

    cycle: float
    kind: str
    value: int = 0


class Edge(NamedTuple):
    """From this cycle on the pins are `levels`: bit k is Program.pins[k]."""

    cycle: float
    levels: int


class Machine:
    """One state machine of rp2040-pio-emulator. clock: of its next instruction, in PIO cycles."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._state = State(
            program_counter=program.start,
            pin_values=1 << program.side_base,  # CS is high
            pin_directions=0xFFFFFFFF,
            input_shift_register=ShiftRegister(program.isr, 0),
            x_register=program.x,
        )
        self._steps = self._emulated()

    @property
    def clock(self) -> int:
        return int(self._state.clock)

    def _emulated(self) -> Iterator[tuple[State, State]]:
        program = self.program

        def used_up(state: State) -> bool:
            return bool(state.output_shift_register.counter >= program.threshold)

        steps = emulate(
            [_without_irq(opcode) for opcode in program.opcodes],
            stop_when=lambda _opcode, _state: False,
            initial_state=self._state,
            shift_osr_right=False,
            out_base=program.out_base,
            out_count=program.out_count,
            side_set_base=program.side_base,
            side_set_count=program.side_count,
            wrap_target=program.target,
            wrap_top=program.top,
        )
        with patch.object(instruction_decoder, "output_shift_register_empty", used_up):
            first = next(steps)  # it looks the condition up once
        yield first
        yield from steps

    def step(self) -> int:
        """One instruction; the levels that it leaves."""
        _, self._state = next(self._steps)
        values = self._state.pin_values
        return sum((values >> gpio & 1) << k for k, gpio in enumerate(self.program.pins))

    def do(self, act: Act) -> None:
        """To its FIFO."""
        fifo: deque[int] = self._state.transmit_fifo
        if act.kind == FLUSH:
            fifo.clear()
        elif act.kind == PUT and len(fifo) < FIFO_MOST:
            fifo.append(act.value)


def _without_irq(opcode: int) -> int:
    if opcode & _OPERATION != _IRQ:
        return opcode
    return _MOV_Y_Y | opcode & _SIDE_AND_DELAY


class _Pads:
    """The edges so far; RUN, the last of the pins, is low while its pad is not the PIO's."""

    def __init__(self, pins: int) -> None:
        self.edges: list[Edge] = []
        self._run = 1 << pins - 1
        self._shows = -1  # all of them
        self._levels = self._shown = 1  # CS

    def mux(self, cycle: float, ours: int) -> None:
        self._shows = -1 if ours else ~self._run
        self.set(cycle, self._levels)

    def set(self, cycle: float, levels: int) -> bool:
        """True when that is an edge."""
        self._levels = levels
        shown = levels & self._shows
        if shown == self._shown:
            return False
        self._shown = shown
        self.edges.append(Edge(round(cycle, PLACES), shown))
        return True


def replay(program: Program, acts: Sequence[Act], seen: Sequence[Edge]) -> list[Edge]:
    """The edges that these acts make, until the last of them.

    seen: the other emulator's. Taken from it: the instants of two edges after each GO, the first
    of which falls with the write to the register. All after that is counted here.
    """
    machine = Machine(program)
    pads = _Pads(len(program.pins))
    begin = -1.0  # the chip's cycle at the machine's clock 0; -1: stopped
    for act in acts:
        while begin >= 0 and (cycle := begin + program.divisor * machine.clock) < act.cycle:
            pads.set(cycle, machine.step())
        if act.kind == GO and begin < 0:
            begin = _begin(machine, pads, [edge for edge in seen if edge.cycle > act.cycle][:2])
        elif act.kind == STOP:
            begin = -1.0
        elif act.kind == MUX:
            pads.mux(act.cycle, act.value)
        else:
            machine.do(act)
    return pads.edges


def _begin(machine: Machine, pads: _Pads, seen: Sequence[Edge]) -> float:
    """Make these edges; the chip's cycle at the machine's clock 0."""
    begin = -1.0
    for edge in seen:
        clock = machine.clock
        while not pads.set(edge.cycle, machine.step()):
            clock = machine.clock
        begin = edge.cycle - machine.program.divisor * clock
    return begin
