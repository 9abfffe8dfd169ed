"""PIO: every instruction at its exact cycle.

rp2040py 0.3.6 steps a PIO at most once per CPU instruction and once per idle jump: +-15 cycles
of false jitter, and a sleeping CPU slows it down. Here the block never looks busy to the loop; a
clock alarm fires at the due time of its next instruction, and every register access first brings
it up to date. A `jmp(y_dec)` to itself is one stretch, not one alarm an iteration. Changing FJOIN
also flushes and resizes the FIFOs, which upstream does not do.
"""

from typing import Any

from rp2040py.utils.fifo import FIFO

CYCLE_NS = 8.0
_NEVER = 1 << 61
_BASE, _STRIDE = 0x50200, 0x100
_JMP_Y_DEC = 0x0080
_SHIFTCTRL = (0xD0, 0xE8, 0x100, 0x118)


class ExactPio:
    """Stands in for one PIO block on the bus."""

    def __init__(self, mcu: Any, index: int) -> None:
        self.mcu = mcu
        self.pio = mcu.pio[index]
        self.clock = mcu.clock
        self.name = self.pio.name
        self._last_ns = self.clock.nanos
        self._spins: tuple[Any, int] = (None, 0)
        self._alarm = self.clock.create_alarm(self._due)
        mcu.peripherals[_BASE + _STRIDE * index] = self

    def _sync(self) -> None:
        cycles = int((self.clock.nanos - self._last_ns) / CYCLE_NS + 1e-6)
        if cycles > 0:
            self._last_ns += cycles * CYCLE_NS
            self._spin(cycles)
            self.pio.advance(cycles)

    def _spinning(self) -> tuple[Any, int]:
        """The one enabled machine that counts Y down on the spot, and the length of a turn."""
        enabled = [machine for machine in self.pio.machines if machine.enabled]
        if len(enabled) != 1 or enabled[0].waiting:
            return None, 0
        machine = enabled[0]
        opcode = self.pio.instructions[machine.pc]
        if opcode & 0xE0FF != _JMP_Y_DEC | machine.pc or not machine.y:
            return None, 0
        delay = opcode >> 8 & (0x1F >> (machine.pin_ctrl >> 29))
        return machine, (1 + delay) * machine.div_fp

    def _spin(self, cycles: int) -> None:
        """Take all turns that are due in so many cycles: upstream forgets what is long owed."""
        machine, turn_fp = self._spins
        if machine:
            until_fp = self.pio.cycle_fp + (cycles << 8)
            turns = min(machine.y, (until_fp - machine.next_due_fp) // turn_fp + 1)
            if turns > 0:
                machine.y -= turns
                machine.next_due_fp += turns * turn_fp

    def _arm(self) -> None:
        pio = self.pio
        pio.stopped = True
        pio.recompute_due()
        if pio.next_due_fp >= _NEVER:
            self._alarm.cancel()
            return
        machine, turn_fp = self._spins = self._spinning()
        due_fp = machine.next_due_fp + machine.y * turn_fp if machine else pio.next_due_fp
        cycles = -(-(due_fp - pio.cycle_fp) // 256)
        self._alarm.schedule(max(1, cycles) * CYCLE_NS - (self.clock.nanos - self._last_ns))

    def _due(self) -> None:
        self._sync()
        self._arm()

    def read_uint32(self, offset: int) -> int:
        """A register read at this instant."""
        self._sync()
        value = self.pio.read_uint32(offset)
        self._arm()
        return int(value)

    def write_uint32(self, offset: int, value: int) -> None:
        """A register write at this instant."""
        self._sync()
        self.pio.write_uint32(offset, value)
        self._arm()

    def write_uint32_atomic(self, offset: int, value: int, kind: int) -> None:
        """A write through a set, clear or xor alias."""
        self._sync()
        machine = self._machine(offset)
        before = machine.shift_ctrl >> 30 if machine else 0
        self.pio.write_uint32_atomic(offset, value, kind)
        if machine and machine.shift_ctrl >> 30 != before:
            self._join(machine)
        self.pio.check_changed_pins()
        self._arm()

    def _machine(self, offset: int) -> Any:
        return self.pio.machines[_SHIFTCTRL.index(offset)] if offset in _SHIFTCTRL else None

    def _join(self, machine: Any) -> None:
        join = machine.shift_ctrl >> 30 & 3
        machine.tx_fifo = FIFO(8 if join == 1 else 4)
        machine.rx_fifo = FIFO(8 if join == 2 else 4)
        self.mcu.dma.set_dreq(machine.dreq_tx)
        self.mcu.dma.clear_dreq(machine.dreq_rx)
        self.pio.check_interrupts()

    def reset(self) -> None:
        """The chip resets."""
        self.pio.reset()
        self.restart()

    def restart(self) -> None:
        """Time went on while nothing ran."""
        self._last_ns = self.clock.nanos
        self._alarm.cancel()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pio, name)


def exact(chip: Any) -> None:
    """Put both blocks behind an ExactPio."""
    chip.pios = [ExactPio(chip.mcu, index) for index in (0, 1)]
