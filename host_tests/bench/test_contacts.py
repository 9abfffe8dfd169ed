"""Scripts of a contact, and reports made by hand with known answers."""

from itertools import pairwise

import pytest

from tools.bench.contacts import (
    BETWEEN_MS,
    BOUNCE_MS,
    GAP,
    PRESS,
    SECOND,
    SPIKE,
    SPIKE_MS,
    TAP,
    Amounts,
    Edge,
    Event,
    Script,
    judge,
    script,
)

ALL = Amounts(presses=50, taps=20, doubles=20, spikes=60, held=10)


def test_a_script_is_the_same_for_its_seed_and_no_other() -> None:
    assert script(ALL, 1) == script(ALL, 1) != script(ALL, 2)


def test_a_script_has_what_was_asked_for_in_order() -> None:
    made = script(ALL, 8)
    counts = judge(made, []).counts
    assert counts == {PRESS: 50 + 20 + 10, TAP: 20, SECOND: 20, SPIKE: 60, GAP: 30}
    times = [edge.ms for edge in made.edges]
    assert times == sorted(times) and times[-1] < made.end_ms
    assert {event.ms for event in made.events} <= set(times)  # each begins with an edge


def test_edges_alternate_and_the_contact_ends_open() -> None:
    closed = [edge.closed for edge in script(ALL, 8).edges]
    assert closed[0] and not closed[-1]
    assert all(a != b for a, b in pairwise(closed))


def test_a_press_bounces_for_some_ms_at_both_ends_and_not_between() -> None:
    for seed in range(40):
        made = script(Amounts(1, 0, 0, 0, 0), seed)
        times = [edge.ms for edge in made.edges]
        gaps = [b - a for a, b in pairwise(times)]
        held = max(gaps)
        at = gaps.index(held)
        assert held > 40
        assert times[at] <= BOUNCE_MS and times[-1] - times[at + 1] <= BOUNCE_MS
    assert max(len(script(Amounts(1, 0, 0, 0, 0), seed).edges) for seed in range(40)) > 12


def test_a_spike_and_a_second_press_are_as_long_as_they_say() -> None:
    (up, down) = script(Amounts(0, 0, 0, 1, 0), 8).edges
    assert down.ms - up.ms == SPIKE_MS
    made = script(Amounts(0, 0, 1, 0, 0), 8)
    second = made.events[1]
    before = max(edge.ms for edge in made.edges if edge.ms < second.ms)
    assert (made.events[0].kind, second.kind) == (PRESS, SECOND)
    assert second.ms - before == pytest.approx(BETWEEN_MS)


HAND = Script(
    (Edge(0, True), Edge(80, False)),
    (Event(PRESS, 0), Event(TAP, 100), Event(SPIKE, 200), Event(PRESS, 300), Event(GAP, 400)),
    500,
)
REPORTS = (
    ([10, 110, 320], (10, 20), {PRESS: 0, TAP: 0, SECOND: 0}, 0, {SPIKE: 0, GAP: 0}, "as meant"),
    ([10, 320], (10, 20), {PRESS: 0, TAP: 1, SECOND: 0}, 0, {SPIKE: 0, GAP: 0}, "a tap missed"),
    ([110, 320], (20,), {PRESS: 1, TAP: 0, SECOND: 0}, 0, {SPIKE: 0, GAP: 0}, "a press missed"),
    ([10, 14, 18, 110, 320], (10, 20), {PRESS: 0, TAP: 0, SECOND: 0}, 2, {SPIKE: 0, GAP: 0}, "2"),
    ([10, 110, 201, 320], (10, 20), {PRESS: 0, TAP: 0, SECOND: 0}, 0, {SPIKE: 1, GAP: 0}, "spike"),
    (
        [10, 110, 320, 401, 402],
        (10, 20),
        {PRESS: 0, TAP: 0, SECOND: 0},
        0,
        {SPIKE: 0, GAP: 1},
        "g",
    ),
    ([-5, 10, 110, 320], (-5, 20), {PRESS: 0, TAP: 0, SECOND: 0}, 1, {SPIKE: 0, GAP: 0}, "before"),
)


@pytest.mark.parametrize(
    ("reports", "latencies", "missed", "doubled", "false"),
    [row[:5] for row in REPORTS],
    ids=[row[5] for row in REPORTS],
)
def test_verdicts(
    reports: list[float],
    latencies: tuple[float, ...],
    missed: dict[str, int],
    doubled: int,
    false: dict[str, int],
) -> None:
    seen = judge(HAND, reports)
    assert (seen.latencies_ms, seen.missed, seen.doubled, seen.false) == (
        latencies,
        missed,
        doubled,
        false,
    )


def test_no_report_has_no_mean() -> None:
    with pytest.raises(ValueError, match="no press"):
        _ = judge(HAND, []).mean_ms
