"""What a person does to an emulated device, typed as lines: its buttons, the skin, USB's power."""

import os
import select
import sys
from collections.abc import Callable
from functools import partial
from typing import Protocol

from tools.sim.skin import Skin

BUTTONS = ("start", "mode", "plus", "minus")
HELP = "START, MODE, PLUS, MINUS, with seconds: start 0.5; skin good, skin open; usb on, usb off"
_TAP_S = 0.12
_HOLD_MOST_S = 10.0


class Rig(Protocol):
    """What has buttons, electrodes and USB's power: an emulated device, or one of fakes."""

    def hold(self, name: str) -> None: ...

    def release(self, name: str) -> None: ...

    def at(self, delay_ms: float, call: Callable[[], None]) -> None: ...

    def touch(self, skin: Skin | str) -> None: ...

    def usb(self, present: bool) -> None: ...


def act(rig: Rig, line: str) -> str:
    """Do what a line says: "", or why not. A button is let go of later, while time goes on."""
    match line.lower().split():
        case []:
            return ""
        case [name] if name in BUTTONS:
            return _press(rig, name, _TAP_S)
        case [name, seconds] if name in BUTTONS and seconds.replace(".", "", 1).isdecimal():
            return _press(rig, name, float(seconds))
        case ["skin", name]:
            try:
                rig.touch(name)
            except ValueError as error:
                return str(error)
        case ["usb", "on" | "off" as power]:
            rig.usb(power == "on")
        case _:
            return f"{line.strip()[:20]!r}: type one of {HELP}"
    return ""


def _press(rig: Rig, name: str, seconds: float) -> str:
    if seconds > _HOLD_MOST_S:
        return f"{name}: {_HOLD_MOST_S:.0f} s at most"
    rig.hold(name.upper())
    rig.at(1000 * seconds, partial(rig.release, name.upper()))
    return ""


class Lines:
    """The lines of stdin as they come, without waiting for one. None from a background job's."""

    def __init__(self, source: int | None = None) -> None:
        self._source = sys.stdin.fileno() if source is None else source
        self._part = b""
        self._ended = False

    def new(self) -> list[str]:
        """Those that are there."""
        if self._ended or not self._mine() or not select.select([self._source], [], [], 0)[0]:
            return []
        data = os.read(self._source, 4096)
        self._ended = not data
        *whole, self._part = (self._part + data).split(b"\n")
        return [line.decode(errors="replace") for line in whole]

    def _mine(self) -> bool:
        """To read another job's terminal would stop this one."""
        return not os.isatty(self._source) or os.tcgetpgrp(self._source) == os.getpgrp()
