"""What reached the DAC and the bridge of an ESP32, out of the fakes' timeline."""

from typing import Any, NamedTuple

SHUNT, PLUS, MINUS = 0b000, 0b110, 0b101
ACTIVE = 0x1000


class Phase(NamedTuple):
    """Samples in a row with current through the bridge. t_us: when the first began."""

    t_us: int
    bridge: int
    codes: list[int]


def code(word: int) -> int:
    """What a word makes of the DAC's output: 0 when shut down."""
    return word & 0xFFF if word & ACTIVE else 0


def phases(rig: Any, since_us: float = 0) -> list[Phase]:
    """All phases that have ended, in order; a zero or the bridge ends one."""
    lines = {rig.pins.pa: 0, rig.pins.pb: 1, rig.pins.run: 2}
    bridge = 0
    out: list[Phase] = []
    begun = False
    for t_us, device, _op, value in rig.world.timeline:
        if device in lines:
            bridge = bridge & ~(1 << lines[device]) | value << lines[device]
            begun = begun and bridge in (PLUS, MINUS)
        elif device == "dac":
            now = code(value)
            if not now or bridge not in (PLUS, MINUS):
                begun = False
            elif begun:
                out[-1].codes.append(now)
            else:
                out.append(Phase(t_us, bridge, [now]))
                begun = True
    return [phase for phase in out[:-1] if phase.t_us >= since_us]
