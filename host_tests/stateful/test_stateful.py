"""A short walk, and for each invariant an engine that breaks it."""

from collections.abc import Callable
from typing import Any

import pytest

from galva.core import balance, contact, course, engine, faults, flow, plan, player, session
from galva.core.bridge import PLUS
from galva.core.modes import MODES
from host_tests.stateful.machine import Sessions, walk


@pytest.mark.hazard("H1", "H3")
def test_a_short_walk_breaks_nothing() -> None:
    walk(6, 30)


def device(ohm: int = 5000, mode: int = 0) -> Sessions:
    """One device after its self-test."""
    found = Sessions()
    found.power_on("A", ohm)
    found.change_mode(MODES[mode])
    return found


def treated(mode: int = 0, ups: int = 0) -> Sessions:
    """One in a session, for some time."""
    found = device(mode=mode)
    found.start(True)
    if ups:
        found.raise_level(ups)
    found.wait(10_000)
    return found


def no_dwell(patch: pytest.MonkeyPatch) -> None:
    """One look at the contact will do."""
    patch.setattr(course, "DWELL_MS", 32)
    found = device()
    found.raise_level(9)
    found.start(True)


def no_ramp(patch: pytest.MonkeyPatch) -> None:
    """The target at once."""

    def aim(self: Any, target_ua: int, _ramp_ms: int) -> None:
        self.target_ua = self.amplitude_ua = target_ua

    patch.setattr(player.Player, "aim", aim)
    found = device()
    found.raise_level(9)
    found.start(True)


def no_cap(patch: pytest.MonkeyPatch) -> None:
    """400 uA whatever was asked for."""
    patch.setattr(plan.Plan, "target_ua", lambda self: 400)
    treated()


def no_board_cap(patch: pytest.MonkeyPatch) -> None:
    """The mode's level alone counts: more than front end B may give."""
    patch.setattr(plan.Plan, "target_ua", lambda self: self.mode.level_ua(self.level))
    found = Sessions()
    found.power_on("B", 5000)
    found.start(True)
    found.wait(1500)
    found.raise_level(9)
    found.wait(4000)


def no_balance(patch: pytest.MonkeyPatch) -> None:
    """Both phases have one polarity; net charge is neither repaid nor judged."""

    def face(self: Any) -> None:
        self.first = self.second = PLUS

    patch.setattr(player.Player, "_face", face)
    patch.setattr(balance, "trim", lambda owed_pc: 0)
    patch.setattr(faults, "NET_DC", 0)
    treated(ups=9)


def no_latch(patch: pytest.MonkeyPatch) -> None:
    """A start ends a fault."""
    patch.setattr(session, "_NEXT", session._flatten((*session.TABLE, LEAVES)))
    patch.setattr(course.Course, "_obey", obey_any)
    found = treated()
    found.hang()
    found.start(True)


LEAVES = (session.FAULT, session.START, session.SELF_TEST)


def obey_any(self: Any, request: int) -> None:
    """As Course._obey, from whatever state."""
    if request == course.START:
        self._begin(False, False)
        self.step(session.START)


def no_trip(patch: pytest.MonkeyPatch) -> None:
    """A late tick is let by."""
    patch.setattr(engine, "LATE_US", 1_000_000)
    found = treated()
    found.come_late()


def no_off(patch: pytest.MonkeyPatch) -> None:
    """What the judge ends stays on: the bug that this walk found."""

    def judge(self: Any) -> None:
        old(self)
        self._state = self.course.state

    old = engine.Engine._judge
    patch.setattr(engine.Engine, "_judge", judge)
    found = device(ohm=100_000_000)
    found.start(False)
    found.wait(1500)
    found.bench.battery_mv = 3050
    found.wait(1500)
    found.change_mode(MODES[1])


def no_loss(patch: pytest.MonkeyPatch) -> None:
    """A lost contact is not heeded."""
    patch.setattr(flow.Flow, "lose", lambda self: setattr(self, "gone", False))
    found = treated()
    patch.setattr(found.bench, "_lose", lambda: None)
    patch.setattr(contact.Contact, "present", lambda self: True)
    patch.setattr(found.bench.engine._rules, "check", lambda *_: 0)
    found.lose(100_000_000, 1000)
    found.wait(1500)  # a contraction is among it


BROKEN: dict[str, list[Callable[[pytest.MonkeyPatch], None]]] = {
    "contact": [no_dwell, no_loss],
    "slew": [no_ramp],
    "cap": [no_cap, no_board_cap],
    "net": [no_balance],
    "latch": [no_latch],
    "trip": [no_trip],
    "mode: changed while energised": [no_off],
}


@pytest.mark.parametrize(
    ("told", "breakage"),
    [(told, one) for told, those in BROKEN.items() for one in those],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_each_invariant_sees_an_engine_that_breaks_it(
    told: str,
    breakage: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(AssertionError, match=told):
        breakage(monkeypatch)


def test_without_a_breakage_the_same_ways_are_whole() -> None:
    """So that it is the breakage that the tests above see."""
    treated(ups=9)
    found = treated()
    found.lose(100_000_000, 1000)
    found.wait_long()
    found = treated()
    found.hang()
    found.start(True)
    found.acknowledge(True)
    found.teardown()
