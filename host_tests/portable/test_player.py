"""What the player asks for, and what an output that obeys the port then plays: exactly zero net
charge a period, in every mode, level and ramp position."""

from galva.core.bridge import MINUS, PLUS, SHUNT
from galva.core.calib import Calibration
from galva.core.engine import TICK_MS
from galva.core.limits import PROBE_UA
from galva.core.modes import MODES
from galva.core.player import SAMPLE_MS, Player

from support import no_alloc

LIFT, TIGHTEN, INFUSE = MODES[:3]


class Stream:
    """Plays a wave as the port says: what is asked for counts where a period begins."""

    def __init__(self, wave):
        self.wave = wave
        self._ms = 0
        cal = Calibration()
        self._span = cal.span
        self._offset = cal.offset
        self._limit = cal.code_limit

    def period(self):
        """Signed DAC codes of one period; the wave is asked every tick meanwhile."""
        wave = self.wave
        if not self._ms % TICK_MS:
            wave.next()
        amplitude, floor = self._span(wave.ua), self._span(wave.floor_ua)
        bridges = (wave.first, wave.second)
        codes = []
        for bridge in bridges:
            for k in range(wave.n):
                if codes and not self._ms % TICK_MS:
                    wave.next()
                self._ms += SAMPLE_MS
                span = (wave.phase_q15[k] * amplitude) >> 15
                span = max(floor, span) if bridge & 4 else 0
                code = min(self._limit, max(0, span + self._offset))
                codes.append(code if bridge == PLUS else -code)
        return codes


def playing(mode, target_ua, ramp_ms=None):
    player = Player(TICK_MS, True)
    player.load(mode)
    player.aim(target_ua, ramp_ms or mode.ramp_up_ms)
    return player


def settled(mode):
    """A player whose ramp is over."""
    player = playing(mode, mode.most_ua)
    while not player.arrived():
        player.next()
    return player


def test_every_period_sums_to_zero_through_the_ramp():
    for mode in (LIFT, TIGHTEN):
        for level in range(1, 11):
            stream = Stream(playing(mode, mode.level_ua(level)))
            peaks = set()
            for _ in range(2 * mode.ramp_up_ms // (2 * mode.phase_ms)):
                codes = stream.period()
                assert sum(codes) == 0
                peaks.add(max(codes))
            assert len(peaks) > 3


def test_a_level_change_in_mid_period_waits_for_its_end():
    player = settled(LIFT)
    while player.ua != LIFT.most_ua:  # the envelope's edge
        player.next()
    stream = Stream(player)
    before = max(stream.period())
    player.aim(100, 1000)
    assert player.ua == LIFT.most_ua  # until the next tick asks for less
    assert sum(stream.period()) == 0
    assert max(stream.period()) < before


def test_ramp_takes_its_time_and_never_overshoots():
    for mode in MODES:
        player = playing(mode, mode.most_ua)
        ms = 0
        while not player.arrived():
            player.next()
            assert player.ua <= mode.most_ua
            ms += TICK_MS
        assert mode.ramp_up_ms <= ms <= mode.ramp_up_ms + TICK_MS


def test_ramp_down_is_one_period_ahead():
    for mode in MODES:
        player = settled(mode)
        player.aim(0, mode.ramp_down_ms)
        ms = 0
        while not player.arrived():
            player.next()
            ms += TICK_MS
        assert abs(ms - max(0, mode.ramp_down_ms - 2 * mode.phase_ms)) <= 2 * TICK_MS
        player.next()
        assert player.ua == 0 and player.floor_ua == PROBE_UA


def test_a_lower_target_is_met_and_not_passed():
    player = settled(TIGHTEN)
    player.aim(TIGHTEN.most_ua - 1, 1000)  # a period is more than the way
    assert player.amplitude_ua == TIGHTEN.most_ua - 1 and player.arrived()
    player.aim(100, 7000)
    while not player.arrived():
        player.next()
        assert player.amplitude_ua >= 100
    assert player.amplitude_ua == 100


def test_parting_crowbars_and_nothing_turns_it_back():
    player = settled(TIGHTEN)
    player.part()
    for _ in range(11_000 // TICK_MS):
        player.next()
        assert player.first == player.second == SHUNT
    player.start()
    assert (player.first, player.second) == (PLUS, MINUS)


def test_lift_contracts_two_seconds_and_releases_one():
    stream = Stream(settled(LIFT))
    stream.wave.start()
    stream.wave.aim(300, 1)
    probe = max(Stream(playing(LIFT, 0)).period())
    peaks = [max(stream.period()) for _ in range(60)]
    assert peaks.count(probe) == 20  # 2 of 6 s released
    assert peaks[:4] == peaks[30:34] and peaks[0] * 4 - max(peaks) < 40
    assert peaks[3:17] == [max(peaks)] * 14


def test_tighten_swaps_its_order_each_ten_seconds():
    stream = Stream(playing(TIGHTEN, 300))
    first = [1 if stream.period()[0] > 0 else -1 for _ in range(25)]
    assert first == [1] * 10 + [-1] * 10 + [1] * 5


def test_infuse_is_one_polarity_until_reversed():
    player = playing(INFUSE, 100)
    stream = Stream(player)
    assert min(min(stream.period()) for _ in range(100)) > 0
    player.aim(0, 5000)
    while not player.arrived():
        player.next()
    player.reverse()
    player.next()
    assert max(stream.period()) < 0


def test_start_begins_at_zero_after_any_level():
    player = settled(LIFT)
    player.start()
    player.next()
    assert player.ua == 0


def test_next_allocates_nothing():
    for mode in MODES:
        player = playing(mode, mode.most_ua)
        no_alloc(player.next, 1200)
