"""The view, by its keys and by what is on the screen."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from host_tests.fake_rig import FakeRig
from host_tests.monitor.told import HELLO, Recorded, status
from host_tests.scenarios.sessions import assert_off, start, until
from host_tests.tools.test_link import RigPort
from tools.link import Client, Status
from tools.monitor.feed import Feed, Lost
from tools.monitor.model import Model
from tools.monitor.view import LEAVING, Monitor, Source
from tools.problems import Failed

Step = Callable[[Pilot[Any]], Awaitable[None]]
LOOKS = 200  # so often a test looks for what must come


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def screen(pilot: Pilot[Any]) -> str:
    """All that is to be seen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def seen(pilot: Pilot[Any], text: str) -> None:
    """Wait until it is on the screen."""
    for _ in range(LOOKS):
        if text in screen(pilot):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{text!r} is not on\n{screen(pilot)}")


def watched(
    source: Source,
    step: Step,
    clock: Clock | None = None,
    size: tuple[int, int] = (110, 32),
    **more: Any,
) -> Monitor:
    """Run the view with this source, and do step."""
    app = Monitor(source, Model(clock or Clock(), lambda: datetime(2026, 1, 2, 3, 4, 5)), **more)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await step(pilot)

    asyncio.run(run())
    return app


SHOWN: tuple[str, ...] = (
    "RUN",
    "126 µA delivered",
    "127 µA set",
    "4:05 left",
    "GOOD",
    "5.0 kΩ",
    "LIFT 3, 127 µA",
)
SHOWN += ("0.200 mA·min/cm²", "pico 0.1.0, calibrated", "3.90 V", "03:04:05 RUN: running")


def test_a_line_is_shown_whole() -> None:
    async def step(pilot: Pilot[Any]) -> None:
        for text in SHOWN:
            await seen(pilot, text)

    watched(Recorded(HELLO, status()), step)


@pytest.mark.parametrize("size", [(80, 24), (30, 8)])
def test_small_terminals_show_the_state_and_the_keys(size: tuple[int, int]) -> None:
    async def step(pilot: Pilot[Any]) -> None:
        await seen(pilot, "RUN")
        await seen(pilot, "s, space STOP")
        if size[0] == 80:
            for text in SHOWN:
                await seen(pilot, text)

    watched(Recorded(HELLO, status()), step, size=size)


KEYS = {"s": "stop", "S": "stop", "space": "stop", "o": "off", "O": "off", "plus": "level up"}
KEYS |= {"equals_sign": "level up", "minus": "level down"}


@pytest.mark.parametrize("state", ["RUN", "FAULT", ""])
def test_keys_ask_in_every_state_and_the_answer_is_shown(state: str) -> None:
    source = Recorded(HELLO, status(state=state)) if state else Recorded()

    async def step(pilot: Pilot[Any]) -> None:
        await seen(pilot, state or "waiting")
        for key in KEYS if state == "RUN" else ("space", "o"):
            what = KEYS[key]
            await pilot.press(key)
            assert source.asked.pop() == what and not source.asked
            stops = what in ("stop", "off")
            await seen(pilot, f"{what.upper()}: done" if stops else f"{what}: refused: not while")

    watched(source, step)


def test_old_data_is_not_shown_as_live_and_stop_still_goes_out() -> None:
    clock, source = Clock(), Recorded(HELLO, status())

    async def step(pilot: Pilot[Any]) -> None:
        await seen(pilot, "126 µA delivered")
        clock.s += 3
        source.mute = True
        source.news.append(Lost("/dev/x: check the cable"))
        await seen(pilot, "NO DATA for 3 s")
        assert "µA delivered" not in screen(pilot)
        await pilot.press("s")
        assert source.asked == ["stop"]
        await seen(pilot, "STOP: NO ANSWER: press START or MODE on the device")
        source.news.append(status(9000))
        await seen(pilot, "126 µA delivered")

    watched(source, step, clock)


def test_leaving_a_session_is_said_and_asked_twice_and_stops_nothing() -> None:
    source = Recorded(status())

    async def step(pilot: Pilot[Any]) -> None:
        await seen(pilot, "RUN")
        await pilot.press("q")
        await seen(pilot, LEAVING[:40])
        await pilot.press("x")
        await pilot.pause(0.1)
        assert LEAVING[:40] not in screen(pilot)
        await pilot.press("q")
        await pilot.press("ctrl+c")
        await pilot.pause(0.1)
        assert not pilot.app.is_running

    app = watched(source, step)
    assert source.asked == [] and source.closed and app.return_value is None


def test_leaving_is_at_once_when_nothing_runs() -> None:
    async def step(pilot: Pilot[Any]) -> None:
        await seen(pilot, "IDLE")
        await pilot.press("q")
        await pilot.pause(0.1)
        assert not pilot.app.is_running

    watched(Recorded(status(state="IDLE", signal="idle")), step)


def test_what_is_of_another_version_ends_it() -> None:
    async def step(pilot: Pilot[Any]) -> None:
        for _ in range(LOOKS):
            if not pilot.app.is_running:
                return
            await pilot.pause(0.02)

    source = Recorded(status())
    source.news.append(Failed("same version on both?"))
    assert str(watched(source, step).return_value) == "same version on both?"


class Full:
    """A writer whose disk is full after one row."""

    def __init__(self) -> None:
        self.rows: list[Status] = []

    def row(self, status: Status, at: datetime) -> None:
        if self.rows:
            raise Failed("x.csv: disk full")
        self.rows.append(status)

    def close(self) -> None: ...


def test_rows_are_written_and_a_full_disk_does_not_end_the_view() -> None:
    writer = Full()

    async def step(pilot: Pilot[Any]) -> None:
        await seen(pilot, "no more rows: x.csv: disk full")
        await seen(pilot, "RUN")

    watched(Recorded(*(status(ms) for ms in (0, 100, 200))), step, writer=writer)
    assert [row.ms for row in writer.rows] == [0]


@pytest.fixture
def rig(rig: FakeRig) -> FakeRig:
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 6000)
    return rig


@pytest.mark.parametrize(("key", "name"), [("space", "STOP"), ("o", "OFF")])
@pytest.mark.hazard("H35")
def test_stop_ends_the_current_at_the_skin(rig: FakeRig, key: str, name: str) -> None:
    """The whole chain: key, thread, client, link, application, DAC, model of the skin."""
    listens = threading.Event()

    async def step(pilot: Pilot[Any]) -> None:
        await seen(pilot, "µA delivered")
        assert rig.front.hv_on
        await pilot.press(key)
        await seen(pilot, f"{name}: done")
        await seen(pilot, "ended: stopped")
        listens.set()

    watched(Feed(Client(lambda: RigPort(rig))), step)
    assert listens.is_set()
    assert_off(rig)
