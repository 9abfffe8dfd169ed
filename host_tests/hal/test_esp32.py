"""The ESP32's output on strict fakes: late ticks, lost ticks, dead CPUs, broken parts."""

import random
import runpy
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from host_tests.fake_rig import FakeRig, install
from host_tests.hal.esp32_traffic import MINUS, PLUS, Phase, phases
from host_tests.scenarios.sessions import assert_off, power_on, start, until
from tools import boards
from tools.sim.mcp4821 import Mcp4821

BOARDS = ("esp32", "esp32_s3")
GAP_MS = 14
RING_MS = 13  # what has been sent plays at most so long
TRIM_MOST = 60
MODES = ("LIFT", "TIGHTEN", "INFUSE")
LENGTH = {"LIFT": 50, "TIGHTEN": 500}
LEAK_UA = 1.6  # VB's divider draws it past the DAC at code 0


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRig]:
    rig = FakeRig(monkeypatch, "esp32")
    power_on(rig)
    yield rig
    rig.close()


def in_run(rig: FakeRig, mode: str, skin: str = "good") -> None:
    while rig.status["mode"] != mode:
        rig.press("MODE")
        rig.run(100)  # it acts when let go
    rig.touch(skin)
    start(rig)
    until(rig, "RUN", 12_000)


def whole(found: list[Phase], mode: str) -> None:
    """Every phase has its samples and its time; the two of a period differ by the trim alone."""
    assert len(found) > 4
    for phase in found:
        assert len(phase.codes) == LENGTH[mode]
    every_us = (LENGTH[mode] + GAP_MS) * 1000
    assert {b.t_us - a.t_us for a, b in pairwise(found)} == {every_us}
    firsts = found if found[0].bridge == PLUS else found[1:]
    for plus, minus in zip(firsts[::2], firsts[1::2]):
        assert (plus.bridge, minus.bridge) == (PLUS, MINUS)
        apart = {a - b for a, b in zip(plus.codes, minus.codes)}
        assert len(apart) == 1 and abs(apart.pop()) <= TRIM_MOST


def mean_ua(rig: FakeRig, from_us: float, to_us: float) -> float:
    return float(rig.front.trace.mean_ua(from_us, to_us))


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("mode", LENGTH)
def test_both_phases_of_a_period_have_the_same_whole_codes(rig: FakeRig, mode: str) -> None:
    in_run(rig, mode)
    since_us = rig.world.now_us
    rig.run(1000 if mode == "LIFT" else 6000)
    whole(phases(rig, since_us), mode)


@pytest.mark.hazard("H25")
@pytest.mark.parametrize("mode", LENGTH)
@pytest.mark.parametrize("seed", range(3))
def test_late_and_lost_callbacks_change_nothing_at_the_skin(
    rig: FakeRig, mode: str, seed: int
) -> None:
    """As late as a tick may be without a trip: 12 ms from one to the next."""
    in_run(rig, mode)
    since_us = rig.world.now_us
    draw = random.Random(seed)
    for _ in range(700):
        kind = draw.random()
        late_us: list[int | None] = [draw.randrange(0, 6500)] if kind < 0.8 else [None, 0]
        rig.bench.delays += late_us
    rig.run(5500)
    assert rig.status["state"] == "RUN"
    whole(phases(rig, since_us), mode)


@pytest.mark.hazard("H17", "H25")
@pytest.mark.parametrize("skin", ["good", "typical"])
@pytest.mark.parametrize("mode", LENGTH)
def test_ten_seconds_with_late_ticks_carry_no_direct_current(
    rig: FakeRig, mode: str, skin: str
) -> None:
    in_run(rig, mode, skin)
    draw = random.Random(1)
    rig.bench.delays += [draw.randrange(0, 6500) for _ in range(5000)]
    rig.run(3000)
    begin_us = rig.world.now_us
    rig.run(10_000)
    assert rig.status["state"] == "RUN"
    found = phases(rig, begin_us)
    ahead, balanced = 0, 0  # where the order swaps, two phases of one polarity are one
    for k, phase in enumerate(found):
        balanced = k if not ahead else balanced
        ahead += len(phase.codes) if phase.bridge == PLUS else -len(phase.codes)
    assert balanced > 2
    assert abs(mean_ua(rig, found[0].t_us, found[balanced].t_us)) <= 1.0


