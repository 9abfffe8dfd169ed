"""The application's one loop: the links every 5 ms, the panel and the rest every 20 ms."""

import asyncio

from galva.core.course import TEST
from galva.core.engine import Engine
from galva.core.modes import MODES

from . import user_modes
from .dispatch import Dispatch
from .latch import Latch
from .link import POLL_MS, Hosts
from .panel import Panel
from .settings import Settings
from .signals import Player, signal_of
from .status import status_line
from .supervisor import Supervisor

_POLL_MS = 20


async def main(device: "Device") -> None:
    """Build the engine on the device's ports, start the tick, and serve the panel for ever."""
    engine = Engine(device.output, device.sense, device.cal, device.board)
    settings = Settings(engine, device)
    modes = MODES + _user_modes(device, settings.area)
    settings.use(modes)
    panel = Panel(engine, device, modes)
    latch = Latch(engine, device)
    supervisor = Supervisor(engine, device)
    signals = Player(device.signal, device.clock)
    hosts = _hosts(engine, device, settings, panel, latch)
    engine.request = TEST  # the whole self-test, once
    device.ticker.start(engine.on_timer)
    try:
        while True:
            engine.beat()
            latch.poll()
            settings.poll()
            panel.poll()
            supervisor.poll()
            signals.show(signal_of(engine.course, panel.stuck))
            for _ in range(_POLL_MS // POLL_MS):
                hosts.poll()
                await asyncio.sleep_ms(POLL_MS)
    finally:
        device.off()


def _hosts(
    engine: Engine, device: "Device", settings: Settings, panel: Panel, latch: Latch
) -> Hosts:
    def status() -> str:
        signal = signal_of(engine.course, panel.stuck)
        return status_line(engine, device.clock.ms(), signal, latch.trouble)

    return Hosts(engine, device, Dispatch(engine, device, settings), status)


def _user_modes(device: "Device", area_mm2: int) -> "tuple[Mode, ...]":
    """The modes of the maker's file; what is wrong with files is told, one line each."""
    console, store = device.console, device.store
    if store.trouble:
        console.line(store.trouble)  # of the calibration record
    text = store.read(user_modes.FILE)
    modes, reasons = user_modes.parse(text or "[]", area_mm2)
    for reason in [store.trouble] if store.trouble else reasons:
        console.line(reason)
    return modes


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.core.modes import Mode
    from galva.ports import (
        Button,
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
        def signal(self) -> Signal: ...

        @property
        def console(self) -> Console: ...

        @property
        def links(self) -> tuple[Link, ...]: ...

        @property
        def start(self) -> Button: ...

        @property
        def mode(self) -> Button: ...

        @property
        def plus(self) -> Button: ...

        @property
        def minus(self) -> Button: ...

        def off(self) -> None: ...
