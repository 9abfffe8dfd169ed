"""make bench's buttons in short: the directions of its figures, measured as it does."""

from functools import cache

from tools.bench.contacts import GAP, PRESS, SECOND, SPIKE, TAP, Amounts
from tools.bench.peers import Cost, Result, measured
from tools.bench.peers_on_chip import DEBOUNCER, OURS, PLAIN

SOME = Amounts(presses=8, taps=5, doubles=4, spikes=5, held=2)
SPIKES = Amounts(presses=0, taps=0, doubles=0, spikes=20, held=0)
PRESSES = Amounts(presses=8, taps=0, doubles=0, spikes=0, held=0)


@cache
def run(who: str, poll_ms: int, amounts: Amounts) -> Result:
    return measured(who, poll_ms, amounts)


def cost(result: Result) -> Cost:
    assert result.cost
    return result.cost


def test_ours_reports_a_press_sooner_than_the_library_at_the_same_poll() -> None:
    ours, theirs = (run(who, 20, SOME).verdict for who in (OURS, DEBOUNCER))
    assert len(ours.latencies_ms) == len(theirs.latencies_ms) == 14
    assert max(ours.latencies_ms) < 20 + 10  # a poll, and the bounces
    assert min(theirs.latencies_ms) > 20 > ours.mean_ms  # the library wants two samples


def test_neither_misses_a_press_or_doubles_one() -> None:
    for who in (OURS, DEBOUNCER):
        seen = run(who, 20, SOME).verdict
        assert (seen.missed[PRESS], seen.doubled, seen.false[GAP]) == (0, 0, 0), who
    assert run(OURS, 20, SOME).verdict.missed[TAP] == 0


def test_a_second_press_within_the_release_time_is_none_of_ours() -> None:
    assert run(OURS, 20, SOME).verdict.missed[SECOND] == 4
    assert run(DEBOUNCER, 20, SOME).verdict.missed[SECOND] == 0


def test_a_poll_of_ours_at_rest_costs_less_and_no_memory() -> None:
    ours, theirs = (cost(run(who, 20, SOME)) for who in (OURS, DEBOUNCER))
    assert ours.poll_bytes == 0
    assert 10_000 < ours.rest_cycles < theirs.rest_cycles
    assert ours.rest_cycles < ours.most_cycles
    assert theirs.heap_bytes < ours.heap_bytes < 10_000


def test_spikes_reach_ours_and_not_the_library() -> None:
    assert 0 < run(OURS, 5, SPIKES).verdict.false[SPIKE] < 10
    assert run(DEBOUNCER, 20, SOME).verdict.false[SPIKE] == 0


def test_bounces_are_there_to_be_seen() -> None:
    assert run(PLAIN, 1, PRESSES).verdict.doubled > 0
