"""The rail's course over time."""

import math

import pytest

from tools.sim.rail import Rail


def run(rail: Rail, until_us: float) -> None:
    while rail.next_us <= until_us:
        rail.step()


def test_rises_evenly_and_settles() -> None:
    rail = Rail(17_500)
    rail.switch(0, 1)
    run(rail, 2_500)
    assert rail.mv == pytest.approx(8_750)
    run(rail, 5_000)
    assert rail.mv == 17_500 and rail.next_us == math.inf


def test_falls_slowly_and_settles_at_nothing() -> None:
    rail = Rail(17_500)
    rail.switch(0, 1)
    run(rail, 5_000)
    rail.switch(10_000, 0)
    run(rail, 50_000)
    assert rail.mv == pytest.approx(17_500 / math.e)
    run(rail, 310_000)
    assert rail.mv == 0 and rail.next_us == math.inf


def test_turns_round_where_it_is() -> None:
    rail = Rail(17_500)
    rail.switch(0, 1)
    run(rail, 2_500)
    rail.switch(2_500, 0)
    run(rail, 3_000)
    assert 8_500 < rail.mv < 8_750
    rail.switch(3_000, 1)
    run(rail, 3_500)
    assert 10_250 < rail.mv < 10_500


def test_saying_it_again_does_not_hold_it_up() -> None:
    rail = Rail(17_500)
    for t_us in range(0, 5_000, 100):
        rail.switch(t_us, 1)
        run(rail, t_us)
    run(rail, 5_000)
    assert rail.mv == 17_500
