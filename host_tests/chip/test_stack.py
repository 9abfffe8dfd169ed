"""The stack of the chip: the tick interrupts the application wherever it is."""

import pytest

from tools.bench import stack
from tools.emulator.rig import EmulatedRig

LEAST_BYTES = 400  # about two calls of Python


@pytest.mark.hazard("H25")
def test_the_tick_has_room_on_top_of_whatever_the_application_does() -> None:
    rig = EmulatedRig()
    seen = dict(stack.free(rig))
    assert seen.keys() == {name for name, _do in stack.STEPS}
    assert rig.status["state"] == "IDLE" and rig.status["ended"] == "stopped"
    assert min(seen.values()) >= LEAST_BYTES, seen


def test_what_is_used_is_seen() -> None:
    rig = EmulatedRig(files={})
    rig.run(100)
    stack.mark(rig)
    untouched = stack.least_bytes(rig)
    rig.chip.execute("def deep(n):\n return n and 1 + deep(n - 1)\ndeep(12)")
    assert 1000 < stack.least_bytes(rig) < untouched - 1000
