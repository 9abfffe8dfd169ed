"""Rows in force, sums between two times."""

import pytest

from tools.sim.trace import Event, Row, Trace


def row(t_us: float, delivered_ua: float, peak_ua: float, charge_nc: float) -> Row:
    return Row(t_us, 100.0, delivered_ua, peak_ua, 6, 1, 1, 1, 5e3, 9, charge_nc)


@pytest.fixture
def trace() -> Trace:
    trace = Trace()
    for values in ((0, 0, 0, 0), (1000, 100, 100, 0), (2000, -50, 866, 100), (4000, 0, 50, 0)):
        trace.append(row(*values))
    return trace


def test_a_row_comes_back_as_it_went_in(trace: Trace) -> None:
    assert trace[1] == row(1000, 100, 100, 0)
    assert list(trace) == [trace[k] for k in range(len(trace))]
    assert list(trace.column("delivered_ua")) == [0, 100, -50, 0]
    assert trace[-1].code == 9 and len(trace) == 4


@pytest.mark.parametrize(
    "t_us,delivered_ua", [(0, 0), (999, 0), (1000, 100), (1999, 100), (1e9, 0)]
)
def test_at_gives_the_row_in_force(trace: Trace, t_us: float, delivered_ua: float) -> None:
    assert trace.at(t_us).delivered_ua == delivered_ua


def test_before_the_first_row_nothing_is_known(trace: Trace) -> None:
    with pytest.raises(ValueError, match="begins later"):
        trace.at(-1)


def test_between_takes_in_both_ends(trace: Trace) -> None:
    assert [r.t_us for r in trace.between(1000, 2000)] == [1000, 2000]
    assert trace.between(2001, 3999) == []


def test_charge_is_linear_between_rows_and_mean_follows(trace: Trace) -> None:
    assert trace.net_charge_nc(1000, 2000) == 100
    assert trace.net_charge_nc(1500, 3000) == 0
    assert trace.net_charge_nc(1500, 2000) == 50
    assert trace.net_charge_nc(-100, 9000) == 0
    assert trace.mean_ua(1000, 2000) == 100
    assert Trace().net_charge_nc(0, 1) == 0


def test_a_peak_between_rows_is_not_hidden(trace: Trace) -> None:
    assert trace.peak_ua(1200, 1300) == 866  # told by the row after
    assert trace.peak_ua(0, 5000) == 866
    assert trace.peak_ua(2500, 5000) == 50
    assert trace.peak_ua(8000, 9000) == 50  # the last row still holds
    assert Trace().peak_ua(0, 1) == 0


def test_a_second_row_of_an_instant_replaces_and_keeps_the_peak(trace: Trace) -> None:
    trace.append(row(4000, 7, 7, 0))
    assert len(trace) == 4
    assert trace[-1] == row(4000, 7, 50, 0)


def test_events_are_kept_as_told(trace: Trace) -> None:
    trace.event(5.0, "press", "START")
    assert trace.events == [Event(5.0, "press", "START")]


def test_what_is_forgotten_is_gone_and_the_rest_is_as_it_was(trace: Trace) -> None:
    for t_us in (100.0, 1500.0, 3000.0):
        trace.event(t_us, "press", f"{t_us:.0f}")
    charge_nc = trace.net_charge_nc(1500, 3000)
    trace.forget(1500)
    assert [row.t_us for row in trace] == [1000, 2000, 4000]  # the first is in force at 1500
    assert trace.at(1500).delivered_ua == 100
    assert trace.net_charge_nc(1500, 3000) == charge_nc
    assert [event.text for event in trace.events] == ["1500", "3000"]
    assert trace.events_ever == 3
    assert [event.text for event in trace.events_from(2)] == ["3000"]
    assert trace.events_from(0) == trace.events and trace.events_from(3) == []
    trace.append(row(5000, 1, 1, 0))
    assert trace[-1].t_us == 5000 and len(trace) == 4
    trace.forget(0)
    assert len(trace) == 4
