"""Takes one rule out of a device on the fake rig."""

from collections.abc import Callable
from typing import Any

from host_tests.campaign.rigs import engine
from tools.faults.removals import Removal


def remove(rig: Any, removal: Removal) -> None:
    """From now on this rule does not exist on this rig. For a fork: a lease is the module's."""
    from galva.core import faults
    from galva.hal.rp2 import guard

    device, tick = rig.device, engine(rig)
    others = ~getattr(faults, removal.rule)

    def without(call: Callable[[int], None]) -> Callable[[int], None]:
        return lambda bits: call(bits & others) if bits & others else passed()

    def passed() -> None:
        tick.passed += 1

    tick.trip, tick._act = without(tick.trip), without(tick._act)
    for name, value in removal.guard.items():
        device.output.guard.state[getattr(guard, name)] = value
    for name, value in removal.judge.items():
        assert hasattr(tick._rules, name)
        setattr(tick._rules, name, value)
    if removal.lease:
        guard.LEASE_SAMPLES = device.output.guard.state[guard.LEASE] = removal.lease
