"""What one run of the chip did, from its pins: DAC frames, the end of RUN, flash erases."""

from typing import Any, NamedTuple

from tools.emulator.chip import CYCLE_NS, Chip
from tools.emulator.rig import EmulatedRig

_ERASES = (0x20, 0xD8)  # flash commands: sector, block
CYCLES_PER_US = 1e3 / CYCLE_NS


class Frame(NamedTuple):
    """The DAC took a code. load_ua: what the load then carried."""

    cycle: int
    code: int
    load_ua: float


class Recorder:
    """Listens on a rig from now on. Cycles are those of the chip, 8 ns each.

    It stands before the front end: of several listeners on one pin nobody knows who is first.
    """

    def __init__(self, rig: EmulatedRig) -> None:
        self._front = rig.front
        self._pass_on = rig.front.pin
        self.frames: list[Frame] = []
        self.run_low: list[int] = []
        self.erases: list[int] = []
        rig.front.pin = self._pin  # type: ignore[method-assign]
        self._note_erases(rig.chip)

    def _pin(self, t_us: float, role: str, level: int | None) -> None:
        front = self._front
        self._pass_on(t_us, role, level)
        if role == "cs" and level:
            self.frames.append(Frame(_cycle(t_us), front.code, front.load_ua))
        elif role == "run" and not level:
            self.run_low.append(_cycle(t_us))

    def _note_erases(self, chip: Chip) -> None:
        ssi: Any = chip.mcu.ssi
        apply = ssi._apply_command

        def noted() -> None:
            if ssi._tx_buffer and ssi._tx_buffer[0] in _ERASES:
                self.erases.append(round(chip.clock.nanos / CYCLE_NS))
            apply()

        ssi._apply_command = noted


def _cycle(t_us: float) -> int:
    return round(t_us * CYCLES_PER_US)
