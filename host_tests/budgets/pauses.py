"""How long the application and the tick of the running chip leave each other and a host waiting.

asyncio looks for what is due between any two steps of the application: a pin shows when. Another
shows when a tick begins. Memory is collected more often than on a device, so that a short run
has many collections in it.
"""

from dataclasses import dataclass
from itertools import pairwise

from host_tests.scenarios.sessions import power_on, start, until
from tools import image
from tools.emulator.rig import EmulatedRig

_TICK_GPIO, _STEP_GPIO = 15, 16  # free on the pico
_COLLECT_BYTES = 8192
_MARKS = f"""
from asyncio import core
from machine import Pin
tick, step = Pin({_TICK_GPIO}, Pin.OUT), Pin({_STEP_GPIO}, Pin.OUT)
look, queue = device.sense.sample, core._io_queue
wait = queue.wait_io_event
def sample():
    tick.toggle()
    look()
def waited(ms):
    step(0)
    wait(ms)
    step(1)
device.sense.sample = sample
queue.wait_io_event = waited
gc.threshold({_COLLECT_BYTES})
"""
_SEEN_MS = 3000


@dataclass
class Pauses:
    """The longest of each, ms: a step of the application, the time from tick to tick."""

    step_ms: float
    tick_ms: float


def in_session(seen_ms: float = _SEEN_MS) -> Pauses:
    """Of seen_ms in RUN, skin touched, collections among them."""
    rig = EmulatedRig(skin="good", files=image.laid(_MARKS))
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    ticks_us: list[float] = []
    steps: list[tuple[float, int]] = []  # (us, 1 from the begin of a step, 0 at its end)
    rig.chip.watch(_TICK_GPIO, lambda t_us, _level: ticks_us.append(t_us))
    rig.chip.watch(_STEP_GPIO, lambda t_us, level: steps.append((t_us, level or 0)))
    rig.run(seen_ms)
    busy_us = [b - a for (a, begun), (b, _) in pairwise(steps) if begun]
    return Pauses(max(busy_us) / 1000, max(b - a for a, b in pairwise(ticks_us)) / 1000)
