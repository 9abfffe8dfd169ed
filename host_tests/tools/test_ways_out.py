"""The verdict of make ways-out, without the chip."""

from dataclasses import replace

import pytest

from tools.bench.stops import Stop
from tools.sim.trace import PLUS
from tools.ways_out import report
from tools.ways_out.bombs import BOMBS
from tools.ways_out.session import PLACES, Seen
from tools.ways_out.ways import FORCED, TIMED_OUT, WAYS, Way

WELL = Stop(0.1, 0.7, 49.0, 0.7, 0.01, 0.02)
WAY = Way("a way", lambda _rig: 0.0, 2, 4)
NEVER = float("inf")


def test_what_is_in_time_is_well() -> None:
    assert report.late(WAY, Seen(WELL, [], False)) == []


@pytest.mark.parametrize(
    "stop",
    [
        replace(WELL, run_low_ms=2.1),
        replace(WELL, code_0_ms=NEVER),
        replace(WELL, skin_ms=75.1),
        replace(WELL, run_low_ms=-1.0),  # it was off before: not this way out
    ],
)
def test_what_is_late_is_told(stop: Stop) -> None:
    assert len(report.late(WAY, Seen(stop, [], False))) == 1


def test_resets_are_told() -> None:
    assert report.late(WAY, Seen(WELL, [(900.0, TIMED_OUT)], False))
    assert report.late(WAY, Seen(WELL, [], True))
    must = replace(WAY, resets=TIMED_OUT)
    assert report.late(must, Seen(WELL, [(900.0, TIMED_OUT)], True)) == []
    assert report.late(must, Seen(WELL, [], True))
    assert report.late(must, Seen(WELL, [(900.0, FORCED)], True))


def test_every_bomb_is_tried_and_the_table_has_a_row_for_each() -> None:
    names = [way.name for way in WAYS]
    assert set(BOMBS) <= set(names) and len(set(names)) == len(names)
    seen = Seen(WELL, [(1.0, TIMED_OUT)], False)
    results = {(k, place): seen for k in range(len(WAYS)) for place in PLACES}
    assert [row[0] for row in report.sheet(results).rows] == names
    assert PLACES[0] == ("LIFT", PLUS)


def test_nothing_may_take_longer_than_the_relay_but_the_heartbeat_and_a_full_heap() -> None:
    slow = [way.name for way in WAYS if way.skin_ms > 75]
    assert slow == ["MemoryError in the application", "endless loop in the application"]
