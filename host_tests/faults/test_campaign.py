"""A slice of the campaign on the fake rig, and that it fails when a rule is gone."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from host_tests.campaign.remove import remove
from host_tests.campaign.rigs import HOST, rig_in
from tools.emulator.rig import forked
from tools.faults import contact
from tools.faults.judge import Seen, verdict
from tools.faults.perform import case, possible
from tools.faults.removals import REMOVALS, Removal
from tools.faults.stage import LOADS, Load, choose, state_named
from tools.faults.tables import named
from tools.rigs import Stuck, until

LOAD = LOADS[1]
# state: (fault, how the device ends it)
SLICE = {
    "RUN+": (
        ("none", ""),
        ("sink shorted", "OVERCURRENT"),
        ("rs2 half", "MISMATCH"),
        ("hv 16V", "RAIL"),
        ("xa1 off", "HOLD"),
        ("dac stuck: cs high", "MISMATCH"),
        ("adc_i high", "OVERCURRENT"),
        ("open", "HOLD"),
        ("short", "HOLD"),
        ("START bounces", "stopped"),
        ("usb power", "USB_POWER"),
        ("garbage collections", ""),
        ("application hangs", "APP_DEAD"),
        ("tick raises", "TICK_ERROR"),
        ("guard held up 5 ms", "STREAM_DRY"),
    ),
    "SELF_TEST": (
        ("none", ""),
        ("relay welded", "SELF_TEST S4"),
        ("sink shorted", "OVERCURRENT"),
    ),
    "HOLD": (("none", ""), ("vref +10%", "MISMATCH")),
    "INFUSE": (("dose beyond all", "DOSE"), ("open", "HOLD")),
}


@pytest.fixture(scope="module", params=SLICE)
def staged(request: pytest.FixtureRequest) -> Iterator[tuple[str, Any]]:
    with rig_in(state_named(request.param), LOAD) as rig:
        yield request.param, rig


@pytest.mark.hazard("H8", "H18", "H26")
def test_the_slice_is_caught_as_before(staged: tuple[str, Any]) -> None:
    name, rig = staged
    state = state_named(name)
    for fault_name, how in SLICE[name]:
        fault = named(fault_name)
        seen: Seen = forked(partial(case, rig, fault, state, LOAD, HOST))
        assert (fault_name, verdict(fault, state, LOAD, seen)) == (fault_name, "")
        assert (fault_name, seen.how) == (fault_name, how)


def told(rig: Any, removal: Removal, gone: bool) -> str:
    if gone:
        remove(rig, removal)
    seen = case(rig, removal.fault, removal.state, removal.load, HOST)
    return verdict(removal.fault, removal.state, removal.load, seen)


@pytest.mark.parametrize("rule", ["OVERCURRENT", "MISMATCH", "LOST", "SELF_TEST"])
def test_a_case_fails_when_its_rule_is_gone(rule: str) -> None:
    removal = next(one for one in REMOVALS if one.rule == rule)
    with rig_in(removal.state, removal.load) as rig:
        assert forked(partial(told, rig, removal, False)) == ""
        assert forked(partial(told, rig, removal, True)).startswith("MISSED")


@pytest.mark.hazard("H2")
def test_lift_off_is_measured_at_the_same_instants_again() -> None:
    with rig_in(contact.in_run("LIFT"), LOAD) as rig:
        found = contact.lift_offs(rig, "LIFT", 8, 3)
    assert len(set(found)) > 4
    assert max(one.crowbarred_us for one in found) <= 2000
    assert all(one.crowbarred_us <= one.code_0_us for one in found)
    with rig_in(contact.in_run("LIFT"), LOAD) as rig:
        assert contact.lift_offs(rig, "LIFT", 8, 3) == found


def test_a_lift_off_that_the_guard_does_not_see_takes_longer() -> None:
    removal = next(one for one in REMOVALS if one.rule == "LOST")
    with rig_in(contact.in_run("LIFT"), LOAD) as rig:
        remove(rig, removal)
        found = contact.lift_offs(rig, "LIFT", 3, 3)
    assert min(one.crowbarred_us for one in found) > 2000


@pytest.mark.hazard("H3")
def test_re_contact_never_goes_above_what_was_set() -> None:
    with rig_in(contact.in_run("R50"), LOAD) as rig:
        again = contact.re_contact(rig, LOAD)
    assert again.set_ua == 50
    assert 0.95 < again.ratio <= contact.RATIO_MOST


def test_a_session_tells_what_ended_it() -> None:
    with rig_in(contact.in_run("LIFT"), LOAD) as rig:

        def stopped() -> str:
            rig.at(500, partial(rig.hold, "START"))
            return contact.whole_session(rig, lambda _ms: None)

        def broken() -> str:
            rig.front.inject(rig.now_ms * 1000, "rs2 half")
            return contact.whole_session(rig, lambda _ms: None)

        assert forked(stopped) == "stopped"
        assert forked(broken) == "MISMATCH"


def test_a_rig_does_what_it_can() -> None:
    assert not possible(named("serial garbage"), HOST)
    assert possible(named("ticks stop"), HOST)


def test_a_state_that_does_not_come_is_told() -> None:
    with rig_in(state_named("CHECK"), Load("air", "open", "open")) as rig:
        with pytest.raises(Stuck, match="RUN was not reached"):
            until(rig, "RUN", most_ms=500)
        until(rig, "IDLE")
        with pytest.raises(Stuck, match="no mode X"):
            choose(rig, "X", 1)
