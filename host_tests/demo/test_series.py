"""Fewer points to draw, and every peak still there."""

from hypothesis import given
from hypothesis import strategies as st

from host_tests.demo import traces
from tools.demo.recording import Recording
from tools.demo.series import keep, thinned, to_draw, with_peaks

VALUES = st.lists(st.integers(-500, 500), min_size=1, max_size=400)


@given(VALUES, st.integers(1, 12))
def test_each_bucket_keeps_least_and_most(values: list[int], buckets: int) -> None:
    times = [float(k * k % 97 + 100 * k) for k in range(len(values))]
    kept = keep(times, [values], buckets)
    assert kept == sorted(set(kept))
    width = (times[-1] - times[0]) / buckets or 1.0
    for bucket in range(buckets):
        inside = [k for k in range(len(times)) if int((times[k] - times[0]) / width) == bucket]
        drawn = [values[k] for k in kept if k in inside]
        if inside:
            all_values = [values[k] for k in inside]
            assert (min(drawn), max(drawn)) == (min(all_values), max(all_values))


def test_many_points_become_few_with_the_one_spike() -> None:
    values = [0.0] * 100_000
    values[54_321] = 600.0
    kept = keep([float(k) for k in range(len(values))], [values], 100)
    assert len(kept) <= 450
    assert 54_321 in kept


def test_few_points_stay_all() -> None:
    assert keep([0.0, 1.0, 2.0], [[1, 1, 1]], 1) == [0, 1, 2]


def test_a_peak_between_rows_gets_a_row_with_its_sign() -> None:
    plus, minus = with_peaks(traces.trace((610, {"peak_ua": 300}))), (1810, {"peak_ua": 300})
    assert max(row.delivered_ua for row in plus) == 300
    assert min(row.delivered_ua for row in with_peaks(traces.trace(minus))) == -300
    assert len(with_peaks(traces.trace())) == len(traces.trace())


def test_what_is_drawn_holds_until_the_end_and_loses_no_extreme(recording: Recording) -> None:
    rows = to_draw(recording)
    few = thinned(rows, 50)
    assert few[-1].t_us == recording.end_us
    assert len(few) < len(rows) / 2
    for name in ("setpoint_ua", "delivered_ua", "charge_nc"):
        for most in (min, max):
            assert most(getattr(r, name) for r in few) == most(getattr(r, name) for r in rows)
