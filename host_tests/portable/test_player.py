"""The player: exactly zero net charge a period, in every mode, level and ramp position."""

from galva.core.engine import TICK_MS
from galva.core.limits import PROBE_UA
from galva.core.modes import MODES
from galva.core.player import Player

from support import no_alloc

LIFT, TIGHTEN, INFUSE = MODES


def playing(mode, target_ua, ramp_ms=None):
    player = Player(TICK_MS)
    player.load(mode)
    player.aim(target_ua, ramp_ms or mode.ramp_up_ms)
    return player


def period(player, mode):
    return [player.next() for _ in range(2 * mode.phase_ms // TICK_MS)]


def test_every_period_sums_to_zero_through_the_ramp():
    for mode in (LIFT, TIGHTEN):
        for level in range(1, 11):
            player = playing(mode, mode.level_ua(level))
            for _ in range(12):
                assert sum(period(player, mode)) == 0


def test_a_level_change_in_mid_period_waits_for_its_end():
    player = playing(LIFT, 200)
    for _ in range(11):
        period(player, LIFT)
    begun = [player.next() for _ in range(7)]  # somewhere inside a phase
    player.aim(400, 1000)
    rest = [player.next() for _ in range(100 // TICK_MS - 7)]
    assert sum(begun) + sum(rest) == 0 and max(begun) == -min(rest) == 200


def test_ramp_takes_its_time_and_never_overshoots():
    for mode in MODES:
        player = playing(mode, mode.most_ua)
        ms = 0
        while not player.arrived():
            assert abs(player.next()) <= mode.most_ua
            ms += TICK_MS
        assert mode.ramp_up_ms <= ms <= mode.ramp_up_ms + 2 * mode.phase_ms


def test_ramp_down_ends_at_the_probe():
    for mode in MODES:
        player = playing(mode, mode.most_ua)
        while not player.arrived():
            player.next()
        player.aim(0, mode.ramp_down_ms)
        last = mode.most_ua
        while not player.arrived():
            now = abs(player.next())
            assert now <= mode.most_ua
            last = now
        assert last < mode.most_ua
        assert abs(player.next()) == PROBE_UA


def test_it_never_goes_below_the_probe():
    for mode in MODES:
        player = playing(mode, mode.most_ua)
        for _ in range(5000 // TICK_MS):
            assert abs(player.next()) >= PROBE_UA


def test_lift_contracts_two_seconds_and_releases_one():
    player = playing(LIFT, 300)
    for _ in range(12):
        period(player, LIFT)
    peaks = [max(period(player, LIFT)) for _ in range(60)]
    assert peaks.count(PROBE_UA) == 20  # 2 of 6 s released
    assert max(peaks) == 300
    at = peaks.index(PROBE_UA)
    while peaks[at] == PROBE_UA:
        at += 1
    assert peaks[at : at + 5] == [75, 150, 225, 300, 300]  # 0.4 s edge


def test_tighten_swaps_its_order_each_ten_seconds():
    player = playing(TIGHTEN, 300)
    first = []
    for _ in range(25):
        first.append(1 if period(player, TIGHTEN)[0] > 0 else -1)
    assert first == [1] * 10 + [-1] * 10 + [1] * 5


def test_infuse_is_one_polarity_until_reversed():
    player = playing(INFUSE, 100)
    assert min(player.next() for _ in range(1200)) > 0
    player.aim(0, 5000)
    while not player.arrived():
        player.next()
    player.reverse()
    assert player.next() == -PROBE_UA


def test_start_begins_at_zero_after_any_level():
    player = playing(LIFT, 400)
    for _ in range(600):
        player.next()
    player.start()
    assert player.next() == PROBE_UA


def test_next_allocates_nothing():
    for mode in MODES:
        player = playing(mode, mode.most_ua)
        no_alloc(player.next, 1200)
