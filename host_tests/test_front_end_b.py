"""Front end B: sessions, its self-test on many builds and faults, on the fakes and on the chip."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from galva.core import afe_b, selftest
from galva.core.bridge import RUN_LINE, SHUNT
from galva.core.calib import Calibration
from galva.core.session import STATES
from host_tests.fake_rig import FakeRig, commissioned
from host_tests.scenarios.sessions import assert_off, power_on, start, until
from tools import boards, image
from tools.builds import commission
from tools.builds.accuracy import build
from tools.builds.commission import Bench, fitted, self_test, with_reference
from tools.emulator.rig import EmulatedRig
from tools.sim.parts import FAULTS_B, NOMINAL, Parts, faulty

BOARDS = ("pico_b", "esp32_b")
PEAK_UA = 300
BUILDS = 40  # docs: 1000
B = NOMINAL["B"]


@pytest.fixture(params=BOARDS)
def rig(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRig]:
    rig = FakeRig(monkeypatch, request.param, skin="good")
    power_on(rig)
    yield rig
    rig.close()


def at_the_top(rig: Any) -> None:
    """LIFT at its highest level, which is 400 uA where the board may give it."""
    start(rig)
    until(rig, "RUN", 5000)
    for _ in range(10):
        rig.press("PLUS")
    rig.run(2000)


@pytest.mark.hazard("H1")
def test_a_session_stays_within_300_ua(rig: FakeRig) -> None:
    at_the_top(rig)
    assert rig.status["level"] == 10 and rig.status["target_ua"] == PEAK_UA
    rig.run(5000)
    rig.press("START")
    until(rig, "IDLE", 2000)
    assert rig.status["ended"] == "stopped" and not rig.status["fault"]
    rows = rig.front.trace.between(0, 1000 * rig.now_ms)
    most_ua = max(row.peak_ua for row in rows)
    assert 0.98 * PEAK_UA < most_ua < PEAK_UA + 1
    assert abs(rig.front.net_charge_nc) < 10_000
    assert_off(rig)


@pytest.mark.hazard("H5")
def test_lifted_off_it_is_0_within_2_ms_and_comes_back(rig: FakeRig) -> None:
    at_the_top(rig)
    lifted_ms = rig.now_ms
    rig.lift()
    rig.run(50)
    rows = rig.front.trace.between(1000 * lifted_ms, 1000 * rig.now_ms)
    low = [row for row in rows if not row.bridge & RUN_LINE and row.t_us > 1000 * lifted_ms]
    assert low[0].t_us / 1000 - lifted_ms <= rig.lift_off_ms
    until(rig, "HOLD", 100)
    rig.touch("good")
    until(rig, "RUN", 5000)


@pytest.mark.hazard("H8")
def test_a_leg_on_ground_is_no_lost_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    """What B's guard reads then, in ngspice: VT falls by what RLIM takes. RAIL latches."""
    from galva.core import faults
    from galva.core.judge import Judge

    cal = Calibration(commission.nominal("B"), afe_b)
    judge = Judge(cal)
    judge.start(0, cal.counts(9000), 0)
    down = cal.counts(1100)
    sense: Any = SimpleNamespace(span=0, bridge=SHUNT, i=0, vb=down, vt=down)
    bits = [judge.check(sense) for _ in range(2)]
    assert bits[-1] == faults.RAIL


@pytest.mark.parametrize("board", BOARDS)
def test_without_a_record_it_gives_100_ua(board: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {commission.READ_FILE: commission.read_line()}
    rig = FakeRig(monkeypatch, board, skin="good", files=files)
    power_on(rig)
    at_the_top(rig)
    assert rig.status["target_ua"] == 100 and not rig.status["calibrated"]
    rig.close()


def test_the_record_of_the_other_front_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for board, other in (("pico_b", "A"), ("pico", "B")):
        rig = FakeRig(monkeypatch, board, files=commissioned(other))
        power_on(rig)
        assert not rig.status["calibrated"] and "dac_pa is" in rig.console
        rig.close()


def test_there_is_no_rail_to_switch() -> None:
    assert "hv_en" not in boards.data("pico_b").pins.gpio
    assert b"in (4, 2, 3, 6):  # RUN, PA, PB, ALIVE\n" in boards.boot("pico_b")
    assert b"in (27, 25, 26, 33):  # RUN, PA, PB, ALIVE\n" in boards.boot("esp32_b")
    names = [name for name, _source in image.sources("pico_b")]
    assert "galva/core/afe_b.py" in names and "galva/core/afe_a.py" not in names


# ---- the self-test, and calibration


@cache
def own() -> Calibration:
    return Calibration(commission.nominal("B"), afe_b)


@pytest.mark.hazard("H8", "H13")
@pytest.mark.parametrize("cal", [own(), Calibration(None, afe_b)], ids=["own", "absolute"])
def test_the_self_test_finds_every_single_fault(cal: Calibration) -> None:
    tests = {name: self_test(Bench(faulty(B, [name]), seed=3), cal) for name in FAULTS_B}
    assert not [name for name, test in tests.items() if test.verdict == selftest.PASSED]
    assert tests["rlim short"].step == tests["rlim half"].step == "S1"
    assert tests["dummy half"].step == "S3"


@pytest.mark.hazard("H13")
def test_an_older_block_passes_and_an_empty_one_does_not() -> None:
    for mv, passes in ((9600, True), (8200, True), (7800, False)):
        test = self_test(Bench(replace(B, hv_mv=mv), seed=1), own())
        assert (test.verdict == selftest.PASSED) == passes
    assert test.step == "S0" and "empty" in test.part


def built(seed: int) -> tuple[Parts, Bench]:
    one = build(seed, "B")
    return one.parts, Bench(one.parts, bow_codes=one.bow_codes, seed=seed)


@pytest.mark.hazard("H13")
def test_every_build_passes_before_and_after_its_calibration() -> None:
    for seed in range(BUILDS):
        parts, bench = built(seed)
        assert self_test(bench, Calibration(None, afe_b)).verdict == selftest.PASSED
        cal = Calibration(with_reference(bench, fitted(bench)), afe_b)
        weak = Bench(replace(parts, hv_mv=8500.0), seed=seed + 1)
        assert self_test(weak, cal).verdict == selftest.PASSED


# ---- the emulated chip


@pytest.mark.chip
@pytest.mark.hazard("H24")
def test_on_the_chip_it_passes_its_test_and_runs() -> None:
    rig = EmulatedRig("pico_b", skin="good")
    power_on(rig)
    assert rig.status["state"] == STATES[0] and rig.status["calibrated"]
    start(rig)
    until(rig, "RUN", 5000)
    rig.run(500)
    rows = rig.front.trace.between(0, 1000 * rig.now_ms)
    assert 40 < max(row.peak_ua for row in rows) < 60  # LIFT at level 1
    rig.lift()
    rig.run(10)
    assert not rig.front.bridge & RUN_LINE
