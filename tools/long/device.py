"""The emulated device that does a routine, and what it tells over two free pins."""

import json
from typing import Any

from galva.core.routine import ROUTINES, Routine
from tools import image
from tools.builds.commission import record_line
from tools.emulator.rig import EmulatedRig

_TREATS_GPIO, _ASK_GPIO = 15, 16  # free on the pico
# Put where main.py has built the device: a pin that is high while the mode flows, and one that
# asks for the heap. The firmware itself is as it is shipped.
_CODE = f"""
import gc
from time import ticks_diff, ticks_us
from machine import Pin
from galva.app.routines import Guide
from galva.core.course import Course
from galva.core.session import RAMP_UP, RUN
treats = Pin({_TREATS_GPIO}, Pin.OUT, value=0)
asked = Pin({_ASK_GPIO}, Pin.IN, Pin.PULL_UP)
step, poll = Course.step, Guide.poll
def told(self, event):
    step(self, event)
    treats(self.state == RAMP_UP or self.state == RUN)
def looked(self):
    poll(self)
    if not asked():
        start = ticks_us()
        gc.collect()
        us = ticks_diff(ticks_us(), start)
        print("FREE", gc.mem_free(), us)
Course.step, Guide.poll = told, looked
"""
# What a count of ticks was after so many days: it wraps at 2^30.
_TICKS = """
from galva.core.engine import Engine
made = Engine.__init__
def aged(self, *ports):
    made(self, *ports)
    self.ticks = {ticks}
Engine.__init__ = aged
"""
_BUILT = b"device = hal.build(BOARD)\n"
_ASK_MS = 60.0


class Device:
    """`rig`, on which this routine is chosen, and `marks`, when it treats (prompts.Marks).

    ticks: what the engine has counted at power-on.
    """

    def __init__(self, routine: Routine, ticks: int = 0) -> None:
        files = image.files("pico")
        code = _CODE + (_TICKS.format(ticks=ticks) if ticks else "")
        files["main.py"] = files["main.py"].replace(_BUILT, _BUILT + code.encode() + b"\n")
        files |= chosen(routine)
        self.rig = EmulatedRig(files=files)
        self.marks: list[tuple[float, bool]] = []
        self.rig.chip.watch(_TREATS_GPIO, lambda t_us, high: self.marks.append((t_us, bool(high))))

    def heap(self) -> tuple[int, float]:
        """(bytes free after a collection, ms that it took). Only in IDLE."""
        chip = self.rig.chip
        chip.pull(_ASK_GPIO, 0)
        self.rig.run(_ASK_MS)
        chip.pull(_ASK_GPIO, None)
        self.rig.run(_ASK_MS)
        free, us = self.rig.console.rpartition("FREE ")[2].split()[:2]
        return int(free), int(us) / 1000


def chosen(routine: Routine) -> dict[str, bytes]:
    """The files of a device on which this routine is chosen."""
    choice = record_line({"version": 1, "unit": "mixed", "routine": routine.name})
    if routine in ROUTINES:
        return {"settings.a": choice}
    return {"settings.a": choice, "routines.json": json.dumps([_entry(routine)]).encode()}


def _entry(routine: Routine) -> dict[str, Any]:
    """Its entry in routines.json."""
    steps = []
    for where, seconds, stroke_s, hold_s in routine.steps:
        zone, _, side = where.partition(" ")
        times = {"seconds": seconds, "stroke_s": stroke_s, "hold_s": hold_s}
        steps.append({"zone": zone, "side": side} | times)
    return {"name": routine.name, "steps": steps}
