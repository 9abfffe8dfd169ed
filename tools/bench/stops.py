"""What the skin gets when the device is stopped in the middle of it all: times and charge."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from galva.core.modes import MODES
from tools.demo.script import HOLD_MS, TAP_MS, Person, Step
from tools.emulator.rig import EmulatedRig, forked
from tools.sim.trace import MINUS, PLUS, RUN, Row

_BOOT_MS = 3400.0
_LEVEL = 5
_HANG_AT = 0x20041FF0  # top of the stack of the second core, which is not used
_BRANCH_TO_ITSELF = 0xE7FE
_WATCHED_MS = 150.0
_NOTHING_UA = 0.01


@dataclass(frozen=True)
class Stop:
    """From the event on: ms until RUN low, code 0, relay open, skin at 0 uA, each for good.

    charge_uc: what flowed, net; absolute_uc: in both directions together.
    """

    run_low_ms: float
    code_0_ms: float
    relay_ms: float
    skin_ms: float
    charge_uc: float
    absolute_uc: float

    @property
    def zero_ms(self) -> float:
        """Nothing can flow any more."""
        return max(self.run_low_ms, self.code_0_ms)


@cache
def idle() -> EmulatedRig:
    """A device that has tested itself, made once: every use is of a fork of it."""
    return _started(None)


def _started(files: dict[str, bytes] | None) -> EmulatedRig:
    rig = EmulatedRig(files=files)
    Person(rig, lambda _ms, _step: None).do(Step("power on", _BOOT_MS, until="IDLE"))
    return rig


def device_in(mode: str, state: str, files: dict[str, bytes] | None = None) -> EmulatedRig:
    """A device of its own in that state of that mode, on 2 kOhm."""
    rig = _started(files)
    into(rig, mode, state)
    return rig


def into(
    rig: EmulatedRig, mode: str, state: str, level: int = _LEVEL, skin: str = "2k"
) -> EmulatedRig:
    """Press the buttons of an idle device until it is in that state of that mode.

    level: not below the mode's start level. The electrodes come on after the power: at power-on
    the whole self-test cannot tell 10 kohm of skin from its own dummy, and says so.
    """
    number = [one.name for one in MODES].index(mode)
    person = Person(rig, lambda _ms, _step: None)
    rig.touch(skin)
    for button, times in (("MODE", number), ("PLUS", level - MODES[number].start_level)):
        for _ in range(times):
            person.do(Step(button, 100, button, TAP_MS))
    person.do(Step("START", 250, "START", HOLD_MS, until="CHECK"))
    person.do(Step("contact", 600, until="RAMP_UP"))
    if state != "RAMP_UP":
        person.do(Step("ramp", MODES[number].ramp_up_ms, until=state))
    return rig


def hang(rig: EmulatedRig, interrupts: bool = False) -> None:
    """The processor loops on one instruction from now on; with interrupts, where none is served.

    A tick is served for a third of the time: a loop in it would hang the tick as well.
    """
    while interrupts and rig.chip.mcu.core.ipsr:
        rig.run(0.05)
    rig.chip.mcu.write_uint16(_HANG_AT, _BRANCH_TO_ITSELF)
    rig.chip.mcu.core.pm = not interrupts
    rig.chip.mcu.core.pc = _HANG_AT


def until_bridge(rig: EmulatedRig, bridge: int) -> None:
    """Run to some samples after the next change to this state of the bridge."""
    while rig.front.bridge == bridge:
        rig.run(1)
    while rig.front.bridge != bridge:
        rig.run(1)
    rig.run(7.4)


def stop(
    rig: EmulatedRig, event: Callable[[], float | None], most_ms: float = _WATCHED_MS
) -> Stop:
    """Let it happen, and watch for most_ms more; inf for what does not come.

    event: returns when it happened, in ms of the rig, if that was not at once.
    """
    begin_ms = rig.now_ms
    happened_ms = event()
    begin_us = 1000 * (begin_ms if happened_ms is None else happened_ms)
    rig.run(most_ms)
    return seen_since(rig, begin_us)


def seen_since(rig: EmulatedRig, begin_us: float) -> Stop:
    """The times from begin_us on, as far as the rig has run."""
    trace = rig.front.trace
    rows = [trace.at(begin_us), *trace.between(begin_us, rig.now_ms * 1000)]
    charges_nc = [trace.net_charge_nc(begin_us, row.t_us) for row in rows[1:]]

    def after_ms(live: Callable[[Row], object]) -> float:
        end = 1 + max((k for k, row in enumerate(rows) if live(row)), default=-1)
        return (rows[end].t_us - begin_us) / 1000 if end < len(rows) else float("inf")

    return Stop(
        after_ms(lambda row: row.bridge & RUN),
        after_ms(lambda row: row.code),
        after_ms(lambda row: row.relay_closed),
        after_ms(lambda row: abs(row.delivered_ua) >= _NOTHING_UA),
        trace.net_charge_nc(begin_us, rig.now_ms * 1000) / 1000,
        sum(abs(b - a) for a, b in pairwise([0.0, *charges_nc])) / 1000,
    )


def _in_ramp() -> Stop:
    ramp = into(idle(), "LIFT", "RAMP_UP")
    ramp.run(400)
    return stop(ramp, lambda: hang(ramp))


def _in_lift(bridge: int) -> Stop:
    lift = into(idle(), "LIFT", "RUN")
    until_bridge(lift, bridge)
    return stop(lift, lambda: hang(lift))


def _in_infuse(interrupts: bool = False) -> Stop:
    infuse = into(idle(), "INFUSE", "RUN")
    return stop(infuse, lambda: hang(infuse, interrupts), 500 if interrupts else _WATCHED_MS)


# A stopped processor, interrupts off, where it hurts most; then one that only hangs.
CASES: tuple[tuple[str, Callable[[], Stop]], ...] = (
    ("LIFT, ramp up", _in_ramp),
    ("LIFT, run, + phase", lambda: _in_lift(PLUS)),
    ("LIFT, run, - phase", lambda: _in_lift(MINUS)),
    ("INFUSE, run", _in_infuse),
    ("INFUSE, run; only the application hangs", lambda: _in_infuse(interrupts=True)),
)


def rows() -> Iterator[tuple[str, ...]]:
    """One table row a case."""
    idle()
    for name, case in CASES:
        seen = forked(case)
        yield (
            name,
            f"{seen.run_low_ms:.2f} ms",
            f"{seen.code_0_ms:.2f} ms",
            f"{seen.relay_ms:.1f} ms",
            f"{seen.charge_uc:+.3f} µC",
        )
