"""The virtual device, on a chip without program: what a page asks, and what it is told."""

import asyncio
import base64
import json
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from host_tests.web.links import closed_with, run, serving, socket, told
from tools.emulator.pace import SLICE_S, Pace
from tools.emulator.rig import EmulatedRig, forked
from tools.problems import Usage
from tools.sim.skin import GOOD, Skin
from tools.sim.trace import Row
from tools.web import virtual
from tools.web.bench import ROWS_MOST, Bench
from tools.web.serving import served
from tools.web.virtual import Virtual

UART = "import machine; u = machine.UART(0, 115200, rxbuf=2000)"


@pytest.fixture(scope="module")
def prompt() -> EmulatedRig:
    """MicroPython alone, at its prompt; each test works on a fork of it."""
    rig = EmulatedRig(skin="good", files={})
    rig.chip.boot()
    return rig


def ask(bench: Bench, **asked: Any) -> None:
    bench.do(json.dumps(asked))


# ---- what a page asks


def test_hands_and_world_reach_the_device(prompt: EmulatedRig) -> None:
    def do() -> None:
        device = Virtual(prompt)
        front, chip = prompt.front, prompt.chip
        chip.execute(f"from machine import Pin; p = Pin({prompt.pins.plus}, Pin.IN, Pin.PULL_UP)")
        ask(device.bench, do="hold", button="PLUS")
        ask(device.bench, do="hold", button="PLUS")
        prompt.elapse(5)
        assert chip.execute("print(p.value())").strip() == "0"
        assert device.bench.told()["held"] == ["PLUS"]
        device.bench.left()
        prompt.elapse(5)
        assert chip.execute("print(p.value())").strip() == "1"
        ask(device.bench, do="skin", ohm=[500, 700, 30])
        assert front.skin == Skin(500, 700, 30) and device.bench.told()["ohm"] == 1900
        ask(device.bench, do="skin", name="open")
        assert not front.skin.contact and device.bench.told()["ohm"] is None
        ask(device.bench, do="usb", present=True)
        assert front.vbus and device.bench.told()["usb"] is True
        ask(device.bench, do="battery", mv=3100)
        assert front.adc(prompt.now_ms * 1e3, "adc_battery") == round(3100 * 4096 / 9900)
        ask(device.bench, do="hum", mv=400)
        assert front.hum_mv == 400

    forked(do)


def test_faults_are_those_that_it_names_and_power_mends_them(prompt: EmulatedRig) -> None:
    def do() -> None:
        device = Virtual(prompt)
        for name in device.bench.hello()["faults"]:
            ask(device.bench, do="break", fault=name)
        assert device.bench.told()["broken"] == device.bench.hello()["faults"]
        assert prompt.front.afe.parts.stuck_relay == 0
        for unknown in ("xa9 on", "relay", ""):
            with pytest.raises(Usage, match=r"bench: fault .* is not known"):
                ask(device.bench, do="break", fault=unknown)
        with pytest.raises(Usage, match=r"bench: skin .* is not known"):
            ask(device.bench, do="skin", name="fish")
        ask(device.bench, do="power")
        assert device.bench.told()["broken"] == []
        assert device.rig.front.afe.parts.stuck_relay is None

    forked(do)


def test_power_keeps_flash_world_and_links_and_begins_a_new_time(prompt: EmulatedRig) -> None:
    def do() -> None:
        heard = bytearray()
        device = Virtual(prompt)
        device.open(heard.extend, print)
        prompt.chip.execute("with open('kept', 'w') as file: file.write('as it was')")
        ask(device.bench, do="skin", ohm=[500, 700, 30])
        for what in ({"do": "usb", "present": True}, {"do": "battery", "mv": 3333}):
            ask(device.bench, **what)
        ask(device.bench, do="hum", mv=5)
        device.bench.hello()
        ask(device.bench, do="power")
        rig = device.rig
        assert rig is not prompt and device.bench.told()["ms"] < 1
        front = rig.front
        assert (front.skin, front.vbus) == (Skin(500, 700, 30), True)
        assert (front.battery_mv, front.hum_mv) == (3333, 5)
        rig.chip.boot()
        assert rig.chip.execute("print(open('kept').read())").strip() == "as it was"
        rig.chip.execute(UART + "; u.write('hello'); u.flush()")
        device._slice()
        assert heard == b"hello"

    forked(do)


# ---- the wire


def test_sends_follow_each_other_at_the_rate_of_the_wire(prompt: EmulatedRig) -> None:
    def do() -> None:
        prompt.chip.execute(UART)
        device = Virtual(prompt)
        begin_ms = prompt.now_ms
        device.write(b"abc" * 50)
        device.write(b"XYZ" * 50)
        assert device.waits() == 300
        while device.waits():
            prompt.elapse(0.5)
        assert prompt.now_ms - begin_ms == pytest.approx(300 * 10 / 115.2, abs=0.6)
        read = prompt.chip.execute("print(u.read())").strip()
        assert read == repr(b"abc" * 50 + b"XYZ" * 50)

    forked(do)


