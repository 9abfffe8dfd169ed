"""Figures of the whole firmware: boot, heap, tick."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tools import image
from tools.bench import stack
from tools.emulator.rig import EmulatedRig

CYCLES_PER_US = 125
_BOOT_MS = 3000
_SEEN_BYTES = 24  # of boot.py, found in the memory: it is longer than what littlefs puts inline
_CS_EDGES = 3  # an output, high; low; high after the DAC's frame

# Runs on the chip: a whole session on the real hal, ticked by hand, every state counted.
_TICKS = """
import gc
from time import sleep_us, ticks_diff, ticks_us
from board import BOARD
from galva import hal
from galva.core import course, session
from galva.core.engine import Engine
from galva.hal.rp2 import guard

device = hal.build(BOARD)
engine = Engine(device.output, device.sense, device.cal, BOARD)

counts = [0] * 24

def tick():
    engine.beat()
    start = ticks_us()
    engine.tick()
    us = ticks_diff(ticks_us(), start)
    sleep_us(5000 - us)
    return us

def ticks(k, most_ticks):
    device.output.guard.state[guard.LEASE] = 100  # counting the heap takes 10 ms:
    before = gc.mem_alloc()
    device.sense.sample()  # that is neither a dead tick nor a late one
    sleep_us(2000)
    state = engine.course.state
    n = most = total = 0
    while n < most_ticks and engine.course.state == state:
        us = tick()
        n += 1
        total += us
        if us > most:
            most = us
    counts[k] = total // n
    counts[k + 1] = most
    counts[k + 2] = gc.mem_alloc() - before
    counts[k + 3] = state

gc.collect()
gc.disable()
ticks(0, 100)
engine.request = course.START
tick()
ticks(4, 900)  # the whole self-test, for it is the first session
for k in (8, 12, 16):
    ticks(k, 400)
engine.request = course.STOP
tick()
ticks(20, 60)
device.off()
for k in range(0, 24, 4):
    print("TICK", session.STATES[counts[k + 3]], counts[k], counts[k + 1], counts[k + 2])
"""

_MARK_GPIO = 15  # free on the pico
_MARK = f"""
from machine import Pin
mark, look = Pin({_MARK_GPIO}, Pin.OUT), device.sense.sample
def sample():
    mark.toggle()
    look()
device.sense.sample = sample
"""
_IDLE_MS = 6000  # the whole self-test is over
_FREE = f"""
import asyncio
async def look():
    await asyncio.sleep_ms({_IDLE_MS})
    gc.collect()
    print("FREE", gc.mem_free())
asyncio.create_task(look())
"""


@dataclass
class Ticks:
    """All ticks of a state, hundreds at most: cycles of one, bytes the heap grew by in all."""

    state: str
    mean_cycles: int
    most_cycles: int
    bytes_grown: int


@dataclass
class Safe:
    """Times since the reset: MicroPython begins to read boot.py; RUN is low; all is off."""

    begun_us: float
    run_us: float
    off_us: float

    @property
    def firmware_us(self) -> float:
        """What boot.py takes: read, compiled, run until code 0 is in the DAC."""
        return self.off_us - self.begun_us


def safe() -> Safe:
    """Of a reset, to 50 us: when boot.py begins, and when its lines have taken effect."""
    content = image.files("pico")
    first = content["boot.py"][:_SEEN_BYTES]
    rig = EmulatedRig(files=content)
    low: list[float] = []
    high: list[float] = []
    rig.chip.watch(rig.pins.run, lambda t_us, level: low.append(t_us))
    rig.chip.watch(rig.pins.cs, lambda t_us, level: high.append(t_us))
    begun_us = 0.0
    while len(high) < _CS_EDGES:
        if rig.now_ms > _BOOT_MS:
            raise RuntimeError(f"boot.py does not run: {rig.console}")
        rig.run(0.05)
        if not begun_us and first in bytes(rig.chip.mcu.sram):
            begun_us = rig.now_ms * 1000
    return Safe(begun_us, low[0], high[-1])


@dataclass
class Ready:
    """Times since the reset: the first status line, the self-test runs; IDLE, it has passed."""

    answers_ms: float
    tested_ms: float


def ready() -> Ready:
    """Of a power-on with the electrodes in the air."""
    rig = EmulatedRig()
    answers_ms = 0.0
    while rig.status.get("state") != "IDLE":
        if rig.now_ms > _BOOT_MS + _IDLE_MS:
            raise RuntimeError(f"not ready: {rig.status or rig.console}")
        rig.run(2)
        answers_ms = answers_ms or (rig.now_ms if rig.statuses else 0.0)
    return Ready(answers_ms, rig.now_ms)


def mpy_bytes(board: str = "pico") -> int:
    """Of all compiled files that a board gets."""
    return sum(len(data) for name, data in image.app(board).items() if name.endswith(".mpy"))


def free_heap() -> int:
    """Bytes free with the application running in IDLE, after a collection."""
    rig = EmulatedRig(files=image.laid(_FREE))
    while not re.search(r"FREE \d+\s", rig.console) and rig.now_ms < _BOOT_MS + 2 * _IDLE_MS:
        rig.run(50)
    return int(rig.console.split("FREE")[1].split()[0])


def session_ticks() -> Iterator[Ticks]:
    """A session on typical skin, ticked by hand on the emulated chip."""
    rig = EmulatedRig(skin="good", files=image.bare())
    rig.run(300)
    printed = rig.chip.execute(_TICKS, 20_000)
    for line in printed.splitlines():
        if line.startswith("TICK"):
            _, state, mean_us, most_us, grown = line.split()
            yield Ticks(
                state, int(mean_us) * CYCLES_PER_US, int(most_us) * CYCLES_PER_US, int(grown)
            )


def tick_jitter_us() -> tuple[float, float]:
    """Least and most time between two ticks of the running device, as they begin to sense."""
    rig = EmulatedRig(files=image.laid(_MARK))
    while not rig.statuses and rig.now_ms < _BOOT_MS:
        rig.run(50)
    starts_us: list[float] = []
    rig.chip.watch(_MARK_GPIO, lambda t_us, _level: starts_us.append(t_us))
    rig.run(400)
    gaps_us = [b - a for a, b in pairwise(starts_us)]
    return min(gaps_us), max(gaps_us)


def rows() -> Iterator[tuple[str, str]]:
    """(what, figure) of all of them, each as soon as it is measured."""
    off = safe()
    yield "reset to boot.py's first byte, MicroPython's own start", f"{off.begun_us / 1000:.2f} ms"
    yield "boot.py's first byte to all outputs off", f"{off.firmware_us / 1000:.2f} ms"
    on = ready()
    yield "reset to the first answer", f"{on.answers_ms:.0f} ms"
    yield "reset to IDLE, the whole self-test passed", f"{on.tested_ms:.0f} ms"
    yield "free heap with the application running, in IDLE", f"{free_heap()} bytes"
    for step, bytes_free in stack.free(EmulatedRig()):
        yield f"stack free above MicroPython's margin, {step}", f"{bytes_free} bytes"
    least_us, most_us = tick_jitter_us()
    yield "time between ticks", f"{least_us:.1f} to {most_us:.1f} µs"
    for ticks in session_ticks():
        cost = f"mean {ticks.mean_cycles}, most {ticks.most_cycles} cycles"
        yield f"tick in {ticks.state}", f"{cost}, {ticks.bytes_grown} bytes allocated"
