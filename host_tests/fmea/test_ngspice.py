"""Some real runs: what hardware.md says of the circuits comes out of the netlists.

ngspice is needed, and these fail without it; the failure says how to install it. They are not
skipped: `.ci/run` installs it, and what is skipped everywhere would protect nobody.
"""

import pytest

from galva.core.bridge import PLUS
from tools.fmea import campaign, deck, model, spice
from tools.fmea.campaign import DUMMY, Job
from tools.fmea.circuits import CIRCUITS, A
from tools.fmea.faults import NONE, Fault, every
from tools.fmea.model import Case
from tools.fmea.outcome import caught, matters
from tools.fmea.session import Seen
from tools.fmea.timeline import State, sources
from tools.sim.skin import Skin

MV_PER_UA = 2.7 * 1.01


def fault(name: str, circuit: str = "A") -> Fault:
    return next(f for f in every(circuit, CIRCUITS[circuit].netlist) if f.name == name)


def run(name: str, load: str = "500", circuit: str = "A") -> Seen:
    ran = campaign.run(Job(circuit, fault(name, circuit), load))
    assert ran.seen, ran.error
    return ran.seen


def delivered_ua(set_ua: float, ohm: float, celsius: float = 27.0) -> float:
    code = round(set_ua * MV_PER_UA / 0.5)
    states = (State(0.0), State(0.1, PLUS, min(code, 4095)))
    text = deck.text(A.netlist, sources(A, states), Skin(ohm), 4.0, temperature_c=celsius)
    return spice.run(text).at("i(vload)", 3.9) * 1e6


@pytest.mark.parametrize(
    "set_ua,ohm,table_ua",
    [(10, 500, 11.47), (100, 5000, 101.07), (300, 500, 300.39), (500, 20_000, 498.67)],
)
def test_delivers_the_transfer_table_of_section_4(
    set_ua: float, ohm: float, table_ua: float
) -> None:
    assert delivered_ua(set_ua, ohm) == pytest.approx(table_ua, abs=0.3)


def test_runs_out_of_compliance_where_the_table_does() -> None:
    assert delivered_ua(500, 25_000) == pytest.approx(454.29, abs=2)


@pytest.mark.hazard("H8")
@pytest.mark.parametrize("celsius,table_ua", [(5.0, 663.2), (27.0, 608.6), (45.0, 563.5)])
def test_the_clamp_drifts_as_the_table_says(celsius: float, table_ua: float) -> None:
    assert delivered_ua(1000, 500, celsius) == pytest.approx(table_ua, abs=2)


@pytest.mark.parametrize("circuit", CIRCUITS)
def test_without_a_fault_nothing_fires(circuit: str) -> None:
    session = campaign.run(Job(circuit, NONE, "gel"))
    assert session.seen and session.seen.rules == {}
    assert session.seen.steady_ua == pytest.approx(298, abs=2)
    assert campaign.run(Job(circuit, NONE, DUMMY)).steps == ()


@pytest.mark.hazard("H8")
def test_a_shorted_sink_is_held_by_the_clamp_and_trips_within_a_sample() -> None:
    seen = run("QN sCE")
    assert seen.worst_ua == pytest.approx(609, abs=3)
    assert 0 < seen.rules["RAIL"] <= 1.0
    assert seen.shunt_ua < 0.1 and seen.open_ua < 0.001
    assert matters(seen) and caught(seen)


def test_in_the_cold_with_all_else_at_its_worst_the_clamp_holds() -> None:
    cold = campaign.run(Job("A", fault("DAC full scale"), "500", corner=True))
    assert cold.seen and cold.seen.worst_ua == pytest.approx(690, abs=2)


@pytest.mark.hazard("H8")
def test_a_leg_on_ground_is_bounded_by_the_crowbar_and_caught_while_it_looks_for_contact() -> None:
    seen = run("XA1 b-gnd")
    assert seen.dc_ua == pytest.approx(305, abs=3)
    assert seen.shunt_ua == pytest.approx(7.5, abs=0.5)
    assert "LOST" in seen.rules and caught(seen)


@pytest.mark.hazard("H18")
def test_a_stuck_pin_takes_one_polarity_away() -> None:
    seen = run("PIN pb lo", "5k")
    assert seen.dc_ua == pytest.approx(150, abs=3)
    assert seen.rules["LOST"] <= 6.0


@pytest.mark.hazard("H8")
def test_in_b_three_resistors_are_the_bound() -> None:
    seen = run("XA1 b-gnd", "500", "B")
    assert seen.worst_ua == pytest.approx(881, abs=5) and seen.rules["RAIL"] <= 6.0


@pytest.mark.hazard("H9", "H10")
@pytest.mark.parametrize(
    "name,step",
    [("RLIM short", "S7"), ("KNO1 weld", "S2"), ("RDUM x0.5", "S3"), ("CBS short", "S5")],
)
def test_what_a_session_does_not_show_the_self_test_finds(name: str, step: str) -> None:
    assert campaign.run(Job("A", fault(name), DUMMY)).steps == (step,)


@pytest.mark.hazard("H9", "H10")
@pytest.mark.parametrize(
    "name,step",
    [("RLIM short", "S1"), ("KNO1 weld", "S2"), ("RDUM x0.5", "S3"), ("CBS short", "S5")],
)
def test_in_b_it_does_too(name: str, step: str) -> None:
    assert campaign.run(Job("B", fault(name, "B"), DUMMY)).steps == (step,)


@pytest.mark.parametrize(
    "case",
    [
        Case("1 kHz", "gel", 500),
        Case("100 Hz", "5000", 300, "rs2 half"),
        Case("100 Hz", "gel", 300, circuit="B"),
    ],
    ids=str,
)
def test_the_fast_model_agrees(case: Case) -> None:
    apart = model.compare(case)
    assert apart.current_ua < 2.5 and apart.charge_nc < 3 and apart.vt_v < 0.05


def test_the_fast_model_with_another_fault_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(model.TWINS, "rs2 half", "RS2 x1.5")
    assert model.compare(Case("100 Hz", "5000", 300, "rs2 half")).current_ua > 50


def test_every_fault_of_the_fast_model_has_a_twin_or_is_told() -> None:
    known = {f.name for f in every("A", A.netlist)}
    assert set(model.TWINS.values()) <= known
    assert {case.fault for case in model.cases()} >= set(model.TWINS)
    assert not set(model.not_compared()) & set(model.TWINS)