def test_page_and_console_are_served_at_the_same_time(prompt: EmulatedRig) -> None:
    """The real mpremote at the pty, a page at the link; both clocks go on."""

    async def talk() -> tuple[bytes, bytes, dict[str, Any]]:
        device = Virtual(prompt)
        code = UART + "; u.write('to the page'); u.flush(); print(6 * 7)"
        async with (
            serving(device, device.bench) as server,
            socket(server) as page,
            socket(server, "/bench") as bench,
        ):
            assert (await told(bench))["virtual"] == 1
            program = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "mpremote", "connect", device.pty, "exec", code),
                stdout=asyncio.subprocess.PIPE,
            )
            said = b""
            while len(said) < len("to the page"):
                data = await asyncio.wait_for(page.recv(), 60)
                said += data if isinstance(data, bytes) else b""
            printed, _ = await asyncio.wait_for(program.communicate(), 60)
            return said, printed, await told(bench)

    said, printed, now = forked(lambda: run(talk()))
    assert said == b"to the page" and printed.strip() == b"42"
    assert now["ms"] > 0 and 0 < now["factor"] < 1.05


# ---- what a page is told


def row(t_us: float, ua: float) -> Row:
    return Row(t_us, ua, ua, abs(ua), 6, 1, 1, 1, 5e3, 9, 0.0)


def test_a_message_is_json_with_what_is_new(prompt: EmulatedRig) -> None:
    def do() -> None:
        bench = Virtual(prompt).bench
        hello = bench.hello()
        assert hello["skins"]["good"] == [1000, 2000, 200] and "open" not in hello["skins"]
        first = bench.told()
        assert set(first) == {
            *("ms", "factor", "light", "tone_hz", "relay", "bridge", "code", "ua", "ohm"),
            *("net_nc", "abs_nc", "usb", "battery_mv", "broken", "held", "trace", "events"),
            "screen",
        }
        json.dumps([hello, first], allow_nan=False)
        assert first["events"] == [] and first["screen"] is None
        prompt.elapse(1)
        ask(bench, do="skin", name="open")
        second = bench.told()
        at_ms = pytest.approx(prompt.now_ms, abs=0.001)
        assert second["events"] == [[at_ms, "touch", "open"]]
        assert second["trace"] == [[at_ms, 0, 0]] and "screen" not in second
        third = bench.told()
        assert third["events"] == third["trace"] == []
        json.dumps(second, allow_nan=False)

    forked(do)


def test_many_rows_are_thinned_and_no_peak_is_lost(prompt: EmulatedRig) -> None:
    def do() -> None:
        bench, trace = Virtual(prompt).bench, prompt.front.trace
        bench.hello()
        begin_us = prompt.now_ms * 1e3
        for k in range(1, 5000):
            peak_ua = {1234: 777.0, 4321: -888.0}.get(k, k % 50)
            trace.append(row(begin_us + 100 * k, peak_ua))
        trace.append(row(begin_us + 600_000, 1)._replace(peak_ua=999))  # between two rows
        rows = bench.told()["trace"]
        assert len(rows) <= ROWS_MOST
        assert [t_ms for t_ms, *_ in rows] == sorted(t_ms for t_ms, *_ in rows)
        shown = {ua for _, ua, _ in rows}
        assert {777, -888, 999} <= shown and rows[-1][1] == 1

    forked(do)


def commanded(rig: EmulatedRig, *values: int, control: int = 0) -> None:
    rig.screen.start(reading=False)
    for value in (control, *values):
        rig.screen.write(value)
    rig.screen.stop()


def test_the_screen_is_told_as_lit_and_only_when_it_changed(prompt: EmulatedRig) -> None:
    def do() -> None:
        bench = Virtual(prompt).bench
        bench.hello()
        assert bench.told()["screen"] is None  # powered, not lit
        commanded(prompt, 0x8D, 0x14, 0xA1, 0xC8, 0xB3, 0x05, 0x10, 0xAF)
        prompt.screen.memory[:] = bytes(1024)
        commanded(prompt, 0b1000_0001, control=0x40)
        lit = base64.b64decode(bench.told()["screen"])
        assert len(lit) == 1024 and {at: lit[at] for at in range(1024) if lit[at]} == {
            3 * 128 + 5: 0b1000_0001
        }
        assert "screen" not in bench.told()
        commanded(prompt, 0x40 + 8)  # start line: all is one page higher
        moved = base64.b64decode(bench.told()["screen"])
        assert moved[2 * 128 + 5] == 0b1000_0001 and not moved[3 * 128 + 5]
        assert bench.hello() and "screen" in bench.told()  # a new page has seen nothing
        commanded(prompt, 0xA8, 15)  # 16 rows: garbled
        assert bench.told()["screen"] is None
        commanded(prompt, 0xA8, 63)
        assert bench.told()["screen"]
        ask(bench, do="screen", present=False)
        assert bench.told()["screen"] is None

    forked(do)


