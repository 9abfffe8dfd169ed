"""The campaign leaves nothing out: each part, channel, pin and rule is in it."""

import pytest

from galva.core import faults
from host_tests.campaign import rigs
from host_tests.campaign.jobs import jobs
from tools.faults import chip
from tools.faults.removals import ELSEWHERE, REMOVALS
from tools.faults.stage import LOADS, STATES, STEADY
from tools.faults.tables import FAULTS, named
from tools.sim import parts
from tools.sim.front_end import PINS
from tools.sim.monitors import CHANNELS, SPOILT

HAPPENINGS = [one for fault in FAULTS for one in fault.happens]


def done(verb: str) -> set[tuple[object, ...]]:
    return {tuple(args) for _, other, *args in HAPPENINGS if other == verb}


def test_names_are_not_given_twice() -> None:
    names = [fault.name for fault in FAULTS]
    assert len(names) == len(set(names))


def test_every_fault_of_a_part_is_in() -> None:
    assert set(parts.FAULTS) <= {fault.name for fault in FAULTS}


def test_every_channel_is_spoilt_in_every_way() -> None:
    assert {(role, name) for role in CHANNELS for name in SPOILT} <= done("spoil")


def test_every_pin_sticks_both_ways_or_is_a_part() -> None:
    stuck = {(role, level) for role, level in done("stick")}
    for role in PINS:
        for level, word in enumerate(("low", "high")):
            assert (role, level) in stuck or f"{role} {word}" in parts.FAULTS, (role, word)


def test_what_a_rig_can_do_is_done_and_the_other_way_round() -> None:
    asked = {name for name, *_ in done("host")}
    assert asked == set(rigs.HOST) | set(chip.HOST)


def test_the_states_and_loads_are_those_of_the_brief() -> None:
    assert [state.name for state in STATES] == [
        *("SELF_TEST", "CHECK", "RAMP_UP", "RUN+", "RUN-", "HOLD", "RAMP_DOWN", "INFUSE")
    ]
    assert [load.skin for load in LOADS] == ["500", "5k", "typical"]


def test_each_kind_and_each_state_is_on_the_chip() -> None:
    on_chip = [named(name) for names in chip.CASES.values() for name in names]
    assert {fault.kind for fault in on_chip} == {fault.kind for fault in FAULTS}
    assert list(chip.CASES) == [state.name for state in STATES]
    assert len(on_chip) >= 30


def test_each_rule_has_a_case_that_needs_it() -> None:
    rules = [row[1] for row in faults.TABLE]
    assert {*rules} == {removal.rule for removal in REMOVALS} | set(ELSEWHERE)
    assert len(rules) == len(REMOVALS) + len(ELSEWHERE)


@pytest.mark.parametrize("removal", REMOVALS, ids=lambda removal: removal.rule)
def test_the_case_of_a_rule_is_one_of_the_campaign(removal: object) -> None:
    assert removal.fault in FAULTS  # type: ignore[attr-defined]
    assert removal.state in (*STATES, STEADY)  # type: ignore[attr-defined]
    assert removal.load in LOADS  # type: ignore[attr-defined]


def test_alarms_are_wanted_in_states_that_exist() -> None:
    known = {state.name for state in (*STATES, STEADY)}
    assert {name for fault in FAULTS for name in fault.alarm} <= known


def test_an_unknown_fault_is_refused_with_what_is_near() -> None:
    with pytest.raises(ValueError, match="no fault 'hv 9V'; near it: hv 0V, hv 12V"):
        named("hv 9V")


def test_every_job_is_its_own_and_the_chip_can_be_left_out() -> None:
    every, fast = jobs(True), jobs(False)
    assert len(set(every)) == len(every)
    assert {job.kind for job in every} - {job.kind for job in fast} == {"chip", "chip lift"}
