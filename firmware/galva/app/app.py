"""The application's one loop: the links every 5 ms, the panel and the rest every 20 ms."""

import asyncio
import gc

from galva.core.course import TEST
from galva.core.engine import Engine
from galva.core.modes import MODES

from .dispatch import Dispatch
from .journal import Journal
from .latch import Latch
from .link import POLL_MS, Hosts
from .panel import Panel
from .routines import Guide, Routines
from .screen import Screen
from .settings import Settings
from .signals import Player, signal_of
from .status import status_line
from .supervisor import Supervisor
from .usage import Usage

_POLL_MS = 20


def main(device: "Device") -> "Coroutine[Any, Any, None]":
    """Build the engine on the device's ports and start the tick; what it gives serves for ever.

    One coroutine, for each that awaits another takes stack, and the tick comes on top of it.
    """
    if device.store.trouble:
        device.console.line(device.store.trouble)  # of the calibration record
    engine = Engine(device.output, device.sense, device.cal, device.board)
    settings = Settings(engine, device)
    modes = MODES + _user_modes(device, settings.area)
    settings.use(modes)
    routines = Routines(device, settings)
    usage = Usage(engine, device)
    panel = Panel(engine, device, modes, usage, routines, settings)
    guide = Guide(engine, routines)
    latch = Latch(engine, device)
    journal = Journal(engine, device, settings)
    screen = Screen(engine, device, panel, guide)
    # journal and usage before the panel, which may start another session
    parts = (latch, settings, journal, usage, panel, Supervisor(engine, device), screen)
    dispatch = Dispatch(engine, device, settings, panel, usage, journal, routines)
    hosts = _hosts(engine, device, dispatch, panel, latch)
    signals = Player(device.signal, device.clock, settings)
    engine.request = TEST  # the whole self-test, once
    device.ticker.start(engine.on_timer)
    return _serve(engine, device, guide, panel, parts, signals, hosts)


def _hosts(
    engine: Engine, device: "Device", dispatch: Dispatch, panel: Panel, latch: Latch
) -> Hosts:
    def status() -> str:
        signal = signal_of(engine.course, panel)
        return status_line(engine, device.clock.ms(), signal, latch.trouble)

    return Hosts(engine, device, dispatch, status)


async def _serve(
    engine: Engine,
    device: "Device",
    guide: Guide,
    panel: Panel,
    parts: "tuple[Part, ...]",
    signals: Player,
    hosts: Hosts,
) -> None:
    """The panel's loop; off, however it ends."""
    try:
        while True:
            engine.beat()
            for part in parts:
                guide.poll()  # before whatever takes milliseconds: a prompt is due to one
                signals.cue(guide.cue)
                hosts.listen()
                part.poll()
            signals.show(signal_of(engine.course, panel), panel.refusals)
            await _rest(guide, hosts, device.clock)
    finally:
        device.off()


async def _rest(guide: Guide, hosts: Hosts, clock: "Clock") -> None:
    """Until the next poll, or the next prompt. Clearing the memory takes a poll's time."""
    if guide.soon():
        gc.collect()
    begin = clock.ms()
    rest_ms = left_ms = guide.wait_ms(_POLL_MS)
    while left_ms > 0:
        hosts.poll()
        await asyncio.sleep_ms(min(left_ms, POLL_MS))
        left_ms = rest_ms - clock.since_ms(begin)


def _user_modes(device: "Device", area_mm2: int) -> "tuple[Mode, ...]":
    """The modes of the maker's file; what is wrong with files is told, one line each."""
    console, store = device.console, device.store
    text = store.read("modes.json")
    if store.trouble:
        console.line(store.trouble)
    if not text:
        return ()
    from .user_modes import parse  # 3 KB, for those who have such a file

    modes, reasons = parse(text, area_mm2)
    for reason in reasons:
        console.line(reason)
    return modes


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any, Protocol

    from galva import ports
    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.core.modes import Mode
    from galva.ports import (
        Button,
        Calendar,
        Clock,
        Console,
        Link,
        Output,
        Sense,
        Signal,
        Store,
        Ticker,
        Watchdog,
    )

    class Part(Protocol):
        """What is looked after in every turn of the loop."""

        def poll(self) -> None:
            """Once a turn; never waits."""

    class Device(Protocol):
        """What hal.build gives."""

        @property
        def board(self) -> Board: ...

        @property
        def cal(self) -> Calibration: ...

        @property
        def store(self) -> Store: ...

        @property
        def output(self) -> Output: ...

        @property
        def sense(self) -> Sense: ...

        @property
        def ticker(self) -> Ticker: ...

        @property
        def watchdog(self) -> Watchdog: ...

        @property
        def clock(self) -> Clock: ...

        @property
        def calendar(self) -> Calendar: ...

        @property
        def signal(self) -> Signal: ...

        @property
        def screen(self) -> ports.Screen | None: ...

        @property
        def console(self) -> Console: ...

        @property
        def links(self) -> tuple[Link, ...]: ...

        @property
        def buttons(self) -> dict[str, Button]: ...

        def off(self) -> None: ...
