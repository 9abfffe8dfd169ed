"""Mean direct current of the biphasic modes through resistors and gel, over ten seconds."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from galva.core.modes import MODES
from tools.bench.stops import idle, into
from tools.emulator.rig import EmulatedRig, forked
from tools.sim.trace import MINUS, PLUS

LOADS = ("2k", "10k", "good", "typical")  # the skins: tools/sim/skin.py
_WINDOW_US = 10_000_000.0
_MARGIN_MS = 2_200.0  # a period of the slowest mode on either side


def mean_na(rig: EmulatedRig) -> float:
    """Mean current of whole periods, ten seconds of them. ValueError: none were seen."""
    begin_us = rig.now_ms * 1000
    rig.run(_WINDOW_US / 1000 + _MARGIN_MS)
    driven = [
        r
        for r in rig.front.trace.between(begin_us, rig.now_ms * 1000)
        if r.bridge in (PLUS, MINUS)
    ]
    swaps = [b for a, b in pairwise(driven) if a.bridge != b.bridge]
    first = next((row for row in swaps if row.bridge == PLUS), None)
    if first is None:
        raise ValueError("no period begins: is it a biphasic mode?")
    last = min(swaps, key=lambda row: abs(row.t_us - first.t_us - _WINDOW_US))
    return rig.front.trace.mean_ua(first.t_us, last.t_us) * 1000


def rows() -> Iterator[tuple[str, ...]]:
    """One table row a mode: mean nA for each load."""
    idle()
    for mode in MODES:
        if mode.biphasic:
            cells = (forked(partial(_case, mode.name, load)) for load in LOADS)
            yield (mode.name, *(f"{na:+.2f} nA" for na in cells))


def _case(mode: str, load: str) -> float:
    return mean_na(into(idle(), mode, "RUN", skin=load))
