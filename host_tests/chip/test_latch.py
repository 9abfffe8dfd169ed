"""The record of faults on the chip's own littlefs: the power fails while it is written."""

from itertools import pairwise

import pytest

from host_tests.chip.test_store import bare, cuts, torn
from tools.builds import commission
from tools.emulator import disk
from tools.emulator.chip import Chip

BUILD = """
import gc
gc.threshold(32768)
from board import BOARD
from galva import hal
from galva.core.engine import Engine
from galva.app.latch import Latch
device = hal.build(BOARD)
engine = Engine(device.output, device.sense, device.cal, device.board)
latch = Latch(engine, device)
"""
TRIP = "engine.trip(2)\nengine.course.state_ms = 300\nlatch.poll()"


def stored(flash: bytes) -> bytes:
    """The record in that flash, b"" without one."""
    system = disk.mounted(flash)
    if "fault.a" not in system.listdir("/"):
        return b""
    with system.open("fault.a", "rb") as file:
        return bytes(file.read())


@pytest.mark.hazard("H28", "H31")
def test_a_power_cut_while_a_fault_is_stored_leaves_nothing_or_the_fault() -> None:
    chip = Chip(bare()).boot()
    chip.execute(BUILD)
    states = cuts(chip, TRIP)
    states += [torn(before, after) for before, after in pairwise(states)]
    whole = commission.record_line({"version": 1, "unit": "bits", "bits": 2})
    found = [stored(state) for state in states]
    assert len(states) >= 3 and set(found) == {b"", whole}