@pytest.mark.hazard("H17")
def test_a_phase_cut_short_is_repaid(rig: FakeRig) -> None:
    """10 ms of every positive phase are lost, 3.9 uA in the mean: what is missing is repaid."""
    in_run(rig, "LIFT")
    stream = rig.device.output.stream
    begin = stream._begin

    def cut() -> bool:
        ready = bool(begin())
        if ready and rig.device.output.bridge.state == PLUS:
            stream._at = 10
        return ready

    stream._begin = cut
    rig.run(40_000)
    begin_us = rig.world.now_us
    rig.run(10_000)
    starts = [phase.t_us for phase in phases(rig, begin_us) if phase.bridge == PLUS]
    assert {len(phase.codes) for phase in phases(rig, begin_us)} == {40, 50}
    assert abs(mean_ua(rig, starts[0], starts[-1])) <= 1.0


def feeds(rig: FakeRig) -> list[float]:
    """When the ring took samples, from now on."""
    stream = rig.device.output.stream
    fill = stream.fill
    at_us: list[float] = []

    def noted() -> int:
        n = int(fill())
        if n:
            at_us.append(rig.world.now_us)
        return n

    stream.fill = noted
    return at_us


def dark(rig: FakeRig, from_us: float, to_us: float) -> bool:
    """No current from the first to the second moment."""
    trace = rig.front.trace
    rows = [trace.between(0, from_us)[-1], *trace.between(from_us, to_us)]
    return all(abs(row.delivered_ua) <= LEAK_UA for row in rows)


@pytest.mark.hazard("H25")
@pytest.mark.parametrize("late_ms", [5, 8, 13, 20, 50, 100, 200])
@pytest.mark.parametrize("mode", MODES)
def test_however_late_the_current_ends_with_what_was_fed(
    rig: FakeRig, mode: str, late_ms: int
) -> None:
    in_run(rig, mode)
    at_us = feeds(rig)
    for _ in range(3):
        rig.run(37 if mode == "LIFT" else 211)
        rig.bench.delays.append(late_ms * 1000)
        rig.run(late_ms + 30)
    for last_us, next_us in zip(at_us, [*at_us[1:], rig.world.now_us]):
        if next_us - last_us > RING_MS * 1000:
            assert dark(rig, last_us + RING_MS * 1000, next_us)
    assert rig.front.trace.peak_ua(at_us[0], rig.now_ms * 1000) <= 220
    if late_ms > 7:  # 12 ms from tick to tick
        rig.run(700)
        assert rig.status["fault"] in ("TICK_LATE", "STREAM_DRY")
        assert_off(rig)
    else:
        assert rig.status["state"] == "RUN"


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("mode", MODES)
def test_an_interpreter_that_stops_is_at_zero_in_13_ms_and_the_gate_opens(
    rig: FakeRig, mode: str
) -> None:
    in_run(rig, mode)
    rig.bench.hung = True
    stopped_us = rig.world.now_us
    rig.world.advance(80_000)
    rig.front.advance(rig.world.now_us)
    assert dark(rig, stopped_us + RING_MS * 1000, rig.world.now_us)
    assert not rig.front.dac.active and not rig.front.relay_closed
    assert rig.front.delivered_ua == 0


@pytest.mark.hazard("H21")
def test_a_chip_without_interrupts_repeats_the_ring_until_the_gate_opens(rig: FakeRig) -> None:
    """Nothing clears a buffer then: DMA plays the last 13 ms again. The gate ends it."""
    in_run(rig, "INFUSE")
    rig.bench.hung = True
    rig.bench.i2s.clears = False
    rig.world.advance(60_000)
    assert rig.front.delivered_ua > 5
    rig.world.advance(15_000)
    rig.front.advance(rig.world.now_us)
    assert not rig.front.relay_closed and rig.front.delivered_ua == 0


