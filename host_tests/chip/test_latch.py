"""The record of faults on the chip's own littlefs: the power fails while it is written."""

from itertools import pairwise

from host_tests.chip.test_store import bare, cuts, torn
from tools.emulator.chip import Chip

BUILD = """
from board import BOARD
from galva import hal
from galva.core.engine import Engine
from galva.app.latch import Latch
device = hal.build(BOARD)
engine = Engine(device.output, device.sense, device.cal, device.board)
latch = Latch(engine, device)
"""
TRIP = "engine.trip(2)\nengine.course.state_ms = 300\nlatch.poll()"
SHOW = BUILD + "print('LATCHED', engine.faults)"


def latched(flash: bytes) -> int:
    """What a chip that boots with this flash trips with."""
    printed = Chip(flash=flash).boot().execute(SHOW)
    return int(printed.split("LATCHED")[1])


def test_a_power_cut_while_a_fault_is_stored_leaves_nothing_or_the_fault() -> None:
    chip = Chip(bare()).boot()
    chip.execute(BUILD)
    states = cuts(chip, TRIP)
    half = [torn(before, after) for before, after in pairwise(states)]
    assert len(states) >= 2
    assert latched(states[0]) == 0 and latched(states[-1]) == 2
    assert {latched(state) for state in half} <= {0, 2}
