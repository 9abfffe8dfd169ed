"""The bench of a virtual device: hands and a skin for it, and what an instrument sees."""

import base64
import math
from collections.abc import Callable, Sequence
from dataclasses import astuple
from typing import Any, Protocol

from tools.demo.series import keep, with_peaks
from tools.emulator.rig import EmulatedRig
from tools.problems import Usage
from tools.sim.monitors import CHANNELS, SPOILT
from tools.sim.oled import OledError
from tools.sim.parts import FAULTS_OF
from tools.sim.skin import SKINS, Skin, as_skin
from tools.sim.trace import Row
from tools.web.asked import BUTTONS, Record, opened

ROWS_MOST = 200
_BUCKETS = ROWS_MOST // 6  # of each both ends, the least and the most of two series
_UNTOLD = "?"  # no picture


class Device(Protocol):
    """An emulated device that can be switched off and on."""

    rig: EmulatedRig
    board: str

    @property
    def factor(self) -> float: ...

    def power(self) -> None: ...


class Bench:
    """One page at a time: `hello()` first, then `told()`, each with what is new."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._spoilt = {f"{role} {name}": (role, name) for role in CHANNELS for name in SPOILT}
        self._do: dict[str, Callable[[Any], None]] = {
            "hold": self._hold,
            "release": self._release,
            "skin": self._skin,
            "hum": self._hum,
            "usb": lambda present: self._device.rig.usb(present),
            "battery": self._battery,
            "break": self._break,
            "screen": self._plug_screen,
            "power": lambda _none: self._power(),
        }
        self._held: list[str] = []
        self._switched_on()

    def _switched_on(self) -> None:
        self._broken: list[str] = []
        self._since_us = -1.0
        self._events = 0
        self._seen: object = None
        self._picture: str | None = _UNTOLD

    # ---- what a page asks

    def do(self, text: str | bytes) -> None:
        """What a message of the page asks for. Usage: it makes no sense, and nothing is done."""
        what, value = opened(text)
        try:
            self._do[what](value)
        except ValueError as error:
            raise Usage(f"bench: {error}") from None

    def left(self) -> None:
        """The page is gone: no finger stays on a button."""
        for button in list(self._held):
            self._release(button)

    def _hold(self, button: str) -> None:
        if button not in self._held:
            self._held.append(button)
            self._device.rig.hold(button)

    def _release(self, button: str) -> None:
        if button in self._held:
            self._held.remove(button)
            self._device.rig.release(button)

    def _skin(self, skin: list[float] | str) -> None:
        new = as_skin(skin) if isinstance(skin, str) else Skin(*skin)
        if new != self._device.rig.front.skin:
            self._device.rig.touch(new)

    def _hum(self, mv: float) -> None:
        self._device.rig.front.hum_mv = mv

    def _battery(self, mv: float) -> None:
        self._device.rig.front.battery_mv = mv

    def _plug_screen(self, present: bool) -> None:
        self._device.rig.plug_screen(present)

    def _break(self, name: str) -> None:
        rig = self._device.rig
        if name in self._broken:
            return
        if name in self._spoilt:
            rig.front.spoil(rig.now_ms * 1e3, *self._spoilt[name])
        else:
            rig.front.inject(rig.now_ms * 1e3, name)
        self._broken.append(name)

    def _power(self) -> None:
        self._device.power()
        self._switched_on()
        for button in self._held:
            self._device.rig.hold(button)

    # ---- what it tells

    def hello(self) -> Record:
        """The first message to a page. What it was told before counts as untold."""
        front = self._device.rig.front
        self._since_us = self._device.rig.now_ms * 1e3
        self._events = front.trace.events_ever
        self._picture = _UNTOLD
        return {
            "virtual": 1,
            "board": self._device.board,
            "skins": {name: list(astuple(skin)) for name, skin in SKINS.items() if skin.contact},
            "faults": [*FAULTS_OF[front.afe.parts.front_end], *self._spoilt],
            "buttons": list(BUTTONS),
        }

    def told(self) -> Record:
        """Now, and what is new since the last time."""
        rig, front = self._device.rig, self._device.rig.front
        ohm = front.skin.dc_ohm
        now = {
            "ms": round(rig.now_ms, 1),
            "factor": round(self._device.factor, 3),
            "light": [round(part, 3) for part in rig.light],
            "tone_hz": round(rig.tone_hz),
            "relay": int(front.relay_closed),
            "bridge": front.bridge,
            "code": front.code,
            "ua": round(front.delivered_ua, 2),
            "ohm": round(ohm) if front.skin.contact else None,
            "net_nc": round(front.net_charge_nc, 2),
            "abs_nc": round(front.abs_charge_nc, 2),
            "usb": front.vbus,
            "battery_mv": round(front.battery_mv),
            "broken": self._broken,
            "held": self._held,
            "trace": self._rows(),
            "events": self._new_events(),
        }
        return now | self._screen()

    def _rows(self) -> list[list[float]]:
        """[t_ms, ua at the skin, setpoint ua] of the rows since the last time, peaks kept."""
        trace = self._device.rig.front.trace
        last_us = self._since_us
        rows = trace.between(last_us, math.inf)  # with the last one told
        self._since_us = rows[-1].t_us if rows else last_us
        rows = [row for row in with_peaks(rows) if row.t_us > last_us]
        return [
            [round(row.t_us / 1e3, 3), round(row.delivered_ua, 2), round(row.setpoint_ua, 2)]
            for row in _thinned(rows)
        ]

    def _new_events(self) -> list[list[Any]]:
        trace = self._device.rig.front.trace
        new = trace.events_from(self._events)
        self._events = trace.events_ever
        return [[round(t_us / 1e3, 3), kind, text] for t_us, kind, text in new]

    def _screen(self) -> Record:
        """{} when it is as it was told."""
        screen = self._device.rig.screen
        seen = (bytes(screen.memory), *screen.registers.values())
        if seen == self._seen and self._picture != _UNTOLD:
            return {}
        self._seen, before = seen, self._picture
        try:
            shown = screen.shown
        except OledError:
            shown = b""  # its driver has just begun
        self._picture = base64.b64encode(shown).decode() if any(shown) else None
        return {"screen": self._picture} if self._picture != before else {}


def _thinned(rows: Sequence[Row]) -> list[Row]:
    """ROWS_MOST of them, with the least and the most of each stretch."""
    if len(rows) <= ROWS_MOST:
        return list(rows)
    series = [[row.delivered_ua for row in rows], [row.setpoint_ua for row in rows]]
    return [rows[k] for k in keep([row.t_us for row in rows], series, _BUCKETS)]
