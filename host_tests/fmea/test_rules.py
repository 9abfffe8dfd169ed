"""The firmware's rules on samples whose cause is known: each fires, and only where it should."""

import pytest

from galva.core.bridge import MINUS, PLUS, SHUNT
from host_tests.fmea.made import AT_REST, biphasic, counts, still
from tools.fmea import rules
from tools.fmea.circuits import A, Counts, calibration
from tools.fmea.rules import Sample, judged

FINE = counts(300, 5000)
PROBE = calibration().span(10)


def test_a_healthy_session_breaks_no_rule() -> None:
    probe = counts(10, 5000)
    samples = biphasic(FINE, FINE) + still(SHUNT, 0, AT_REST)
    samples += still(PLUS, PROBE, probe) + still(MINUS, PROBE, probe) + still(PLUS, 0, AT_REST)
    assert judged(samples, AT_REST, A) == {}


# (what is read, what was set up) -> the rules that must be among those that fire, and when
CASES: dict[str, tuple[list[Sample], str, float]] = {
    "shorted sink": (biphasic(counts(650, 500), counts(650, 500)), "OVERCURRENT", 1.8),
    "RS1 halved": (biphasic(counts(415, 5000), counts(415, 5000)), "MISMATCH", 8.8),
    "limiter works": (biphasic(c := counts(300, 5000, vt_mv=14_000.0), c), "RAIL", 1.8),
    "HV too high": (biphasic(c := counts(300, 5000, vt_mv=18_200.0), c), "RAIL", 8.8),
    "open": (biphasic(c := counts(300, 5000, vb_mv=100.0), c), "LOST", 1.8),
    "leg short": (biphasic(FINE, counts(300, -9500)), "LEG", 13.8),
    "uneven": (biphasic(FINE, counts(300, 12_000)), "ASYMMETRY", 28.8),
    "jump": (biphasic(FINE, FINE) + biphasic(counts(300, 9000), counts(300, 9000)), "JUMP", 8.8),
    "crowbar open": (still(SHUNT, 0, counts(0, 0, vb_mv=16_000.0)), "BRIDGE", 7.8),
    "no contact yet": (still(PLUS, PROBE, counts(10, 0, vb_mv=100.0)), "LOST", 2.8),
    "leak": (still(PLUS, 0, counts(9, 5000)), "LEAK", 7.8),
}


@pytest.mark.hazard("H8", "H18")
@pytest.mark.parametrize("case", CASES)
def test_each_rule_fires_and_when(case: str) -> None:
    samples, rule, at_ms = CASES[case]
    assert judged(samples, AT_REST, A)[rule] == pytest.approx(at_ms)


@pytest.mark.parametrize(
    "of,rule",
    [
        (counts(318, 5000), "MISMATCH"),
        (counts(300, 5000, vt_mv=16_400.0), "RAIL"),
        (counts(300, 5000, vb_mv=1_200.0, vt_mv=17_200.0), "LOST"),
    ],
)
def test_just_inside_a_bound_nothing_fires(of: Counts, rule: str) -> None:
    assert rule not in judged(biphasic(of, of), AT_REST, A)


def test_what_latches_is_the_firmwares_own_table() -> None:
    assert {"OVERCURRENT", "MISMATCH", "LEG", "RAIL", "BRIDGE", "LEAK"} <= set(rules.TRIPS)
    assert not {"LOST", "JUMP", "BATTERY"} & set(rules.TRIPS)
