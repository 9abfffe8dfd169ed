"""What a mode asks for, tick by tick: where its envelope, its edges and its polarity turn."""

from galva.core.bridge import MINUS, PLUS
from galva.core.calib import Calibration
from galva.core.engine import TICK_MS
from galva.core.modes import MODES, STEADY, Mode
from galva.core.player import Held, Player
from galva.core.selftest import SelfTest

LIFT, TIGHTEN, INFUSE = MODES[:3]


def mode(period_ms=20, envelope=STEADY, swap_ms=0):
    return Mode("M", "rectangular", period_ms, True, 50, 200, 60_000, 1000, 500, envelope, swap_ms)


def settled(one):
    """At its peak, from the beginning of a contraction."""
    player = Player(TICK_MS, True)
    player.load(one)
    player.aim(one.most_ua, 1)
    return player


def asked(player, ticks):
    """The peak asked for, in uA, tick by tick."""
    found = []
    for _ in range(ticks):
        player.next()
        found.append(player.ua)
    return found


def test_an_envelope_without_edges_is_all_or_nothing_to_the_tick():
    for on_ms, off_ms, ticks_on in ((10, 10, 2), (11, 9, 3), (12, 8, 3), (15, 5, 3), (40, 60, 8)):
        ticks_off = (on_ms + off_ms) // TICK_MS - ticks_on
        cycle = [200] * ticks_on + [0] * ticks_off
        player = settled(mode(10, (on_ms, off_ms, 0)))
        assert asked(player, 2 * len(cycle)) == cycle + cycle, on_ms


def test_an_edge_rises_and_falls_by_its_time():
    for envelope, cycle in (
        ((40, 20, 20), [200, 200, 200, 200, 200, 150, 100, 50, 0, 0, 0, 0]),  # a period ahead
        ((80, 5, 40), [100, 125, 150, 175] + [200] * 5 + [175, 150, 125, 100, 75, 50, 25, 0]),
    ):
        player = settled(mode(20, envelope))
        assert asked(player, 2 * len(cycle)) == cycle + cycle, envelope


def test_each_contraction_is_like_the_first():
    player = settled(LIFT)
    first = asked(player, 3000 // TICK_MS)
    assert first[0] == 100 and max(first) == 400  # a period ahead on an edge of 0.4 s
    assert first[:60] == sorted(first[:60]) and first[60:321] == [400] * 261
    assert first[400:] == [0] * 200  # 1 s of rest
    assert asked(player, 3000 // TICK_MS) == first


def faces(player, ticks):
    """Ticks of one polarity order after another."""
    found = []
    before = 0
    for _ in range(ticks):
        player.next()
        if player.first != before:
            found.append(0)
        before = player.first
        assert player.second == (PLUS if before == MINUS else MINUS)
        found[-1] += 1
    return found


def test_the_order_is_swapped_to_the_tick():
    assert faces(settled(TIGHTEN), 6000) == [2000, 2000, 2000]  # each 10 s
    assert faces(settled(mode(swap_ms=20)), 12) == [4, 4, 4]
    assert faces(settled(mode(swap_ms=24)), 12) == [4, 4, 4]
    assert faces(settled(mode(swap_ms=1)), 3) == [1, 1, 1]
    assert faces(settled(LIFT), 3000) == [3000]


def test_a_player_begins_at_nothing_before_it_is_asked_for_the_next():
    player = Player(TICK_MS, True)
    player.load(INFUSE)
    for _ in range(2):
        assert (player.ua, player.first, player.second) == (0, PLUS, PLUS)
        assert player.arrived()
        player.aim(200, 5000)
        assert not player.arrived()
        player.start()
    player.aim(200, 1)
    player.next()
    assert player.ua == 200
    player.start()
    assert player.ua == 0


def test_what_a_test_holds_is_asked_for_at_once_and_without_a_floor():
    test = SelfTest(Calibration(), TICK_MS)
    held = Held(test)
    assert held.floor_ua == 0 and held.n == 1 and not held.watched
    assert (held.ua, held.first, held.second) == (test.ua, test.bridge, test.bridge)
