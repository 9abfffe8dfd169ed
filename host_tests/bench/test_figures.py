"""Figures of frames made by hand, with known answers."""

import pytest

from tools.bench.figures import NOMINAL, NoStream, stop, stream
from tools.bench.on_chip import CODES, FIRST
from tools.bench.recorder import Frame

LAST = FIRST + CODES - 1


def frames(*codes: int, periods: dict[int, int] | None = None) -> list[Frame]:
    """One a nominal period; periods: {frame number: cycles since the one before}."""
    made, cycle = [], 0
    for k, code in enumerate(codes):
        cycle += (periods or {}).get(k, NOMINAL)
        made.append(Frame(cycle, code, code / 10))
    return made


def test_an_exact_stream() -> None:
    seen = stream(frames(0, 0, *range(FIRST, FIRST + 10)))
    assert (seen.frames, seen.least, seen.most, seen.peak_to_peak) == (8, NOMINAL, NOMINAL, 0)
    assert seen.in_order and not seen.lost and not seen.late


def test_periods_holes_and_what_was_held() -> None:
    seen = stream(frames(*range(FIRST, FIRST + 10), periods={5: 45 * NOMINAL, 6: 1000}))
    assert (seen.least, seen.most, seen.late) == (1000, 45 * NOMINAL, 1)
    assert seen.hole_ms == 45
    assert seen.held_ua == (FIRST + 4) / 10
    assert seen.lost == 43  # 44 more had room, and the short period made up for one


ORDERS = (
    ((LAST - 2, LAST - 1, LAST, FIRST, FIRST + 1), True, "round the end"),
    ((FIRST, FIRST + 1, FIRST + 2, FIRST + 3, 0, 0), True, "then safe words"),
    ((FIRST, FIRST + 1, FIRST + 2, FIRST + 2, FIRST + 3), False, "doubled"),
    ((FIRST, FIRST + 1, FIRST + 2, FIRST + 4, FIRST + 5), False, "lost"),
    ((FIRST, FIRST + 1, FIRST + 2, FIRST + 3, 0, FIRST + 4), False, "alive again"),
    ((1, 2, 3, 4, 5), False, "no code of the sequence"),
)


@pytest.mark.parametrize(("codes", "right", "why"), ORDERS, ids=[why for *_, why in ORDERS])
def test_order(codes: tuple[int, ...], right: bool, why: str) -> None:
    assert stream(frames(*codes)).in_order is right, why


def test_too_few_frames_are_named() -> None:
    with pytest.raises(NoStream, match="2 frames"):
        stream(frames(0, *range(FIRST, FIRST + 4)))


def test_a_stop_counts_from_the_erase() -> None:
    sent = frames(FIRST, FIRST + 1, 0, 0)
    ended = stop(sent, run_low=[10, 3 * NOMINAL], erase=NOMINAL)
    assert (ended.last_live_ms, ended.run_low_ms, ended.code_0_ms) == (1, 2, 2)
    assert ended.safe


def test_what_goes_on_is_no_stop() -> None:
    back = frames(FIRST, 0, 0, FIRST + 1)
    assert not stop(back, run_low=[3 * NOMINAL], erase=NOMINAL).safe
    crowbar_missing = frames(FIRST, 0, 0)
    assert not stop(crowbar_missing, run_low=[10], erase=NOMINAL).safe  # that was at power-on
