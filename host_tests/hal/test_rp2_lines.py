"""What the self-test asks of the stream besides the bridge."""

import pytest

from galva.core import selftest
from host_tests.hal.rp2_stand import ALIVE, HV_EN, Stand, Wave


@pytest.mark.parametrize(
    ("line", "alive", "rail", "code"),
    [
        (selftest.PLAIN, {0}, 1, "limit"),
        (selftest.STATIC, {1}, 1, "limit"),
        (selftest.EDGES, {0, 1}, 1, "limit"),
        (selftest.FULL, {0}, 1, 4095),
        (selftest.NO_RAIL, {0}, 0, "limit"),
    ],
)
def test_each_line_of_the_self_test(
    stand: Stand, line: int, alive: set[int], rail: int, code: int | str
) -> None:
    stand.output.arm()
    stand.output.line(line)
    stand.take(Wave(1000))
    stand.run(20)
    at = len(stand.world.timeline)
    stand.run(50)
    edges = {value for device, value in stand.since(at) if device == ALIVE}
    assert edges | {stand.world.levels[ALIVE]} == alive
    assert stand.world.levels[HV_EN] == rail
    most = stand.cal.code_limit if code == "limit" else code
    assert {sample.code for sample in stand.samples(at)} == {most}


@pytest.mark.parametrize("after", ["arm", "gate", "off"])
def test_full_scale_ends_with_its_step(stand: Stand, after: str) -> None:
    """Whatever comes next, code and measured current have their limits again."""
    stand.output.arm()
    stand.output.line(selftest.FULL)
    getattr(stand.output, after)()
    if after == "off":
        stand.output.arm()
    stand.take(Wave(1000))
    at = len(stand.world.timeline)
    stand.run(30)
    assert max(sample.code for sample in stand.samples(at)) == stand.cal.code_limit
    stand.adc[26] = stand.cal.i_counts(625_000)
    stand.run(3)
    assert not stand.live


def test_the_limiter_at_its_hottest_does_not_trip_the_step_that_looks_at_it(stand: Stand) -> None:
    """690 uA in S7, and in the samples of it that are still queued when S10 begins."""
    stand.output.arm()
    stand.output.line(selftest.FULL)
    stand.take(Wave(1000))
    stand.adc[26] = stand.cal.i_counts(690_000)
    stand.run(20)
    stand.output.line(selftest.NO_RAIL)
    stand.run(4)
    stand.sense.sample()
    assert stand.sense.fault == 0


def test_the_battery_is_measured_between_two_samples(stand: Stand) -> None:
    stand.play(Wave())
    for counts, mv in ((1613, 3898), (1241, 2999)):
        stand.adc[29] = counts
        stand.run(3)
        stand.sense.sample()
        assert stand.sense.battery_mv == mv and stand.sense.i == 500