# ---- time and memory


class Clocked:
    """A rig that costs `cost_s` of wall time for each ms."""

    def __init__(self, cost_s: float) -> None:
        self.now_ms = self.wall_s = 0.0
        self._cost_s = cost_s

    def clock(self) -> float:
        self.wall_s += 1e-6
        return self.wall_s

    def elapse(self, ms: float) -> None:
        self.now_ms += ms
        self.wall_s += self._cost_s * ms


def paced(rig: Clocked, pace: Pace, wall_s: float) -> float:
    """The longest slice."""
    end_s, longest_s = rig.wall_s + wall_s, 0.0
    while rig.wall_s < end_s:
        begin_s = rig.wall_s
        wait_s = pace.run(rig)
        longest_s = max(longest_s, rig.wall_s - begin_s)
        rig.wall_s += wait_s
    return longest_s


def test_a_fast_device_is_as_fast_as_the_clock_and_a_slow_one_does_not_race_afterwards() -> None:
    rig = Clocked(0.0001)
    pace = Pace(rig.clock)
    assert paced(rig, pace, 3) <= SLICE_S + 0.001
    assert rig.now_ms == pytest.approx(3000, abs=5) and pace.factor == pytest.approx(1, abs=0.01)
    rig._cost_s = 0.004
    assert paced(rig, pace, 4) <= SLICE_S + 0.004
    assert rig.now_ms == pytest.approx(4000, abs=20) and pace.factor == pytest.approx(
        0.25, abs=0.01
    )
    rig._cost_s = 0.0001
    paced(rig, pace, 1)
    assert rig.now_ms == pytest.approx(5000, abs=100)  # the 3 s are lost


CHATTER = f"""{UART}
import time
from machine import Pin
run, hv = Pin(%d, Pin.OUT), Pin(%d, Pin.OUT)
for k in range(200):
    print('x' * 150); u.write('y' * 100); run.toggle(); hv.toggle(); time.sleep_ms(10)
"""


def test_hours_cost_no_memory(prompt: EmulatedRig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(virtual, "KEEP_MS", 200.0)

    def do() -> list[tuple[float, int]]:
        device = Virtual(prompt)
        device._pace = Pace(count(step=0.001).__next__)  # emulated time is always behind
        chip, pins = prompt.chip, prompt.pins
        chip.raw_repl()
        chip.send((CHATTER % (pins.run, pins.hv_en)).encode() + b"\x04")
        sizes: list[tuple[float, int]] = []
        begin_ms = prompt.now_ms
        while prompt.now_ms < begin_ms + 2000:
            device._slice()
            trace = prompt.front.trace
            held = max(len(chip.output), len(trace), len(trace.events), len(device._said))
            sizes.append((prompt.now_ms - begin_ms, held))
        assert trace.events_ever > 150 and len(chip._keep) < 5
        return sizes

    sizes = forked(do)
    first, second = (
        max(held for ms, held in sizes if begin_ms <= ms < begin_ms + 800)
        for begin_ms in (400, 1200)
    )
    assert 20 < first < 8000 and second <= 1.2 * first


def test_what_breaks_the_device_is_told_to_the_pages(prompt: EmulatedRig) -> None:
    def breaks(_ms: float) -> None:
        raise ValueError("the model broke")

    def do() -> tuple[int | None, str | None]:
        device = Virtual(prompt)
        ended: list[Any] = []

        async def talk(begun: Callable[[], None]) -> None:
            from host_tests.web.links import PAGE
            from tools.web.server import Server

            server = Server(PAGE, device, device.bench, 0)

            async def page() -> None:
                async with socket(server) as link:
                    prompt.elapse = breaks  # type: ignore[method-assign, assignment]
                    ended.append(await closed_with(link))

            reading: list[asyncio.Task[None]] = []
            with pytest.raises(ValueError, match="the model broke"):
                await served(
                    server, device.run, lambda: reading.append(asyncio.create_task(page()))
                )
            await reading[0]

        run(talk(lambda: None))
        return ended[0]  # type: ignore[no-any-return]

    assert forked(do) == (4002, "the model broke")


def test_a_page_finds_the_skin_that_the_command_line_gave() -> None:
    device = Virtual(EmulatedRig(skin="good", files={}))
    assert device.rig.front.skin == GOOD and device.bench.told()["ohm"] == 5000