@pytest.mark.hazard("H2")
def test_lift_off_is_answered_in_the_next_tick(rig: FakeRig) -> None:
    in_run(rig, "LIFT")
    for wait_ms in (3, 17, 41, 59):
        rig.run(wait_ms)
        lifted_us = rig.world.now_us
        rig.lift()
        rig.run(300)
        rows = rig.front.trace.between(lifted_us, rig.world.now_us)
        assert next(row.t_us for row in rows if row.bridge < 4) - lifted_us <= 6000
        assert rig.status["state"] == "HOLD"
        rig.touch("good")
        until(rig, "RUN", 5000)


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("broken", ["run", "pa", "pb", "alive", "hv_en", "i2s", "spi"])
def test_off_does_all_it_can_whatever_is_broken(rig: FakeRig, broken: str) -> None:
    in_run(rig, "LIFT")
    bench, pins = rig.bench, rig.pins
    reaching = {role: getattr(pins, role) for role in ("run", "pa", "pb", "alive", "hv_en")}
    bench.i2s.broken = broken == "i2s"
    bench.spi_broken = broken == "spi"
    bench.broken_pins = (reaching.pop(broken),) if broken in reaching else ()
    output = rig.device.output
    for _ in range(2):
        output.off()
    assert [rig.world.levels[gpio] for gpio in reaching.values()] == [0] * len(reaching)
    rig.device.ticker.stop()
    rig.world.advance(RING_MS * 1000)
    assert not rig.front.dac.active
    rig.world.advance(75_000)
    rig.front.advance(rig.world.now_us)
    assert not rig.front.relay_closed and rig.front.delivered_ua == 0


@pytest.mark.hazard("H22", "H26")
@pytest.mark.parametrize("broken", ["i2s", "spi"])
def test_a_bus_that_breaks_in_a_session_is_off_in_that_tick(rig: FakeRig, broken: str) -> None:
    in_run(rig, "LIFT")
    if broken == "i2s":
        rig.bench.i2s.broken = True
    else:
        rig.bench.spi_broken = True
    rig.run(6)
    assert rig.front.bridge == 0 and not rig.front.hv_on
    rig.run(700)
    assert rig.status["fault"] == "TICK_ERROR"


def test_off_takes_run_first(rig: FakeRig) -> None:
    in_run(rig, "TIGHTEN")
    rig.run(200)
    at = len(rig.world.timeline)
    rig.device.output.off()
    moved = [device for _t, device, op, _v in rig.world.timeline[at:] if op == "drive"]
    assert moved[0] == rig.pins.run


class Asked:
    """A wave that asks for more than any mode."""

    def __init__(self, ua: int) -> None:
        from array import array

        self.phase_q15 = array("H", [32768])
        self.n, self.floor_ua, self.watched = 1, 0, False
        self.ua = ua
        self.first = self.second = PLUS

    def next(self) -> None:
        """It stays the same."""


@pytest.mark.hazard("H11")
@pytest.mark.parametrize("ua", [500, 601, 1000, 5000])
def test_no_code_is_above_600_ua(monkeypatch: pytest.MonkeyPatch, ua: int) -> None:
    world = install(monkeypatch, "esp32")
    from boards.esp32 import BOARD
    from galva.core.calib import Calibration
    from galva.hal.esp32.output import DmaOutput

    cal = Calibration()
    output = DmaOutput(BOARD, cal)
    wave = Asked(ua)
    output.arm()
    output.play(wave)
    for _ in range(20):
        output.renew(wave, TRIM_MOST)
        world.advance(5000)
        output.begin()
    codes = [value & 0xFFF for _t, device, _op, value in world.timeline if device == "dac"]
    asked = cal.span(ua) + cal.offset + TRIM_MOST
    assert max(codes) == min(asked, cal.code_limit)


@pytest.mark.hazard("H21")
def test_without_renew_the_lease_ends_in_run_low(monkeypatch: pytest.MonkeyPatch) -> None:
    world = install(monkeypatch, "esp32")
    from boards.esp32 import BOARD
    from galva.core.calib import Calibration
    from galva.hal.esp32.output import DEAD, DmaOutput

    output = DmaOutput(BOARD, Calibration())
    wave = Asked(100)
    output.arm()
    output.play(wave)
    for _ in range(10):
        output.renew(wave, 0)
        world.advance(5000)
        output.begin()
    assert world.levels[BOARD.pins.run] == 1
    for _ in range(3):
        world.advance(5000)
        output.begin()
    assert output.trip == DEAD and world.levels[BOARD.pins.run] == 0


@pytest.mark.hazard("H21", "H25")
def test_a_ring_that_ran_dry_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    world = install(monkeypatch, "esp32")
    from boards.esp32 import BOARD
    from galva.core.calib import Calibration
    from galva.hal.esp32.output import DRY, PLAYING, DmaOutput

    output = DmaOutput(BOARD, Calibration())
    wave = Asked(100)
    output.arm()
    output.play(wave)
    for late_ms, trip in ((5, PLAYING), (5, PLAYING), (11, PLAYING), (RING_MS, DRY)):
        output.renew(wave, 0)
        world.advance(late_ms * 1000)
        output.begin()
        assert output.trip == trip
    assert world.levels[BOARD.pins.run] == 0


