"""The rig on fakes: the real hal and application under CPython, virtual time, AFE + skin model.

Same interface as tools.emulator.rig: a scenario cannot tell which of the two it drives.
"""

import asyncio
import json
import selectors
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tools.sim.front_end import FrontEnd
from tools.sim.skin import Skin

FAKES = str(Path(__file__).parent / "fakes")
BOUNCE_MS = (0.0, 0.3, 0.5, 1.1, 1.2)  # closed, open, closed, open, closed


class _VirtualSelector(selectors.SelectSelector):
    """Waiting for input is where the event loop spends time: here it spends virtual time."""

    def __init__(self, advance: Callable[[int], None]) -> None:
        super().__init__()
        self._advance = advance

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout:
            self._advance(max(1, round(timeout * 1e6)))
        return super().select(0)


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, world: Any) -> None:
        super().__init__(_VirtualSelector(world.advance))
        self._world = world

    def time(self) -> float:
        return float(self._world.now_us) / 1e6


def install(patch: pytest.MonkeyPatch) -> Any:
    """Put the fakes on the path and MicroPython's names into time and asyncio; a fresh world."""
    if FAKES not in sys.path:
        patch.syspath_prepend(FAKES)
    import world as fakes  # a file of FAKES

    world = fakes.reset()
    half = 1 << 29  # ticks wrap at 2**30
    names = {
        "ticks_us": lambda: world.now_us % (1 << 30),
        "ticks_ms": lambda: world.now_us // 1000 % (1 << 30),
        "ticks_diff": lambda a, b: (a - b + half) % (1 << 30) - half,
    }
    for name, function in names.items():
        patch.setattr(time, name, function, raising=False)
    patch.setattr(asyncio, "sleep_ms", lambda ms: asyncio.sleep(ms / 1000), raising=False)
    return world


class FakeRig:
    """A device on the bench. `front` is what its outputs reached; see tools.emulator.rig."""

    kind = "fakes"

    def __init__(self, patch: pytest.MonkeyPatch, board: str = "pico", skin: str = "open") -> None:
        self.world = install(patch)
        self.front = FrontEnd(skin)
        self.statuses: list[tuple[float, dict[str, Any]]] = []
        self.console = ""
        self._wire(board)
        patch.setattr(self._console_class, "line", lambda _self, text: self._said(text))
        self.loop = _VirtualLoop(self.world)
        self.device: Any = self._build()
        self.app = self.loop.create_task(self._main(self.device))

    def _wire(self, board: str) -> None:
        import importlib

        from galva import app, hal
        from galva.hal.console import UsbConsole

        definition = importlib.import_module("boards." + board).BOARD
        self.pins = definition.pins
        self._build: Callable[[], Any] = lambda: hal.build(definition)
        self._main = app.main
        self._console_class = UsbConsole
        roles = {getattr(self.pins, r): r for r in ("pa", "pb", "run", "hv_en", "alive", "cs")}
        adc = {getattr(self.pins, r): r for r in ("adc_i", "adc_vb", "adc_vt")}
        world, front = self.world, self.front

        def on_pin(t_us: int, gpio: int, level: int) -> None:
            if gpio in roles:
                front.pin(t_us, roles[gpio], level)

        world.on_pin = on_pin
        world.on_spi = front.spi
        world.read_adc = lambda t_us, gpio: front.adc(t_us, adc[gpio])
        world.inputs[self.pins.vbus] = 0

    def _said(self, text: str) -> None:
        self.console += text + "\n"
        if text.startswith("{"):
            self.statuses.append((self.now_ms, json.loads(text)))

    # ---- time

    @property
    def now_ms(self) -> float:
        return float(self.world.now_us) / 1000

    def run(self, ms: float) -> None:
        """Let emulated time pass. What the application raised is raised here."""
        self.loop.run_until_complete(asyncio.wait({self.app}, timeout=ms / 1000))
        self.front.advance(self.world.now_us)
        if self.app.done():
            self.app.result()

    def at(self, delay_ms: float, call: Callable[[], None]) -> None:
        """Call back after delay_ms of emulated time."""
        self.world.at(self.world.now_us + round(delay_ms * 1000), call)

    # ---- the user

    def _contact(self, name: str, closed: bool) -> None:
        gpio = getattr(self.pins, name.lower())
        for k, ms in enumerate(BOUNCE_MS):
            level = 0 if (k % 2 == 0) == closed else 1
            self.at(ms, partial(self.world.inputs.__setitem__, gpio, level))

    def hold(self, name: str) -> None:
        """Put a finger on START, MODE, PLUS or MINUS; the contact bounces."""
        self._contact(name, True)

    def release(self, name: str) -> None:
        """Take it off."""
        self._contact(name, False)

    def press(self, name: str, hold_ms: float = 120) -> None:
        """Hold for hold_ms, release, and let the release be seen."""
        self.hold(name)
        self.run(hold_ms)
        self.release(name)
        self.run(100)

    def touch(self, skin: "str | Skin") -> None:
        """Put the electrodes on this skin."""
        self.front.touch(self.world.now_us, skin)

    def lift(self) -> None:
        """Take them off."""
        self.touch("open")

    def usb(self, present: bool) -> None:
        """USB power on or off."""
        self.world.inputs[self.pins.vbus] = int(present)
        self.front.usb(self.world.now_us, present)

    # ---- what the device shows

    @property
    def status(self) -> dict[str, Any]:
        return self.statuses[-1][1] if self.statuses else {}

    @property
    def light(self) -> tuple[float, float, float]:
        red, green, blue = (
            self.world.pwm[getattr(self.pins, c)] for c in ("red", "green", "blue")
        )
        return red[1] / 65535, green[1] / 65535, blue[1] / 65535

    @property
    def tone_hz(self) -> float:
        hz, duty = self.world.pwm[self.pins.buzzer]
        return float(hz) if duty else 0.0

    def close(self) -> None:
        """End the application; its `finally` switches the device off."""
        self.app.cancel()
        self.loop.run_until_complete(asyncio.wait({self.app}, timeout=1))
        self.loop.close()
