"""A session in the places where each way out is tried, and what the skin then got."""

from functools import cache
from typing import NamedTuple

from galva.core.modes import MODES
from tools.bench.stops import Stop, device_in, seen_since
from tools.emulator.rig import EmulatedRig, forked
from tools.sim.trace import MINUS, PLUS
from tools.ways_out import bombs
from tools.ways_out.ways import WAYS, Way

Place = tuple[str, int]  # mode, bridge
PLACES: tuple[Place, ...] = (("LIFT", PLUS), ("LIFT", MINUS), ("INFUSE", PLUS))
_LEAST_UA = 80.0  # at level 5: the envelope is on
_INTO_PHASE_MS = 7.4
_WATCHDOG_CTRL = 0x40058000


class Seen(NamedTuple):
    """What followed: times and charge; resets as (ms after it, REASON); watchdog still running."""

    stop: Stop
    resets: list[tuple[float, int]]
    armed: bool


@cache
def running(mode: str, bridge: int) -> EmulatedRig:
    """Level 5 into 2 kOhm, in that phase of RUN; every use is of a fork of it."""
    rig = device_in(mode, "RUN", files=bombs.files())
    _reach(rig, mode, bridge)
    return rig


def _reach(rig: EmulatedRig, mode: str, bridge: int) -> None:
    """Into a phase with this bridge and a real current, from its beginning if there are two."""
    swaps = next(one for one in MODES if one.name == mode).biphasic
    front = rig.front
    while True:
        while swaps and front.bridge == bridge:
            rig.run(1)
        while front.bridge != bridge:
            rig.run(1)
        rig.run(_INTO_PHASE_MS)
        if front.bridge == bridge and abs(front.delivered_ua) >= _LEAST_UA:
            return


def seen(way: Way, mode: str, bridge: int) -> Seen:
    """Let it happen there."""

    rig = running(mode, bridge)

    def child() -> Seen:
        begin_ms = way.strike(rig)
        rig.run(max(0.0, way.watched_ms - (rig.now_ms - begin_ms)))
        resets = [(ms - begin_ms, reason) for ms, reason in rig.chip.resets if ms > begin_ms]
        armed = rig.chip.mcu.read_uint32(_WATCHDOG_CTRL) >> 30 & 1
        return Seen(seen_since(rig, begin_ms * 1000), resets, bool(armed))

    return forked(child)


def run(number: int, place: Place) -> Seen:
    """The same by number in WAYS, which another process can be asked for."""
    return seen(WAYS[number], *place)
