"""make bench in short: the directions of its figures, measured as it does."""

import pytest

from tools.bench.compare import cpu_share, record
from tools.bench.figures import stop, stream
from tools.bench.on_chip import ENGINE, GC, HARD, LOOP, SAVE, SOFT

MS = 60
SAVE_MS = 250  # a save may erase twice, 45 ms each


@pytest.mark.hazard("H25")
def test_the_stream_has_no_jitter_beside_garbage() -> None:
    seen = stream(record(ENGINE, GC, MS).frames)
    assert seen.frames > MS - 10
    assert seen.peak_to_peak == 0
    assert seen.in_order and not seen.lost


def test_a_hard_timer_has_some_and_a_soft_one_more() -> None:
    hard, soft = (stream(record(way, GC, MS).frames) for way in (HARD, SOFT))
    assert hard.in_order
    assert 0 < hard.peak_to_peak < soft.peak_to_peak


def test_a_polled_loop_loses_samples_beside_garbage() -> None:
    seen = stream(record(LOOP, GC, MS).frames)
    assert seen.lost > MS // 4
    assert seen.late > seen.frames // 2


@pytest.mark.parametrize("way", [HARD, SOFT, LOOP])
def test_a_file_save_leaves_the_current_on_without_the_stream(way: str) -> None:
    seen = record(way, SAVE, SAVE_MS)
    held = stream(seen.frames)
    assert held.hole_ms > 40
    assert held.held_ua > 100
    assert not stop(seen.frames, seen.run_low, seen.erases[0]).safe


@pytest.mark.hazard("H25")
def test_a_file_save_stops_the_stream_safely() -> None:
    seen = record(ENGINE, SAVE, SAVE_MS)
    sent = stream(seen.frames)
    assert sent.peak_to_peak == 0
    assert sent.in_order
    ended = stop(seen.frames, seen.run_low, seen.erases[0])
    assert ended.last_live_ms < 4
    assert 0 < ended.run_low_ms < 5
    assert ended.code_0_ms < 5


def test_shares_of_the_processor() -> None:
    """The stream measures and judges every sample, too, and still costs no more than twice."""
    stream_cpu, timer_cpu = cpu_share(ENGINE, 50), cpu_share(HARD, 50)
    assert 0.01 < timer_cpu < 0.1
    assert 0.01 < stream_cpu < 2 * timer_cpu
    assert cpu_share(LOOP, 50) == 1
