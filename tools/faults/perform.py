"""One case: a rig in a state, an event, what came of it. The rig is spoilt afterwards: fork it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tools.faults.judge import OVER, Said, Seen, look
from tools.faults.stage import Load, Rig, State, skin_of
from tools.faults.tables import LOAD, Fault
from tools.sim.trace import RUN

Host = Mapping[str, Callable[..., None]]  # what a rig can do to its own processor
_SLICE_MS = 25.0
_NS = 3  # decimals of a us: what ms as a float lose
_AFTER_MS = 200.0  # watched once it has ended: the relay needs 75
_AGAIN_MS = 300.0  # HOLD: the skin comes back this long after the event


def possible(fault: Fault, host: Host) -> bool:
    """Whether a rig with this host can do all of it."""
    return all(args[0] in host for _, verb, *args in fault.happens if verb == "host")


def case(rig: Rig, fault: Fault, state: State, load: Load, host: Host) -> Seen:
    """What the skin got and what the device said from the event on."""
    event_us = rig.now_ms * 1000
    skin = skin_of(state, load)
    touched = any(verb == "touch" for _, verb, *_ in fault.happens)
    if state.then == "lift" and not touched:
        rig.at(_AGAIN_MS, partial(rig.touch, skin))
    for after_ms, verb, *args in fault.happens:
        call = _bound(rig, verb, [skin if arg == LOAD else arg for arg in args], host)
        if after_ms:
            rig.at(after_ms, call)
        else:
            call()
    _watch(rig, state, fault)
    said = [Said(t_ms * 1000, one["state"], one["target_ua"]) for t_ms, one in rig.statuses]
    return look(rig.front.trace, said, event_us, rig.now_ms * 1000, rig.status, state.phase_ms)


def _bound(rig: Rig, verb: str, args: list[Any], host: Host) -> Callable[[], None]:
    front = rig.front

    def now(call: Callable[..., None]) -> Callable[[], None]:
        return lambda: call(max(round(rig.now_ms * 1000, _NS), front.afe.now_us), *args)

    verbs: dict[str, Callable[[], None]] = {
        "inject": now(front.inject),
        "stick": now(front.stick),
        "spoil": now(front.spoil),
        "touch": lambda: rig.touch(*args),
        "hold": lambda: rig.hold(*args),
        "release": lambda: rig.release(*args),
        "usb": lambda: rig.usb(*args),
        "battery": lambda: setattr(front, "battery_mv", *args),
        "host": lambda: host[args[0]](rig, *args[1:]),
    }
    return verbs[verb]


def _watch(rig: Rig, state: State, fault: Fault) -> None:
    """Until the device has ended it, or for as long as the state wants."""
    begin_ms = rig.now_ms
    most_ms = state.watch_ms + fault.last_ms
    while rig.now_ms < begin_ms + most_ms:
        rig.run(_SLICE_MS)
        ended = rig.status["state"] in OVER and not rig.front.bridge & RUN
        if ended and rig.now_ms > begin_ms + fault.last_ms:
            break
    rig.run(_AFTER_MS)
