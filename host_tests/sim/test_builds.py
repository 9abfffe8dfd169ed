"""Accuracy of 300 builds by the circuit model: the firmware's fit brings all below 1 % or 1 uA."""

from functools import cache

import pytest

from galva.core import calib, selftest
from galva.core.bridge import PLUS
from galva.core.calib import Calibration
from tools.builds import accuracy, commission
from tools.builds.__main__ import markdown
from tools.builds.accuracy import METERS, SETPOINTS_UA, Spread, build
from tools.builds.commission import Bench, fitted, self_test, with_reference
from tools.sim.parts import FAULTS, Parts, faulty

MANY = 300
# set uA: p95, max in uA, a little above what was measured: no fit, DMM 0.5 %, DMM 0.1 %.
# hardware.md section 7, at 5 kOhm only: 500 uA 12.6/21, 2.5/3.5, 0.85/1.45; 10 uA 2.8, 0.31, 0.31.
BOUNDS = {
    10: ((1.5, 2.6), (0.22, 0.35), (0.20, 0.30)),
    50: ((2.2, 3.1), (0.37, 0.50), (0.22, 0.32)),
    100: ((3.4, 4.4), (0.7, 1.0), (0.35, 0.58)),
    300: ((8.7, 12.5), (1.9, 2.5), (0.85, 1.25)),
    500: ((14.5, 20.5), (3.1, 4.0), (1.30, 1.90)),
}
EVERY = [build(seed) for seed in range(MANY)]


@cache
def measured(meter: str) -> dict[int, Spread]:
    return accuracy.accuracy(EVERY, METERS[meter])


@pytest.mark.parametrize("ua", BOUNDS)
@pytest.mark.parametrize("meter", METERS)
def test_spread_is_bounded(ua: int, meter: str) -> None:
    spread = measured(meter)[ua]
    p95, most = BOUNDS[ua][list(METERS).index(meter)]
    assert 0.5 * p95 < spread.p95 < p95  # the lower bound: the builds do differ
    assert 0.5 * most < spread.most < most


@pytest.mark.parametrize("ua", SETPOINTS_UA)
def test_calibration_makes_it_better_and_a_better_meter_more(ua: int) -> None:
    none, fair, good = (measured(meter)[ua] for meter in METERS)
    assert good.p95 <= fair.p95 < none.p95 / 4
    assert good.most <= fair.most < none.most / 4


@pytest.mark.parametrize("ua", SETPOINTS_UA)
def test_no_build_misses_the_goal_with_a_good_meter(ua: int) -> None:
    assert measured("DMM 0.1 %")[ua].most <= max(1.0, 0.01 * ua)


def test_what_is_read_back_is_what_is_delivered() -> None:
    """Within 1 % + 1 uA of the truth at both ends, in builds that were calibrated."""
    for one in EVERY[:40]:
        bench = Bench(one.parts, bow_codes=one.bow_codes, seed=one.seed)
        cal = Calibration(fitted(bench))
        for ua in (20, 500):
            bench.drive(PLUS, cal.code(ua), 5_000)
            i, vb, _vt = bench.counts(32)
            assert abs(cal.na(i, vb, 32) / 32_000 - bench.load_ua) < 1 + 0.01 * ua


@pytest.mark.hazard("H13")
def test_every_build_passes_its_self_test_before_and_after() -> None:
    for one in EVERY[:100]:
        bench = Bench(one.parts, bow_codes=one.bow_codes, seed=one.seed)
        assert self_test(bench, Calibration()).verdict == selftest.PASSED
        cal = Calibration(with_reference(bench, fitted(bench)))
        assert self_test(bench, cal).verdict == selftest.PASSED


@pytest.mark.hazard("H13")
def test_a_part_that_ages_shows_only_against_the_reference() -> None:
    """RS2 10 % high: I reads 316 uA in S1, inside 280..325 and outside 300 +-13."""
    aged = Bench(Parts(rs2_kohm=1.32), noise=False)
    assert self_test(aged, Calibration()).verdict == selftest.PASSED
    test = self_test(aged, Calibration(commission.nominal()))
    assert test.verdict == selftest.FAILED and test.step == "S1"


@pytest.mark.hazard("H8")
@pytest.mark.parametrize("own", [False, True], ids=["absolute", "own"])
def test_the_self_test_finds_every_single_fault(own: bool) -> None:
    cal = Calibration(commission.nominal()) if own else Calibration()
    tests = {name: self_test(Bench(faulty(Parts(), [name]), seed=3), cal) for name in FAULTS}
    missed = [name for name, test in tests.items() if test.verdict == selftest.PASSED]
    assert not missed


@pytest.mark.hazard("H13")
def test_a_board_that_fails_cannot_be_commissioned() -> None:
    bench = Bench(Parts(dummy_kohm=7.5), noise=False)
    with pytest.raises(ValueError, match="self-test fails at S3: "):
        with_reference(bench, calib.nominal_record())


def test_the_same_seed_is_the_same_board() -> None:
    assert build(7) == build(7) != build(8)
    assert accuracy.errors_ua(build(7), 0.001) == accuracy.errors_ua(build(7), 0.001)


def test_the_document_has_a_row_for_each_setpoint() -> None:
    rows = [
        line.split("|")[1].strip() for line in markdown(EVERY[:3]).splitlines() if "| " in line
    ]
    assert rows[-len(SETPOINTS_UA) :] == [f"{ua} µA" for ua in SETPOINTS_UA]
