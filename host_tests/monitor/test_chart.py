"""The chart says what was delivered, when, and where nothing was heard."""

import pytest

from tools.monitor import chart
from tools.monitor.model import WINDOW_S, Sample


def drawn(samples: list[Sample], end_s: float, target_ua: int = 100) -> list[str]:
    text = chart.draw(samples, end_s, target_ua, 67, 5)
    return [line[chart._LABEL :] for line in text.plain.split("\n")]


def minute(ua: int, set_ua: int = 0, end_s: float = WINDOW_S) -> list[Sample]:
    return [Sample(end_s - k / 10, set_ua, ua, None) for k in range(600)]


def test_a_steady_current_fills_to_its_height() -> None:
    assert drawn(minute(50), 60.0) == [" " * 60, " " * 60, "▄" * 60, "█" * 60, "█" * 60]


def test_what_was_set_is_a_line() -> None:
    rows = drawn(minute(100, 30), 60.0)
    assert rows[3] == "━" * 60 and rows[0] == rows[4] == "█" * 60


def test_the_peak_of_each_second_is_seen() -> None:
    samples = [sample._replace(ua=100 if k == 255 else 0) for k, sample in enumerate(minute(0))]
    assert [column.ua for column in chart.columns(samples, 60.0, 60) if column].count(100) == 1


@pytest.mark.parametrize("silent_s", [1.0, 10.0, 61.0])
def test_silence_is_a_gap_that_grows(silent_s: float) -> None:
    row = drawn(minute(100), 60.0 + silent_s)[-1]
    assert row == ("█" * max(0, 60 - int(silent_s)) + " " * int(silent_s))[:60]


def test_the_axis_holds_the_most() -> None:
    for target_ua, ua, top in ((50, 0, 50), (50, 51, 100), (400, 0, 400), (0, 9000, 9000)):
        text = chart.draw([Sample(0.0, 0, ua, None)], 0.0, target_ua, 30, 5).plain
        assert text.split("\n")[0].startswith(f"{top:>5} │")
        assert text.split("\n")[4].startswith("    0 │")


def test_no_size_breaks_it() -> None:
    for wide, high in ((0, 1), (1, 1), (8, 1), (300, 40)):
        assert len(chart.draw(minute(10), 60.0, 0, wide, high).plain.split("\n")) == high


def test_a_spark_is_from_least_to_most() -> None:
    assert chart.spark([1, 2, 3, None], 4) == "▁▅█ "
    assert chart.spark([None, None], 4) == chart.spark([], 4) == ""
    assert chart.spark([5, 5], 4) == "▁▁▁▁"
    assert len(chart.spark(list(range(1000)), 24)) == 24
