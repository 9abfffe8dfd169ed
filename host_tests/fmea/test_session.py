"""The figures of a session and of a self-test, out of waves and readings with known answers."""

import numpy as np
import pytest

from galva.core import afe_b
from galva.core.afe_a import TABLE
from galva.core.bridge import MINUS, PLUS, SHUNT
from host_tests.fmea.made import AT_REST, counts
from tools.builds import commission
from tools.fmea import selftest, session
from tools.fmea.circuits import CIRCUITS, A, B, Counts, calibration
from tools.fmea.spice import Waves
from tools.fmea.timeline import State, phases, sources, with_dead_time

STEPS = [row[0] for row in TABLE]
ADC = dict(zip(("v(adci)", "v(adcb)", "v(adct)"), (1.33, 2.23, 3.0)))


def waves(*points: tuple[float, float]) -> Waves:
    """Load current: (ms, uA), straight in between."""
    t_ms, ua = np.array(points).T
    flat = {name: np.full(len(t_ms), volts) for name, volts in {**ADC, "v(v33)": 3.3}.items()}
    return Waves(t_ms / 1e3, {"i(vload)": ua / 1e6, **flat})


def test_steady_peak_dc_and_the_states_after_the_stop() -> None:
    got = session.seen(
        A,
        waves(
            *((0, 0), (12.9, 9999), (13.0, 300), (14.0, 300), (14.001, 900), (14.021, 900)),
            *((14.03, 400), (36, 400), (36.001, 7), (46, 7), (46.001, 12), (66, 12)),
            *((66.001, 3), (86, 3), (86.001, 0.5), (89, 0.5)),
        ),
        AT_REST,
    )
    assert got.steady_ua == pytest.approx(400)
    assert got.peak_ua == pytest.approx(900)
    assert got.high_us == pytest.approx(20, abs=5)
    assert got.dc_ua == pytest.approx(400)
    assert (got.shunt_ua, got.probe_ua, got.armed_ua) == pytest.approx((7, 12, 3))
    assert got.open_ua == pytest.approx(0.5)
    assert got.worst_ua == pytest.approx(400)


def test_a_balanced_session_has_no_dc() -> None:
    swaps = [(t, 300.0 if k % 2 else -300.0) for k, t in enumerate((21, 26, 31, 36))]
    edges = [(t + d, -ua if d < 0 else ua) for t, ua in swaps for d in (-1e-3, 1e-3)]
    got = session.seen(A, waves((0, 0), *edges, (89, 0)), AT_REST)
    assert got.dc_ua == pytest.approx(0, abs=0.1)


def test_samples_tell_bridge_code_and_session() -> None:
    samples = {s.t_ms: s for s in session.sampled(A, waves((0, 0), (89, 0)))}
    span = calibration().span(300)
    assert (samples[1.8].bridge, samples[1.8].span, samples[1.8].runs) == (PLUS, span, True)
    assert (samples[30.8].bridge, samples[30.8].span) == (MINUS, span)
    assert (samples[40.8].bridge, samples[40.8].span, samples[40.8].runs) == (SHUNT, 0, False)
    assert (samples[50.8].bridge, samples[50.8].span) == (PLUS, calibration().span(10))
    assert (samples[80.8].bridge, samples[80.8].span) == (MINUS, 0)


def test_adc_counts_have_3v3_for_reference_and_end_at_both_rails() -> None:
    made = Waves(
        np.array([0.0]),
        {
            "v(adci)": np.array([1.65]),
            "v(adcb)": np.array([-0.3]),
            "v(adct)": np.array([4.0]),
            "v(v33)": np.array([3.3]),
        },
    )
    assert A.counts(made, 0.0) == (2048, 0, 4095)
    assert B.counts(made, 0.0) == (2048, 0, 4095)
    made.of["v(v33)"][:] = 0.0
    assert A.counts(made, 0.0) == (0, 0, 0)


def test_a_dac_gives_no_more_than_it_can() -> None:
    assert A.dac_v(4095) == B.dac_v(4095) == pytest.approx(2.0475)
    assert B.dac_v(calibration(B).code(300)) == pytest.approx(1.21, abs=0.01)


