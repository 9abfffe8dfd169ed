"""What matters, what is caught, and each goal missed once."""

import pytest

from host_tests.fmea.made import FAULT, ran, results, seen
from tools.fmea import picture, report
from tools.fmea.campaign import DUMMY, Job, Ran
from tools.fmea.faults import NONE, Fault
from tools.fmea.goals import goals
from tools.fmea.model import Apart, Case
from tools.fmea.outcome import Outcome, Results, by_fault, caught, matters

MORE = Fault("RB", "open", ())
LEG_ON_GND = Fault("XA1", "b-gnd", ())


@pytest.mark.parametrize(
    "fields,expected",
    [
        ({}, False),
        ({"steady_ua": 330.0}, False),
        ({"steady_ua": 331.0}, True),
        ({"dc_ua": 5.1}, True),
        ({"armed_ua": 5.1}, True),
        ({"shunt_ua": 5.1}, True),
        ({"open_ua": 5.1}, True),
        ({"peak_ua": 5000.0}, False),
    ],
)
def test_what_matters(fields: dict[str, float], expected: bool) -> None:
    assert matters(seen(**fields)) is expected


@pytest.mark.parametrize(
    "fields,expected",
    [
        ({"steady_ua": 609.0, "rules": {}}, False),
        ({"steady_ua": 609.0, "rules": {"RAIL": 0.8}}, True),
        ({"steady_ua": 609.0, "probe_ua": 609.0, "rules": {"LOST": 0.8, "RAIL": 25.8}}, True),
        ({"steady_ua": 609.0, "rules": {"LOST": 0.8}}, True),
        ({"steady_ua": 609.0, "probe_ua": 21.0, "rules": {"LOST": 0.8}}, False),
        ({"steady_ua": 609.0, "shunt_ua": 21.0, "rules": {"LOST": 0.8}}, False),
        ({"dc_ua": 150.0, "rules": {"JUMP": 10.8}}, True),
        ({"dc_ua": 150.0, "probe_ua": 150.0, "rules": {"JUMP": 10.8}}, False),
        ({"armed_ua": 50.0, "rules": {"LEAK": 55.8}}, True),
        ({"steady_ua": 609.0, "rules": {"LEAK": 55.8}}, False),
        ({"steady_ua": 343.0, "rules": {"RAIL": 25.8}}, False),
        ({"steady_ua": 343.0, "probe_ua": 343.0, "rules": {"JUMP": 10.8, "LEAK": 55.8}}, False),
    ],
)
def test_what_counts_as_caught(fields: dict[str, object], expected: bool) -> None:
    assert caught(seen(**fields)) is expected


def test_runs_of_a_fault_come_together() -> None:
    test = Ran(Job("A", FAULT, DUMMY), steps=("S1",))
    missed = ran("A", FAULT, "5k", steady_ua=400.0)
    (one,) = by_fault([ran("A", FAULT, rules={"LOST": 0.8}), missed, test])
    assert (list(one.seen), one.steps, one.worst_ua) == (["500", "5k"], ("S1",), 400.0)
    assert (one.matters, one.missed, one.noticed) == (True, ["5k"], True)


def test_silent_is_what_no_rule_and_no_step_tells() -> None:
    late = Outcome(FAULT, {"500": seen(rules={"LEAK": 60.0})})
    assert not late.noticed


def test_all_goals_met() -> None:
    assert [goal.words for goal in goals(results()) if not goal.ok] == []


BAD: dict[str, tuple[Results, str]] = {
    "A steady": (results([ran("A", MORE, steady_ua=701.0, rules={"RAIL": 1.0})]), "A: worst"),
    "B steady": (results(b=[ran("B", MORE, steady_ua=901.0, rules={"RAIL": 1.0})]), "B: worst"),
    "held": (results([ran("A", MORE, armed_ua=701.0, rules={"RAIL": 1.0})]), "A: worst"),
    "corner": (results(corner=[ran("A", MORE, steady_ua=701.0)]), "A: the same at 5"),
    "missed in A": (results([ran("A", LEG_ON_GND, dc_ua=6.0)]), "A: faults that matter"),
    "missed in B": (results(b=[ran("B", MORE, dc_ua=6.0)]), "B: faults that matter"),
    "false alarm": (
        results(quiet=[ran("A", NONE, "gel", rules={"JUMP": -2.0})]),
        "no false alarm",
    ),
    "false self-test": (
        results(quiet=[Ran(Job("A", NONE, DUMMY), steps=("S3",))]),
        "no false alarm",
    ),
    "before the fault": (results([ran("A", MORE, rules={"JUMP": -0.2})]), "no false alarm"),
    "no end": (results([Ran(Job("A", MORE, "5k"), error="RB open: stuck")]), "every run"),
    "model, gel": (results(apart=[Apart(Case("stop", "gel", 10), 5.8, 0, 0, 0)]), "current, gel"),
    "model, resistor": (
        results(apart=[Apart(Case("stop", "500", 10), 0.6, 0, 0, 0)]),
        "current, resistors",
    ),
    "model, fault": (
        results(apart=[Apart(Case("stop", "500", 10, "rs1 short"), 0.8, 0, 0, 0)]),
        "current, faults",
    ),
    "model, charge": (results(apart=[Apart(Case("stop", "500", 10), 0, 0, 6.1, 0)]), "charge"),
    "model, VT": (results(apart=[Apart(Case("stop", "500", 10), 0, 0, 0, 0.12)]), "VT"),
}


@pytest.mark.parametrize("what", BAD)
def test_each_goal_can_be_missed_and_no_other_with_it(what: str) -> None:
    bad, words = BAD[what]
    missed = [goal.words for goal in goals(bad) if not goal.ok]
    assert len(missed) == 1 and words in missed[0]


def test_the_page_tells_what_matters_and_what_does_not() -> None:
    rules = {"RAIL": 0.8, "MISMATCH": 5.8, "LEAK": 40.0}
    bad = ran("A", LEG_ON_GND, steady_ua=609.0, dc_ua=304.0, rules=rules)
    test = Ran(Job("A", MORE, DUMMY), steps=("S5",))
    made = results([bad, ran("A", MORE, steady_ua=12.0), test])
    page = report.page(made, goals(made))
    assert f"{made.many} runs of ngspice, two at a time, in 1 s (2 s of" in page
    assert "| XA1 | b-gnd | 609 | 299 (0.0) | 304 | 10 / 2 / 0 |" in page
    assert "| RAIL+MISMATCH (0.8) then LEAK | - |" in page
    assert "| RB | 12 | - | open | - |" in page
    assert "3 faults: 1 noticed in the session, 1 by the self-test, 2 by either; 1 by none" in page


def test_the_page_names_what_is_not_caught() -> None:
    made = results([ran("A", MORE, dc_ua=6.0)])
    page = report.page(made, goals(made))
    assert "**not caught**" in page and "**NO**" in page and "not RB open" in page


def test_the_picture_is_small() -> None:
    png = picture.png(results([ran("A", MORE, steady_ua=12.0)]))
    assert png.startswith(b"\x89PNG") and len(png) < 200_000
