"""The sample stream on strict fakes: what reached pins and DAC, and in which order.

The guard is the one of the device, instruction for instruction; the state machine plays words.
"""

import runpy
from array import array
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from galva.core import selftest
from host_tests.fake_rig import install, kinds
from tools import boards

FIRMWARE = Path(__file__).parents[2] / "firmware"
SHUNT, PLUS, MINUS = 0b000, 0b110, 0b101
PA, PB, RUN, HV_EN, ALIVE, CS = 2, 3, 4, 5, 6, 17
NEVER_MS = 10_000


class Wave:
    """Port Wave, by hand."""

    def __init__(self, ua: int = 100, n: int = 10, *, watched: bool = False) -> None:
        self.phase_q15 = array("H", [32768] * n)
        self.n = n
        self.floor_ua = 10
        self.watched = watched
        self.ua = ua
        self.first, self.second = PLUS, MINUS

    def next(self) -> None:
        """Nothing changes by itself."""


class Sample(NamedTuple):
    t_us: int
    code: int
    bridge: int  # as it stands when the swap is over


class Stand:
    """A stream on the bench: `samples` are read off the wires."""

    def __init__(self, patch: pytest.MonkeyPatch, cal: Any = None) -> None:
        self.world = install(patch)
        from boards.pico import BOARD
        from galva.core.calib import Calibration
        from galva.hal.rp2.output import StreamOutput
        from galva.hal.rp2.sense import GuardSense

        self.adc = {26: 500, 27: 3700, 28: 3700, 29: 1613}  # I, VB, VT, battery in counts
        self.world.read_adc = lambda _t_us, gpio: self.adc[gpio]
        self.world.inputs[BOARD.pins.vbus] = 0
        self.cal = cal or Calibration()
        self.output = StreamOutput(BOARD, self.cal)
        self.sense = GuardSense(BOARD.pins, self.output.guard)
        self.wave: Wave | None = None
        self.output.reference(0, 3800)

    def play(self, wave: Wave) -> None:
        self.output.arm()
        self.output.gate()
        self.take(wave)

    def take(self, wave: Wave) -> None:
        self.wave = wave
        self.output.play(wave)
        self.output.renew(wave, 0)

    def run(self, ms: int, *, renew: bool = True) -> None:
        """Samples go by, and every 5 ms a tick that renews the lease."""
        for k in range(ms):
            if renew and self.wave and not k % 5:
                self.output.renew(self.wave, 0)
            self.world.advance(1000)

    def since(self, at: int = 0) -> list[tuple[Any, Any]]:
        """(device, value) of the timeline from entry `at`."""
        return [(device, value) for _t_us, device, _op, value in self.world.timeline[at:]]

    def samples(self, at: int = 0) -> list[Sample]:
        """Each frame, with the bridge's lines 6 us later."""
        levels = dict.fromkeys((PA, PB, RUN), 0)
        found: list[Sample] = []
        high = 0
        at_us: dict[int, int] = {}
        for k, (t_us, device, _op, value) in enumerate(self.world.timeline):
            if device in levels:
                levels[device] = value
                if found and t_us <= found[-1].t_us + 6:
                    found[-1] = found[-1]._replace(bridge=_bridge(levels))
            elif device == "spi":
                if len(at_us) % 2:
                    assert high & 0xF0 == 0x30  # active, gain 1x
                    if k >= at:
                        found.append(Sample(t_us, (high & 15) << 8 | value, _bridge(levels)))
                high = value
                at_us[k] = t_us
        return found

    @property
    def live(self) -> bool:
        """Current can flow: the bridge drives and the DAC holds a code."""
        codes = self.samples()
        return bool(self.world.levels[RUN]) and bool(codes and codes[-1].code)


def _bridge(levels: dict[int, int]) -> int:
    return levels[RUN] << 2 | levels[PB] << 1 | levels[PA]


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    return Stand(monkeypatch)


def time_to_zero_ms(stand: Stand, most_ms: int = 30) -> int:
    """ms until nothing flows any more, with nobody renewing."""
    for ms in range(most_ms):
        if not stand.live:
            return ms
        stand.run(1, renew=False)
    return NEVER_MS


# ---- samples


