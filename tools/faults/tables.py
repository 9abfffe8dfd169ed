"""What goes wrong: one entry each, as things that happen at times after the event."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.sim import parts
from tools.sim.monitors import CHANNELS, SPOILT

Happening = tuple[Any, ...]  # (ms after the event, verb of perform.VERBS, its arguments)
LOAD = "load"  # as a skin: the one that the case runs into
TREATS = ("RAMP_UP", "RUN+", "RUN-", "INFUSE", "STEADY")
_BIPHASIC = ("RAMP_UP", "RUN+", "RUN-")


@dataclass(frozen=True)
class Fault:
    """off_ms: crowbarred within this time in the states of TREATS, or it is missed.

    alarm: the states in which it must end the session and be told, though no current be wrong: it
    is the first half of a double fault. reason: what it must be told as then. held: a pause will
    do instead: what a broken leg does to the contact may be judged first (JUMP), the probe then
    sees no skin, and the next self-test names the part.
    goes_on: nothing is wrong, so an alarm is a false one. double: two faults at once, for which
    the hardware gives no bound.
    """

    name: str
    kind: str
    happens: tuple[Happening, ...]
    off_ms: float | None = None
    alarm: tuple[str, ...] = ()
    reason: str = ""
    held: bool = False
    goes_on: bool = False
    double: bool = False

    @property
    def last_ms(self) -> float:
        """When the last of it happens."""
        return max((float(one[0]) for one in self.happens), default=0.0)


def _each(every_ms: float, times: int, *verbs: tuple[Any, ...]) -> tuple[Happening, ...]:
    """The verbs in turn, one each every_ms."""
    return tuple((k * every_ms, *verbs[k % len(verbs)]) for k in range(times))


def _breaks(every_ms: float, for_ms: float, times: int = 10) -> Iterator[Happening]:
    for k in range(times):
        yield k * every_ms, "touch", "open"
        yield k * every_ms + for_ms, "touch", LOAD


# Parts whose fault leaves the current as it is, and yet must be seen.
_SUPPLY = ("hv 12V", "hv 15V", "hv 16V", "i channel high", "i channel low")
_SWITCHES = ("xa1 on", "xa0 on", "xb1 on", "xb0 on")
_TOLD: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_SUPPLY, TREATS),
    **dict.fromkeys(_SWITCHES, ("RUN+", "RUN-")),
    "pa leak": ("STEADY",),
}
_CIRCUIT = tuple(
    Fault(
        name,
        "circuit",
        ((0, "inject", name),),
        alarm=_TOLD.get(name, ()),
        held=name in _SWITCHES,
    )
    for name in parts.FAULTS
) + (
    Fault(
        "xa1 wears",
        "circuit",
        tuple((100 * k, "inject", f"xa1 +{2 + 2 * k}k") for k in range(5)),
        alarm=_BIPHASIC,
    ),
    Fault(
        "sink creeps, then open",
        "circuit",
        ((0, "inject", "sink creep"), (100, "touch", "open")),
        alarm=TREATS,
    ),
    Fault(
        "crowbar off, then open",
        "circuit",
        ((0, "inject", "crowbar off"), (100, "touch", "open")),
        alarm=TREATS,
    ),
    Fault(
        "runaway", "circuit", ((0, "inject", "limiter short", "dac full scale"),), 4, double=True
    ),
)
_PINS = (
    Fault("dac stuck: cs high", "pins", ((0, "stick", "cs", 1),)),
    Fault("cs low", "pins", ((0, "stick", "cs", 0),)),
    Fault("sck low", "pins", ((0, "stick", "sck", 0),)),
    Fault("sck high", "pins", ((0, "stick", "sck", 1),)),
    Fault("mosi high", "pins", ((0, "stick", "mosi", 1),)),
    Fault("mosi low", "pins", ((0, "stick", "mosi", 0),)),
    Fault("hv_en high", "pins", ((0, "stick", "hv_en", 1),)),
    Fault("hv_en low", "pins", ((0, "stick", "hv_en", 0),), alarm=TREATS),
    Fault("alive high", "pins", ((0, "stick", "alive", 1),)),
    Fault("alive low", "pins", ((0, "stick", "alive", 0),)),
)
_ADC = tuple(
    Fault(f"{role} {name}", "adc", ((0, "spoil", role, name),))
    for role in CHANNELS
    for name in SPOILT
)
_HUM = tuple(
    Fault(f"50 Hz {name}", "skin", tuple((0, "spoil", role, name) for role in CHANNELS))
    for name in ("hum", "strong hum")
)
_SKIN = _HUM + (
    Fault("open", "skin", ((0, "touch", "open"),), 2.0),
    Fault("short", "skin", ((0, "touch", "short"),)),
    Fault("wet: 500 ohm", "skin", ((0, "touch", "500"),)),
    Fault("slips: 18 kohm", "skin", ((0, "touch", "18k"), (2500, "touch", "18k")), 3000),
    Fault("drying", "skin", ((0, "touch", "poor"), (300, "touch", "dry"))),
    Fault("breaks of 5 ms each 100", "skin", tuple(_breaks(100, 5))),
    Fault("breaks of 50 ms each 100", "skin", tuple(_breaks(100, 50))),
)
_BUTTONS = ("START", "MODE", "PLUS", "MINUS")
_USERS = (
    *(
        Fault(f"{name} bounces", "user", _each(4, 40, ("hold", name), ("release", name)))
        for name in _BUTTONS
    ),
    *(Fault(f"{name} stuck", "user", ((0, "hold", name),)) for name in _BUTTONS),
    Fault("all four stuck", "user", tuple((0, "hold", name) for name in _BUTTONS)),
    Fault("battery 3.0 V", "user", ((0, "battery", 3000), (3500, "battery", 3000)), 4000),
    Fault("usb power", "user", ((0, "usb", True),), 10, alarm=TREATS),
)
# What becomes of the processor and the host: each rig has its own way to do these.
_HOST = (
    Fault("serial garbage", "host", ((0, "host", "garbage"),), goes_on=True),
    Fault("ctrl-c", "host", ((0, "host", "ctrl-c"),), 100),
    Fault("adc never ready", "host", ((0, "host", "adc never ready"),), 8),
    Fault("garbage collections", "host", ((0, "host", "collections"),), goes_on=True),
    Fault("application hangs", "host", ((0, "host", "application hangs"),), 270),
    Fault("ticks 8 ms late", "host", ((0, "host", "late ticks"),)),
    Fault("one tick 20 ms late", "host", ((0, "host", "late tick"),), 20, alarm=TREATS),
    Fault("ticks stop", "host", ((0, "host", "ticks stop"),), 20),
    Fault("tick raises", "host", ((0, "host", "tick raises"),), 20, TREATS, "TICK_ERROR"),
    Fault("guard held up 1 ms", "host", ((0, "host", "guard held up", 1),), goes_on=True),
    Fault("guard held up 5 ms", "host", ((0, "host", "guard held up", 5),), 8, alarm=TREATS),
    Fault("guard stops", "host", ((0, "host", "guard stops"),), 8, TREATS, "STREAM_DRY"),
    Fault("processor stops", "host", ((0, "host", "processor stops"),), 8),
    Fault("dose beyond all", "host", ((0, "host", "dose"),), alarm=("INFUSE",)),
)
NONE = Fault("none", "none", (), goes_on=True)
FAULTS = (NONE, *_CIRCUIT, *_PINS, *_ADC, *_SKIN, *_USERS, *_HOST)


def named(name: str) -> Fault:
    """ValueError, with what is near, for a name that FAULTS does not have."""
    for fault in FAULTS:
        if fault.name == name:
            return fault
    near = [fault.name for fault in FAULTS if name.split()[0] in fault.name]
    raise ValueError(f"no fault {name!r}; near it: {', '.join(near) or FAULTS[0].name}")
