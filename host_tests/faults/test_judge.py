"""The judge on traces made by hand: what it measures, and that it can say no."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from tools.faults.judge import Said, Seen, look, verdict
from tools.faults.stage import LOADS, Load, State, state_named
from tools.faults.tables import TREATS, Fault
from tools.sim.trace import Row, Trace

IN_RUN = {"state": "RUN", "fault": "", "ended": "", "target_ua": 300}
RUN = state_named("RUN+")
PHASE_MS = 50.0
FLAWLESS = Seen(300, 300, 9, 9, 3, 0, 0, 0.7, "FAULT", "MISMATCH")
FAULT = Fault("x", "circuit", ())
LOAD = LOADS[1]

Step = tuple[float, float, int]  # ms, uA, bridge


def trace(steps: Iterable[Step]) -> Trace:
    """A resistor: each current with its bridge for its time; code 0 where no current is."""
    made, t_us, charge_nc = Trace(), 0.0, 0.0
    for ms, ua, bridge in (*steps, (0.0, 0.0, 0)):
        row = Row(t_us, ua, ua, abs(ua), bridge, 1, 1, 1, 5000.0, int(abs(ua)), charge_nc)
        made.append(row)
        t_us += ms * 1e3
        charge_nc += ms * ua
    return made


def seen(
    steps: Iterable[Step], event_ms: float, end_ms: float, said: Any = None, **status: Any
) -> Seen:
    """What the judge reads of these steps; the device says RUN at 300 uA unless told."""
    words = said or [Said(0.0, "RUN", 300.0)]
    return look(trace(steps), words, event_ms * 1e3, end_ms * 1e3, IN_RUN | status, PHASE_MS)


def periods(times: int, plus_ua: float, minus_ua: float) -> list[Step]:
    return [(50.0, plus_ua, 6), (50.0, -minus_ua, 5)] * times


def test_a_good_mode_has_its_current_and_no_direct_current() -> None:
    found = seen(periods(10, 300, 300), 20, 990)
    assert found.steady_ua == pytest.approx(300)
    assert found.peak_ua == 300
    assert found.wrong_ms == 0
    assert found.dc_phases <= 1
    assert found.zero_ms == found.safe_ms == float("inf")
    assert found.charge_uc == pytest.approx(291, abs=1)  # 970 ms at 300 uA


def test_too_much_is_counted_from_the_first_to_the_last_window() -> None:
    found = seen([(100, 300, 6), (30, 345, 6), (100, 300, 6)], 50, 230)
    assert found.steady_ua == pytest.approx(345)
    assert 25 <= found.wrong_ms <= 35
    assert seen([(100, 300, 6), (30, 335, 6), (100, 300, 6)], 50, 230).wrong_ms == 0


def test_what_comes_back_later_lasts_until_then() -> None:
    found = seen([(100, 300, 6), (6, 500, 6), (60, 0, 0), (6, 500, 6), (50, 0, 0)], 90, 220)
    assert found.wrong_ms >= 60


@pytest.mark.parametrize(
    ("state", "ua", "wrong"),
    [("CHECK", 15, 0), ("CHECK", 25, 50), ("SELF_TEST", 5, 0), ("SELF_TEST", 20, 50)],
)
def test_what_may_flow_is_the_states(state: str, ua: float, wrong: float) -> None:
    found = seen([(100, 0, 0), (50, ua, 6), (50, 0, 0)], 10, 200, [Said(0.0, state, 300.0)])
    assert found.wrong_ms == pytest.approx(wrong, abs=8)


def test_a_status_line_may_be_late() -> None:
    said = [Said(0.0, "CHECK", 300.0), Said(150e3, "RUN", 300.0)]
    steps: list[Step] = [(100, 10, 6), (400, 300, 6)]
    assert seen(steps, 10, 480, said).wrong_ms == 0
    assert seen(steps, 10, 480, [Said(0.0, "CHECK", 300.0)]).wrong_ms > 300


def test_one_phase_lost_is_direct_current() -> None:
    found = seen([*periods(2, 300, 300), *periods(8, 300, 0)], 200, 1000)
    assert found.dc_phases > 6
    assert found.wrong_ms == 0  # each current is what was set


def test_off_is_crowbarred_and_code_0_for_good() -> None:
    found = seen(
        [(100, 300, 6), (3, 0, 0), (5, 300, 6), (40, 0, 0), (5, 10, 6), (60, 0, 0)], 99, 210
    )
    assert found.safe_ms == pytest.approx(9)  # a rest of 3 ms is none
    assert found.zero_ms == pytest.approx(54)


def test_after_the_end_nothing_flows() -> None:
    said = [Said(0.0, "RUN", 300.0), Said(100e3, "FAULT", 300.0)]
    steps: list[Step] = [(100, 300, 6), (200, 0, 0), (50, 3, 6), (50, 0, 0)]
    assert seen(steps, 90, 390, said).after_ua == pytest.approx(3)
    assert seen(steps, 90, 290, said).after_ua == 0


@pytest.mark.parametrize(
    ("status", "how"),
    [
        ({}, ""),
        ({"state": "HOLD"}, "HOLD"),
        ({"state": "IDLE", "ended": "no contact"}, "no contact"),
        ({"state": "FAULT", "fault": "SELF_TEST", "step": "S3"}, "SELF_TEST S3"),
    ],
)
def test_how_it_ended(status: dict[str, str], how: str) -> None:
    assert seen(periods(2, 300, 300), 0, 200, **status).how == how


def test_all_well() -> None:
    assert verdict(FAULT, RUN, LOAD, FLAWLESS) == ""


INFUSE = state_named("INFUSE")
CHECK = state_named("CHECK")
SHORT = LOADS[0]
BREACHES: tuple[tuple[Fault, State, Load, dict[str, Any], str], ...] = (
    (FAULT, RUN, LOAD, {"wrong_ms": 26}, "MISSED: too much current for 26 ms"),
    (FAULT, RUN, LOAD, {"dc_phases": 3.1}, "MISSED: net 3.1 phases"),
    (FAULT, RUN, LOAD, {"steady_ua": 701}, "STEADY: 701 uA"),
    (FAULT, RUN, LOAD, {"after_ua": 0.6}, "AFTER: 0.6 uA"),
    (replace(FAULT, off_ms=2), RUN, LOAD, {"safe_ms": 2.1}, "MISSED: off after 2.1 ms"),
    (replace(FAULT, alarm=TREATS), RUN, LOAD, {"state": "HOLD"}, "MISSED: no fault was told"),
    (replace(FAULT, alarm=TREATS, reason="RAIL"), RUN, LOAD, {}, "MISSED: told as MISMATCH"),
    (replace(FAULT, goes_on=True), RUN, LOAD, {}, "FALSE: MISMATCH"),
    (replace(FAULT, goes_on=True), CHECK, LOAD, {"how": "short"}, "FALSE: short"),
)


@pytest.mark.parametrize(("fault", "state", "load", "change", "said"), BREACHES)
def test_each_breach_is_told(
    fault: Fault, state: State, load: Load, change: dict[str, Any], said: str
) -> None:
    assert verdict(fault, state, load, replace(FLAWLESS, **change)) == said


@pytest.mark.parametrize(
    ("fault", "state", "load", "change"),
    [
        (FAULT, INFUSE, LOAD, {"dc_phases": 30}),  # it is direct current
        (replace(FAULT, double=True), RUN, LOAD, {"steady_ua": 701}),
        (replace(FAULT, off_ms=2), CHECK, LOAD, {"safe_ms": 2.1}),
        (replace(FAULT, alarm=TREATS), CHECK, LOAD, {"state": "IDLE"}),
        (replace(FAULT, alarm=TREATS, held=True), RUN, LOAD, {"state": "HOLD"}),
        (replace(FAULT, goes_on=True), RUN, LOAD, {"how": "stopped"}),
        (replace(FAULT, goes_on=True), CHECK, SHORT, {"how": "short"}),
    ],
)
def test_what_is_no_breach(fault: Fault, state: State, load: Load, change: dict[str, Any]) -> None:
    assert verdict(fault, state, load, replace(FLAWLESS, **change)) == ""