def test_a_sample_a_millisecond_from_the_first_on(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(100)
    times = [sample.t_us for sample in stand.samples()]
    assert len(times) >= 99 and {b - a for a, b in pairwise(times)} == {1000}


@pytest.mark.hazard("H4")
def test_a_swap_goes_run_low_swap_run_high_with_the_code_in_place(stand: Stand) -> None:
    stand.play(Wave(ua=200, n=10))
    stand.run(18)
    at = len(stand.world.timeline)
    stand.run(10)
    entries = [entry for entry in stand.world.timeline[at:] if entry[1] in (PA, PB, RUN)]
    (a_us, *_), (_b, gpio_b, *_), (_c, gpio_c, *_), (d_us, *_) = entries
    assert [entry[1] for entry in (entries[0], entries[3])] == [RUN, RUN]
    assert {gpio_b, gpio_c} == {PA, PB} and d_us - a_us == 4
    frame_us = next(s.t_us for s in stand.samples(at) if s.t_us >= a_us - 10)
    assert frame_us == a_us  # CS up and RUN low are one instant


@pytest.mark.parametrize("ua", [10, 50, 127, 499, 500])
def test_codes_come_back_within_one_step(stand: Stand, ua: int) -> None:
    stand.play(Wave(ua))
    stand.run(30)
    assert abs(stand.samples()[-1].code * 0.18335 - (ua - 1.5)) <= 0.2


@pytest.mark.hazard("H11")
def test_the_code_is_clamped_at_600_ua(stand: Stand) -> None:
    stand.play(Wave(5000))
    stand.run(60)
    assert max(sample.code for sample in stand.samples()) == stand.cal.code_limit < 3300


def test_a_current_below_the_zero_is_code_0(stand: Stand) -> None:
    wave = Wave(1)
    wave.floor_ua = 0
    stand.play(wave)
    stand.run(30)
    assert {sample.code for sample in stand.samples()} == {0}


@pytest.mark.hazard("H2")
def test_the_floor_holds_while_the_bridge_drives_and_only_then(stand: Stand) -> None:
    wave = Wave(0)
    stand.play(wave)
    stand.run(30)
    assert abs(stand.samples()[-1].code * 0.18335 - 8.5) <= 0.2
    wave.first = wave.second = SHUNT
    stand.run(30)
    assert stand.samples()[-1] == stand.samples()[-1]._replace(code=0, bridge=SHUNT)


def periods(samples: list[Sample], n: int) -> list[list[int]]:
    """Signed codes of the whole periods, from the first sample that drives on."""
    begin = next(k for k, sample in enumerate(samples) if sample.bridge > 4)
    signed = [s.code if s.bridge == PLUS else -s.code for s in samples[begin:]]
    return [signed[k : k + 2 * n] for k in range(0, len(signed) - 2 * n, 2 * n)]


@pytest.mark.hazard("H17")
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 37), st.integers(0, 500), st.booleans()), max_size=12),
    st.integers(1, 30),
)
def test_every_period_sums_to_zero_whatever_is_asked_in_between(
    changes: list[tuple[int, int, bool]], n: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        stand = Stand(patch)
        wave = Wave(100, n)
        stand.play(wave)
        for ms, ua, turned in changes:
            wave.ua = ua
            wave.first, wave.second = (MINUS, PLUS) if turned else (PLUS, MINUS)
            stand.run(ms)
        stand.run(4 * n + 10)
        found = periods(stand.samples(), n)
        assert found and all(sum(codes) == 0 for codes in found)


def test_a_half_written_request_is_not_taken(stand: Stand) -> None:
    wave = Wave(100)
    stand.play(wave)
    stand.run(60)
    stand.output.play(Wave(0, n=3))  # the tick is interrupted before its renew
    stand.wave = None
    stand.world.advance(8000)
    codes = {sample.code for sample in stand.samples()[-6:]}
    assert codes == {stand.samples()[20].code}


# ---- the lease


@pytest.mark.hazard("H21")
def test_without_renewal_it_ends_in_zero_within_20_ms(stand: Stand) -> None:
    for wait in range(20):  # at every position in the tick and the period
        stand.play(Wave())
        stand.run(30 + wait)
        assert stand.live and time_to_zero_ms(stand) <= 20
        stand.sense.sample()
        from galva.core import faults

        assert stand.sense.fault == faults.TICK_LATE
        at = len(stand.world.timeline)
        stand.run(50, renew=False)
        assert {device for device, _value in stand.since(at)} <= {
            CS,
            "spi",
            PA,
            PB,
        }  # no ALIVE edge
        stand.output.off()
        stand.run(20, renew=False)


@pytest.mark.hazard("H21")
def test_a_dead_handler_ends_in_zero_within_5_ms(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(30)
    stand.world.stream.handler = None
    assert time_to_zero_ms(stand) <= 5


def held_up(stand: Stand, ms: int) -> None:
    """Interrupts are off for this long, as while flash is written."""
    handler, stand.world.stream.handler = stand.world.stream.handler, None
    stand.run(ms, renew=False)
    stand.world.stream.handler = handler


@pytest.mark.hazard("H25")
def test_a_guard_that_was_held_up_for_45_ms_latches(stand: Stand) -> None:
    from galva.core import faults

    stand.play(Wave())
    stand.run(30)
    held_up(stand, 45)
    at = len(stand.world.timeline)
    stand.run(100)
    assert not any(sample.code for sample in stand.samples(at))
    stand.sense.sample()
    assert stand.sense.fault == faults.STREAM_DRY


def test_a_guard_that_comes_once_too_late_is_not_missed(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(30)
    held_up(stand, 1)
    stand.run(30)
    stand.sense.sample()
    assert stand.live and not stand.sense.fault


def test_no_word_is_lost_to_a_full_fifo(stand: Stand) -> None:
    stand.play(Wave())
    stand.run(200)
    assert ("pio", "overflow") not in [(d, op) for _t, d, op, _v in stand.world.timeline]


# ---- off, rest


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("ms", [0, 1, 2, 3, 17, 35])
def test_off_takes_run_first_and_leaves_everything_low(stand: Stand, ms: int) -> None:
    stand.play(Wave(400))
    stand.run(25 + ms)
    at = len(stand.world.timeline)
    stand.output.off()
    assert stand.since(at)[0] == (RUN, 0)
    stand.run(20, renew=False)
    assert [stand.world.levels[gpio] for gpio in (PA, PB, RUN, HV_EN, ALIVE)] == [0] * 5
    assert [sample.code for sample in stand.samples(at)][1:] == [0] * (len(stand.samples(at)) - 1)
    assert stand.world.timers == []  # the state machine has stopped
    at = len(stand.world.timeline)
    stand.output.off()
    assert stand.since(at) == []


@pytest.mark.hazard("H1")
def test_off_then_arm_begins_crowbarred(stand: Stand) -> None:
    stand.play(Wave(400))
    stand.run(30)
    stand.output.off()
    stand.run(20, renew=False)
    at = len(stand.world.timeline)
    stand.wave = None
    stand.output.arm()
    stand.run(8, renew=False)
    assert {(s.code, s.bridge) for s in stand.samples(at)} == {(0, SHUNT)}


@pytest.mark.hazard("H3")
def test_rest_is_zero_at_once_and_play_begins_a_period(stand: Stand) -> None:
    wave = Wave(300, n=10)
    stand.play(wave)
    stand.run(27)
    stand.output.rest()
    assert stand.world.levels[RUN] == 0
    stand.wave = None
    for _ in range(10):
        stand.output.rest()
        stand.run(5)
    assert {(s.code, s.bridge) for s in stand.samples()[-40:]} == {(0, SHUNT)}
    at = len(stand.world.timeline)
    stand.take(wave)
    stand.run(60)
    assert sum(periods(stand.samples(at), 10)[0]) == 0
    assert stand.samples(at)[5].bridge in (SHUNT, PLUS)


@pytest.mark.hazard("H28")
def test_nothing_resumes_what_is_off(stand: Stand) -> None:
    stand.play(Wave(400))
    stand.run(30)
    stand.output.off()
    stand.output.rest()
    stand.take(Wave(400))
    at = len(stand.world.timeline)
    stand.run(30)
    assert RUN not in [device for device, _value in stand.since(at)]


@pytest.mark.hazard("H10")
def test_alive_has_an_edge_a_sample_while_the_gate_is_closed(stand: Stand) -> None:
    stand.output.arm()
    stand.take(Wave())
    stand.run(20)
    assert ALIVE not in [device for device, _value in stand.since() if _value]
    stand.output.gate()
    at = len(stand.world.timeline)
    stand.run(20)
    assert [value for device, value in stand.since(at) if device == ALIVE] == [1, 0] * 10


# ---- the guard's limits


def after_a_change(stand: Stand, wave: Wave, change: Callable[[], None]) -> None:
    stand.play(wave)
    stand.run(50)
    change()
    stand.run(2)


@pytest.mark.hazard("H2")
def test_a_watched_wave_ends_within_a_sample_of_the_contact(stand: Stand) -> None:
    def open_electrodes() -> None:
        stand.adc[27] = 20

    after_a_change(stand, Wave(watched=True), open_electrodes)
    assert stand.world.levels[RUN] == 0
    stand.sense.sample()
    assert stand.sense.lost and not stand.sense.fault


def test_the_probe_may_meet_nothing(stand: Stand) -> None:
    after_a_change(stand, Wave(watched=False), lambda: stand.adc.update({27: 20}))
    assert stand.world.levels[RUN] == 1


@pytest.mark.hazard("H8")
def test_overcurrent_ends_any_wave(stand: Stand) -> None:
    from galva.core import faults

    over = stand.cal.i_counts(621_000)
    after_a_change(stand, Wave(), lambda: stand.adc.update({26: over}))
    assert stand.world.levels[RUN] == 0
    stand.sense.sample()
    assert stand.sense.fault == faults.OVERCURRENT


@pytest.mark.hazard("H33")
@pytest.mark.parametrize("vb", [2000, 5], ids=["sagging", "a leg on ground"])
def test_a_sagging_rail_ends_a_watched_wave(stand: Stand, vb: int) -> None:
    from galva.core import faults

    after_a_change(stand, Wave(watched=True), lambda: stand.adc.update({27: vb, 28: 3400}))
    assert stand.world.levels[RUN] == 0
    stand.sense.sample()
    assert stand.sense.fault == faults.RAIL


@pytest.mark.hazard("H4")
def test_stored_charge_waits_at_code_0_in_the_old_polarity(stand: Stand) -> None:
    stand.adc[27] = 1000  # 12.4 V across the electrodes at 100 uA: nearly all of it stored
    stand.play(Wave(100, n=20))
    stand.run(30)
    waiting = [s for s in stand.samples() if s.bridge == PLUS and not s.code]
    assert 1 <= len(waiting) <= 50
    stand.adc[27] = 3700  # it has discharged
    at = len(stand.world.timeline)
    stand.run(20)
    assert any(s.bridge == MINUS and s.code for s in stand.samples(at))


@pytest.mark.hazard("H4")
def test_a_skin_that_never_discharges_is_waited_for_50_ms(stand: Stand) -> None:
    stand.adc[27] = 1000
    stand.play(Wave(100, n=20))
    stand.run(85)
    assert any(s.bridge == MINUS and s.code for s in stand.samples())


# ---- what it measured


def test_sums_are_by_polarity_and_say_what_was_set(stand: Stand) -> None:
    stand.play(Wave(100, n=10))
    stand.run(48)
    stand.sense.sample()
    before = stand.sense.plus[0], stand.sense.minus[0], stand.sense.plus[1]
    stand.run(20)
    sense = stand.sense
    sense.sample()
    assert (sense.plus[0] - before[0], sense.minus[0] - before[1]) == (10, 10)
    assert sense.plus[1] - before[2] == 10 * 500
    assert (sense.i, sense.vb, sense.vt, sense.span) == (500, 3700, 3700, stand.cal.span(100))
    assert sense.bridge in (PLUS, MINUS) and sense.half == (sense.bridge == MINUS)


def test_a_sample_that_the_next_one_has_overtaken_is_not_counted(stand: Stand) -> None:
    from galva.hal.rp2 import guard as g

    stand.play(Wave())
    stand.run(30)
    state = stand.output.guard.state
    counted, late = state[g.PLUS] + state[g.MINUS], state[g.LATE]
    stand.world.advance(500)  # CS is high: the next sample stands at the DAC
    stand.output.guard.sample(None)
    assert state[g.PLUS] + state[g.MINUS] == counted and state[g.LATE] == late + 1


@pytest.mark.hazard("H26")
@pytest.mark.parametrize(("late", "live"), [(2, True), (3, False)])
def test_a_guard_that_sees_nothing_ends_it(stand: Stand, late: int, live: bool) -> None:
    """It comes after the next sample has reached the DAC, again and again: fed, but blind."""
    from galva.core import faults

    stand.play(Wave())
    stand.run(30)
    stream, guard = stand.world.stream, stand.output.guard.sample

    def too_late(sm: object) -> None:
        stand.world.at(stand.world.now_us + 100, lambda: guard(sm))

    stream.handler = too_late
    stand.run(late)
    stream.handler = guard
    stand.run(20)
    stand.sense.sample()
    assert stand.live is live and stand.sense.fault == (0 if live else faults.STREAM_DRY)


def test_the_guard_comes_before_the_tick(stand: Stand) -> None:
    assert ("nvic", 0x40) in stand.since()


def test_register_tables_are_those_of_the_data_sheets() -> None:
    """RP2040: table in 2.2 and the register lists; RP2350: the same chapters of its own."""
    from galva.hal.rp2 import registers

    old, new = registers.of("rp2040"), registers.of("rp2350")
    assert (old.adc, new.adc) == (0x4004C000, 0x400A0000)
    assert (old.io_bank0, new.io_bank0) == (0x40014000, 0x40028000)
    assert old.gpio_in == new.gpio_in == 0xD0000004
    assert (old.gpio_out_xor, new.gpio_out_xor) == (0xD000001C, 0xD0000028)
    assert old.pio0 == new.pio0 == 0x50200000
    assert (old.watchdog, new.watchdog) == (0x40058000, 0x400D8000)
    assert (old.priority, old.priority_shift) == (0xE000E404, 24)  # IRQ 7: byte 3 of IPR1
    assert (new.priority, new.priority_shift) == (0xE000E40C, 24)  # IRQ 15: byte 3 of IPR3


# ---- boot, import


def since(world: Any, at: int) -> list[tuple[Any, Any]]:
    """(device, value) of the timeline from entry `at`."""
    return [(device, value) for _t_us, device, _op, value in world.timeline[at:]]


def last_code(world: Any) -> int:
    high, low = [value for device, value in since(world, 0) if device == "spi"][-2:]
    assert high & 0xF0 == 0x30  # active, gain 1x
    return int((high & 15) << 8 | low)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Any:
    return install(monkeypatch)


@pytest.mark.hazard("H11", "H24")
def test_boot_drives_the_boards_own_pins_low_run_first_and_sends_code_0(world: Any) -> None:
    from boards.pico import BOARD

    runpy.run_path(str(FIRMWARE / "boot.py"))
    pins = BOARD.pins
    driven = [item for item in since(world, 0) if item[0] != "spi"]
    assert driven[0] == (pins.run, 0)
    reaching = {pins.run, pins.pa, pins.pb, pins.alive, pins.hv_en}
    assert {gpio for gpio, level in driven if level == 0} == reaching | {pins.cs}
    assert last_code(world) == 0
    assert driven[-1] == (pins.cs, 1)


@pytest.mark.hazard("H31", "H39")
@pytest.mark.parametrize("board", kinds())
@pytest.mark.parametrize("asked_by", ["button", "file"])
def test_safe_mode_skips_main_but_is_off_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, board: str, asked_by: str
) -> None:
    import importlib

    pins = importlib.import_module("boards." + board).BOARD.pins
    world = install(monkeypatch, importlib.import_module("boards." + board).BOARD.chip)
    monkeypatch.chdir(tmp_path)
    world.inputs[pins.minus] = 1
    boot = tmp_path / "boot.py"
    boot.write_bytes(boards.boot(board))
    runpy.run_path(str(boot))
    light = pins.ws2812 if "ws2812" in pins.gpio else pins.red
    assert light not in world.levels and not world.pixels
    if asked_by == "button":
        world.inputs[pins.minus] = 0
    else:
        (tmp_path / "safe_mode").touch()
    at = len(world.timeline)
    world.levels.clear()  # a fresh start: each level is seen again
    with pytest.raises(RuntimeError, match="safe mode: let go of MINUS"):
        runpy.run_path(str(boot))
    driven = [gpio for _t, gpio, _op, _level in world.timeline[at:]]
    assert driven[0] == pins.run and driven[-1] == light
    assert world.levels[light] == 1 or world.pixels[-1][1:] == (light, 255, 0, 0)
    reaching = ("run", "pa", "pb", "alive", "hv_en")
    assert not any(world.levels[pins.gpio[role]] for role in reaching if role in pins.gpio)


@pytest.mark.hazard("H24")
def test_importing_the_firmware_touches_no_hardware(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib
    import sys

    for name in [name for name in sys.modules if name.split(".")[0] in ("galva", "boards")]:
        monkeypatch.delitem(sys.modules, name)
    before = dict(sys.modules)
    for name in ("galva.hal", "galva.app", "boards.pico", "galva.core.engine"):
        importlib.import_module(name)
    for name in set(sys.modules) - set(before):
        del sys.modules[name]
    assert world.timeline == [] and world.levels == {} and world.pwm == {}


# ---- lines of the self-test


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
