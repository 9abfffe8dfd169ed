"""How free stack is measured on the chip; its budget is in host_tests/budgets."""

from tools.bench import stack
from tools.emulator.rig import EmulatedRig


def test_what_is_used_is_seen() -> None:
    rig = EmulatedRig(files={})
    rig.run(100)
    stack.mark(rig)
    untouched = stack.least_bytes(rig)
    rig.chip.execute("def deep(n):\n return n and 1 + deep(n - 1)\ndeep(12)")
    assert 1000 < stack.least_bytes(rig) < untouched - 1000
