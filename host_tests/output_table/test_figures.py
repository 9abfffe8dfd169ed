"""The computing part on traces with known answers."""

import math

import pytest

from host_tests.output_table.traces import trace
from tools.output_table.figures import Figures, TooShort, figures, phases, worst_rms_ua
from tools.sim.trace import Trace

GAP_MS = 0.004  # the crowbar while the bridge turns


def of(made: Trace) -> Figures:
    return figures(made, made[0].t_us, made[-1].t_us)


def test_a_balanced_rectangle() -> None:
    period = [(50 - GAP_MS, 400), (GAP_MS, 0), (50 - GAP_MS, -400), (GAP_MS, 0)]
    seen = of(trace(period * 12))
    assert seen.peak_ua == 400
    assert seen.rms_ua == pytest.approx(400, rel=1e-4)
    assert seen.plus_ms == pytest.approx(50 - GAP_MS)
    assert seen.minus_ms == pytest.approx(50 - GAP_MS)
    assert seen.hz == pytest.approx(10)
    assert seen.net_nc == pytest.approx(0, abs=1e-6)
    assert seen.worst_net_nc == pytest.approx(0, abs=1e-6)
    assert seen.phase_uc == pytest.approx(400 * (50 - GAP_MS) / 1e3)


def test_unequal_phases_leave_their_difference() -> None:
    seen = of(trace([(50.5, 400), (49.5, -400)] * 12))
    assert [seen.plus_ms, seen.minus_ms] == pytest.approx([50.5, 49.5])
    assert seen.net_nc == pytest.approx(400)
    assert seen.hz == pytest.approx(10)
    assert seen.mean_ua == pytest.approx(4, abs=0.01)


def test_one_bad_period_is_the_worst() -> None:
    good = [(50, 400), (50, -400)]
    bad, worse = [(50, 400), (49.5, -400)], [(50, 400), (51, -400)]
    seen = of(trace([*good * 6, *bad, *good * 3, *worse, *good * 3]))
    assert seen.worst_net_nc == pytest.approx(-400)
    assert -100 < seen.net_nc < 0


def test_an_envelope_is_paired_as_it_was_made() -> None:
    """Steps between whole periods cancel; paired across a step they would not."""
    levels = (100, 200, 300, 400, 300, 200, 100, 50, 100, 200, 300)
    seen = of(trace([(50.0, sign * ua) for ua in levels for sign in (-1, 1)]))
    assert seen.worst_net_nc == pytest.approx(0, abs=1e-6)
    assert seen.phase_uc == pytest.approx(20)


def test_a_raised_sine() -> None:
    sine = [150 * (1 - math.cos(2 * math.pi * (k + 0.5) / 500)) for k in range(500)]
    period = [(1.0, ua) for ua in sine] + [(1.0, -ua) for ua in sine]
    seen = of(trace(period * 4))
    assert seen.peak_ua == pytest.approx(300, abs=0.01)
    assert seen.rms_ua == pytest.approx(300 * math.sqrt(3 / 8), rel=1e-6)
    assert seen.plus_ms == pytest.approx(500, abs=5)  # its ends are below what counts
    assert seen.hz == pytest.approx(1)
    assert seen.phase_uc == pytest.approx(75, rel=1e-4)
    assert seen.net_nc == pytest.approx(0, abs=1e-6)


def test_a_direct_current_has_no_phases() -> None:
    seen = of(trace([(1500.0, -200)]))
    assert (seen.peak_ua, seen.rms_ua, seen.mean_ua) == (200, 200, -200)
    assert (seen.hz, seen.phase_uc, seen.net_nc, seen.plus_ms) == (0, 0, 0, 0)


def test_rms_is_of_the_worst_second() -> None:
    """0.3 s of 300 uA in 2 s, at an odd place: the second that holds all of it."""
    seen = worst_rms_ua(list(trace([(700.1, 100), (300, 300), (999.9, 0)])))
    assert seen == pytest.approx(math.sqrt(0.3 * 300**2 + 0.7 * 100**2))


def test_cut_phases_at_the_ends_do_not_count() -> None:
    made = trace([(10, 400), (50, -400), (50, 400), (20, -400)])
    whole = phases(made, 0, made[-1].t_us)
    assert [phase.sign for phase in whole] == [-1, 1, -1]
    assert [phase.ms for phase in whole] == [50, 50, 20]  # the last one ended in 0 uA
    assert len(phases(made, 0, made[-1].t_us - 1)) == 2


def test_too_little_is_refused() -> None:
    with pytest.raises(TooShort, match="less than a second"):
        of(trace([(900.0, 100)]))
    with pytest.raises(TooShort, match="2 whole periods"):
        of(trace([(500.0, 100), (500.0, -100), (500.0, 100)]))