def test_what_is_measured_belongs_to_the_sample_that_sense_names(rig: FakeRig) -> None:
    """TIGHTEN has another code each millisecond, and a look takes half of one."""
    in_run(rig, "TIGHTEN")
    seen: list[tuple[int, int]] = []
    codes: list[int] = []
    read_adc, output = rig.world.read_adc, rig.device.output
    watch = output.watch

    def read(t_us: int, channel: int) -> int:
        codes.append(rig.front.code)
        return int(read_adc(t_us, channel))

    def watched(*counts: int) -> None:
        offset = rig.device.cal.offset
        seen.extend((code, max(0, output.stream.span + offset)) for code in codes[-3:])
        watch(*counts)

    rig.world.read_adc, output.watch = read, watched
    draw = random.Random(2)
    rig.bench.delays += [draw.randrange(0, 5000) for _ in range(400)]  # at any time of a sample
    rig.run(1500)
    assert len(seen) > 800 and all(code == span for code, span in seen)


def test_the_sums_count_the_samples_of_the_phases_and_no_zeros(rig: FakeRig) -> None:
    in_run(rig, "LIFT")
    sense = rig.device.sense
    before = sense.plus[0], sense.minus[0]
    rig.run(10 * 2 * (50 + GAP_MS))  # ten periods
    assert (sense.plus[0] - before[0], sense.minus[0] - before[1]) == (500, 500)


@pytest.mark.hazard("H4")
def test_a_swap_goes_run_low_lines_run_high_at_code_0(rig: FakeRig) -> None:
    in_run(rig, "LIFT")
    since_us = rig.world.now_us
    rig.run(1000)
    names = {rig.pins.run: "run", rig.pins.pa: "lines", rig.pins.pb: "lines"}
    moves = [(names[d], v) for t, d, _op, v in rig.world.timeline if d in names and t >= since_us]
    order = ["run", "lines", "lines", "run"]
    assert len(moves) >= 40 and [name for name, _level in moves] == order * (len(moves) // 4)
    assert [level for name, level in moves if name == "run"] == [0, 1] * (len(moves) // 4)
    rows = rig.front.trace.between(since_us, rig.world.now_us)
    assert all(not b.code for a, b in pairwise(rows) if a.bridge != b.bridge)


def test_after_a_pause_nothing_of_before_is_thought_to_play(rig: FakeRig) -> None:
    in_run(rig, "LIFT")
    output = rig.device.output
    output.off()
    assert output.stream.span > 0  # what was sent still plays, into the crowbar
    rig.world.advance(100_000)
    output.arm()
    assert output.stream.span == 0
    output.off()


def test_alive_rises_twice_a_tick_and_each_pulse_fills_the_pump(rig: FakeRig) -> None:
    in_run(rig, "LIFT")
    since_us = rig.world.now_us
    rig.run(1000)
    edges = [(t, v) for t, device, _op, v in rig.world.timeline if device == rig.pins.alive]
    edges = [edge for edge in edges if edge[0] >= since_us]
    assert sum(level for _t, level in edges) >= 2 * 199
    assert min(b[0] - a[0] for a, b in pairwise(edges)) >= 150


@pytest.mark.hazard("H11", "H24")
@pytest.mark.parametrize("name", BOARDS)
def test_boot_drives_the_boards_own_pins_low_and_shuts_the_dac_down(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    import importlib

    board = importlib.import_module("boards." + name).BOARD
    pins = board.pins
    world = install(monkeypatch, board.chip)
    dac = Mcp4821()
    dac.code, dac.active = 2000, True  # what a soft reset leaves

    def on_pin(_t_us: int, gpio: int, level: int) -> None:
        if gpio == pins.cs:
            dac.select(level)
        elif gpio == pins.sck and level:
            dac.shift(world.levels[pins.mosi], 1)

    world.on_pin = on_pin
    world.inputs[pins.minus] = 1
    boot = tmp_path / "boot.py"
    boot.write_bytes(boards.boot(name))
    runpy.run_path(str(boot))
    driven = [(gpio, level) for _t, gpio, _op, level in world.timeline]
    assert driven[0] == (pins.run, 0)
    reaching = [pins.run, pins.pa, pins.pb, pins.alive, pins.hv_en]
    assert [world.levels[gpio] for gpio in reaching] == [0] * 5
    assert not dac.active and world.levels[pins.cs] == 1