def test_run_is_low_on_either_side_of_a_swap() -> None:
    states = with_dead_time([State(0.0), *phases(100, 1.0, 5.0, 2)])
    assert [(s.t_ms, s.bridge) for s in states] == [
        (0.0, SHUNT),
        (1.0, PLUS),
        (6.0, PLUS & 3),
        (6.002, MINUS & 3),
        (6.004, MINUS),
    ]


def test_sources_are_what_the_states_say() -> None:
    pwl = sources(A, (State(0.0), State(1.0, PLUS, 2728), State(2.0, relay=0, hv=0)))
    assert pwl["pa"] == "PWL(0 0)"
    assert pwl["pz"] == "PWL(0 0 1m 0 1.0001m 3.3 2m 3.3 2.0001m 0)"
    assert pwl["dac"] == "PWL(0 0 1m 0 1.002m 1.364 2m 1.364 2.002m 0)"
    assert pwl["hv"] == "PWL(0 17.5 2m 17.5 3m 0)"
    assert pwl["rel"] == "PWL(0 0 2m 0 2.0001m 1)"


def good(name: str) -> list[Counts]:
    """A self-test without a fault, as ngspice gives it for A, and the fast model for B."""
    if name == "B":
        counts = commission.nominal("B")["reference"]
        assert isinstance(counts, list)
        return list(zip(counts[::3], counts[1::3], counts[2::3]))
    return [
        *((0, 3806, 3806), (1645, 3736, 3744), (0, 3800, 3806), (102, 3717, 3802)),
        *((543, 3359, 3785), (543, 3359, 3785), (67, 8, 3806), (67, 8, 3806), AT_REST),
        *((47, 3761, 3804), (47, 6, 3806), (47, 3761, 3804), (2471, 1798, 3714)),
        *((3372, 378, 2977), (0, 0, 0)),
    ]


@pytest.mark.parametrize("name", CIRCUITS)
def test_a_self_test_as_at_commissioning_passes(name: str) -> None:
    assert selftest.failed(CIRCUITS[name], good(name), good(name)) == ()


@pytest.mark.parametrize(
    "step,got",
    [
        ("S1", (1800, 3736, 3744)),
        ("S2", (0, 0, 3806)),
        ("S4", (543, 3000, 3785)),
        ("S7", (4000, 378, 2977)),
        ("S8", (2471, 1798, 3300)),
        ("S10", (0, 3806, 3806)),
        ("G3", (47, 6, 3806)),
    ],
)
def test_the_firmware_stops_at_the_step_that_is_wrong(step: str, got: Counts) -> None:
    readings = good("A")
    readings[STEPS.index(step)] = got
    assert selftest.failed(A, readings, good("A")) == (step,)


@pytest.mark.parametrize(
    "step,got",
    [
        ("S0", (0, 1700, 1701)),  # a block of 7.8 V
        ("S1", (1780, 1895, 1903)),
        ("S1", (1671, 1950, 1958)),  # RLIM short
        ("S5", (108, 13, 1960)),
        ("S8", (1671, 626, 1950)),
    ],
)
def test_in_b_too(step: str, got: Counts) -> None:
    readings = good("B")
    readings[[row[0] for row in afe_b.TABLE].index(step)] = got
    assert selftest.failed(B, readings, good("B")) == (step,)


def test_in_b_an_older_block_is_no_fault() -> None:
    """0.8 V less on all that hangs on it: S5 and S6 take VB down to nothing."""
    older = [(i, vb - 174 if vb > 200 else vb, vt - 174) for i, vb, vt in good("B")]
    assert selftest.failed(B, older, good("B")) == ()


def test_a_session_stands_on_s9() -> None:
    readings = good("A")
    readings[STEPS.index("S9")] = (1, 2, 3)
    assert selftest.at_rest(A, readings) == (1, 2, 3)


def test_counts_of_the_bench_are_those_of_the_calibration() -> None:
    i, vb, _ = counts(300, 5000)
    assert calibration().na(i, vb) == pytest.approx(300_000, rel=2e-3)
