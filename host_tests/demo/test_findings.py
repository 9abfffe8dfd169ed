"""Each finding on a trace made by hand: right when it is good, FAIL for each way to be bad."""

from dataclasses import replace
from typing import Any

import pytest

from host_tests.demo import traces
from tools.demo import findings
from tools.demo.finding import Finding
from tools.demo.recording import Recording

REFUSED, BEFORE, TRACKING, CROWBAR, ZERO, RAMP, CHARGE, OFF = range(8)


def judged(number: int, *spoilt: tuple[float, dict[str, Any]]) -> Finding:
    return findings.judge(traces.recorded(*spoilt))[number]


FIGURES = (
    (REFUSED, '"no contact", 500 Hz, 0.0 µA'),
    (BEFORE, "10.0 µA"),
    (TRACKING, "1.0 µA at 100 µA"),
    (CROWBAR, "2.00 ms, 2.00 ms"),
    (ZERO, "0.00 ms"),
    (RAMP, "0.51 s"),
    (OFF, "code 0, RUN low, relay open 30 ms after the crowbar"),
)


@pytest.mark.parametrize(("number", "figure"), FIGURES)
def test_figures_of_a_good_session(number: int, figure: str) -> None:
    finding = judged(number)
    assert finding.figure == figure
    assert finding.ok


def test_net_charge_counts_while_connected() -> None:
    positive_nc = 390 * 10 + 100 * 101
    negative_nc = 400 * 10 + 500 * 51 + 100 * 101
    mean_ua = (positive_nc - negative_nc) / (500 + 1000 + 30)
    finding = judged(CHARGE)
    assert (
        finding.figure
        == f"{(positive_nc - negative_nc) / 1000:+.2f} µC, mean {mean_ua:+.2f} µA DC"
    )
    assert not finding.ok


def test_balanced_charge_passes() -> None:
    assert judged(CHARGE, (1300, {"delivered_ua": 0})).ok


BAD = (
    (REFUSED, (50, {"peak_ua": 1.0}), "a current without contact"),
    (BEFORE, (205, {"peak_ua": 20}), "a peak between rows as the relay closes"),
    (BEFORE, (300, {"delivered_ua": 20}), "too early by 200 ms"),
    (BEFORE, (900, {"impedance_ohm": 30_000}), "contact that never was good"),
    (BEFORE, (1000, {"delivered_ua": -20}), "too early after re-contact"),
    (TRACKING, (610, {"delivered_ua": 114}), "too much"),
    (TRACKING, (1810, {"delivered_ua": -80}), "too little"),
    (TRACKING, (620, {"peak_ua": 120}), "a settled peak between rows"),
    (CROWBAR, (702, {"bridge": 0b110}), "never crowbarred"),
    (CROWBAR, (702, {"code": 20}), "code stays"),
    (ZERO, (750, {"peak_ua": 5}), "a current later on"),
    (RAMP, (1300, {"setpoint_ua": -100, "delivered_ua": -101}), "a jump"),
    (OFF, (2000, {"code": 5}), "code"),
    (OFF, (2000, {"bridge": 0b110}), "RUN"),
    (OFF, (1930, {"relay_closed": 1}), "relay"),
    (OFF, (1930, {"gate_closed": 1}), "gate"),
    (OFF, (2000, {"peak_ua": 1}), "a current after the end"),
)


@pytest.mark.parametrize(("number", "spoilt", "why"), BAD, ids=lambda value: str(value)[:40])
def test_bad_sessions_fail(number: int, spoilt: tuple[float, dict[str, Any]], why: str) -> None:
    assert not judged(number, spoilt).ok, why


def test_a_late_crowbar_fails() -> None:
    late = (702, {"bridge": 0b110, "code": 546}), (707.1, {"bridge": 0, "code": 0})
    assert judged(CROWBAR, *late).figure == "7.10 ms, 7.10 ms"
    assert not judged(CROWBAR, *late).ok


def test_the_first_150_us_after_an_edge_do_not_count() -> None:
    edge = (620, {"setpoint_ua": 90, "delivered_ua": 200})
    settled = (620.2, {"delivered_ua": 91})
    assert judged(TRACKING, edge, (620.1, {}), settled).ok
    assert not judged(TRACKING, edge, (620.16, {}), settled).ok


@pytest.mark.parametrize("change", [{"ended": "stopped"}, {"silent": True}])
def test_a_refusal_needs_its_name_and_its_sound(change: dict[str, Any]) -> None:
    tones = () if "silent" in change else traces.DONE.tones_hz
    status = {"ended": change.get("ended", "no contact")}
    done = replace(traces.DONE, status=status, tones_hz=tones)
    assert not findings.judge(traces.recorded(done=done))[REFUSED].ok


def test_what_was_not_seen_fails() -> None:
    """A session in which nothing happened proves nothing; only off is off."""
    full = traces.trace()
    nothing = type(full)()
    nothing.append(full[0])
    seen = Recording(nothing, [], [], [replace(traces.DONE, mark="")])
    assert [f.ok for f in findings.judge(seen)] == [False, True] + [False] * 5 + [True]
