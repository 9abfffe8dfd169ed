"""The output engine alone: the firmware's own hal and wave tables, without the application.

Each mode at level 5 with a short ramp up and down, then two ways in which the words end: nobody
renews the lease, and interrupts are off for longer than the FIFO lasts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from galva.core.modes import MODES
from tools import image
from tools.oracle.block import Spy
from tools.oracle.pio import Act, Edge
from tools.oracle.program import Program
from tools.oracle.recorder import Sample
from tools.oracle.rig import PY, OracleRig
from tools.oracle.sessions import Part, Record

_GAP_US = 5000.0  # the state machine stood still: the next part
_MOST_MS = 10_000
_COMMON = """
from time import sleep_ms, sleep_us
from board import BOARD
from galva.core.calib import Calibration, nominal_record
from galva.core.engine import TICK_MS
from galva.core.modes import MODES
from galva.core.player import Player
from galva.hal.rp2.guard import COUNT
from galva.hal.rp2.output import StreamOutput
from machine import Timer, disable_irq, enable_irq

output = StreamOutput(BOARD, Calibration(nominal_record()))
player = Player(TICK_MS, False)
timer = Timer(-1)

def tick(_timer):
    player.next()
    output.renew(player, 0)

def begin(mode, ramp_ms):
    player.load(mode)
    player.aim(mode.level_ua(5), ramp_ms)
    output.arm()
    output.play(player)
    tick(None)
    timer.init(period=TICK_MS, mode=Timer.PERIODIC, callback=tick, hard=True)

def end():
    timer.deinit()
    output.off()
    sleep_ms(20)
"""
_WAVE = """
begin(MODES[{mode}], {ramp_ms})
sleep_ms({run_ms})
player.aim(0, {ramp_ms})
sleep_ms({down_ms})
end()
"""
_LEASE = """
begin(MODES[0], 5)
sleep_ms(32)
timer.deinit()
sleep_ms(32)
end()
"""
_DRY = """
begin(MODES[2], 5)
sleep_ms(32)
state = output.guard.state
count = state[COUNT]
while state[COUNT] == count:  # from and to the middle of a sample: there some us do not matter
    pass
sleep_us(50)
was = disable_irq()
sleep_us(6400)
enable_irq(was)
sleep_ms(10)
end()
"""
# Nothing is changed at a multiple of the tick, where some us would make it the next one.
_TIMES_MS = {"LIFT": (200, 332, 220), "TIGHTEN": (5, 1042, 25), "INFUSE": (100, 152, 110)}


def _wave(mode: int, name: str) -> str:
    ramp_ms, run_ms, down_ms = _TIMES_MS[name]
    return _WAVE.format(mode=mode, ramp_ms=ramp_ms, run_ms=run_ms, down_ms=down_ms)


_PROGRAMS = {mode.name: _wave(k, mode.name) for k, mode in enumerate(MODES)} | {
    "lease runs out": _LEASE,
    "interrupts off, FIFO dry": _DRY,
}
PARTS = tuple(_PROGRAMS)


@dataclass
class Played:
    """A record; of rp2040py also the PIO's program, what was done to it, and the pads' edges."""

    record: Record
    program: Program | None = None
    acts: list[Act] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


def play(
    emulator: str, parts: Sequence[str] = PARTS, files: dict[str, bytes] | None = None
) -> Played:
    """Those parts on one emulator. files: changed ones of the device, to see a difference.

    ChipError with the traceback of the chip's program.
    """
    content = image.files("pico") | (files or {})
    del content["main.py"]
    played = Played(Record(emulator))
    with OracleRig(emulator, files=content) as rig:
        rig.chip.boot()
        spy = Spy(rig.chip, rig.pins) if emulator == PY else None
        rig.chip.execute(_COMMON + "".join(_PROGRAMS[part] for part in parts), _MOST_MS)
        played.record.shims = rig.shims
        pieces = _pieces(rig.samples)
    played.record.parts = [Part(name, (), piece) for name, piece in zip(parts, pieces)]
    if spy:
        played.program, played.acts, played.edges = spy.program, spy.acts, spy.edges
    return played


def _pieces(samples: list[Sample]) -> list[list[Sample]]:
    cuts = [k for k, (a, b) in enumerate(pairwise(samples), 1) if b.t_us - a.t_us > _GAP_US]
    return [samples[a:b] for a, b in pairwise([0, *cuts, len(samples)])]
