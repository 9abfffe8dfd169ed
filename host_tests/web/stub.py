"""A virtual device that a test writes by hand: what the WebSockets of `galva sim` would say."""

import base64
import json
from typing import Any

from playwright.sync_api import Page

from host_tests.web.sockets import SOCKETS
from tools.link.lines import sealed

ASKED = """
window.asked = [];
sockets.send = (path, data) => { if (path === "/bench") asked.push(JSON.parse(data)); };
"""
HELLO: dict[str, Any] = {
    "virtual": 1,
    "board": "pico",
    "skins": {
        "short": [1, 0, 0],
        "good": [1000, 2000, 200],
        "typical": [1000, 5000, 100],
        "poor": [1000, 9500, 40],
        "dry": [1000, 150000, 20],
    },
    "faults": ["rs1 short", "xa1 off", "adc_i low"],
    "buttons": ["START", "MODE", "PLUS", "MINUS"],
}
NOW: dict[str, Any] = {
    "ms": 0,
    "factor": 1,
    "light": [0, 0, 0],
    "tone_hz": 0,
    "relay": 0,
    "bridge": 0,
    "code": 0,
    "ua": 0,
    "ohm": None,
    "net_nc": 0,
    "abs_nc": 0,
    "trace": [],
    "usb": False,
    "battery_mv": 3900,
    "broken": [],
    "held": [],
    "events": [],
}
STATUS: dict[str, Any] = {
    "ms": 0,
    "state": "IDLE",
    "mode": "LIFT",
    "level": 4,
    "calibrated": True,
    "target_ua": 200,
    "late_us": 0,
    "set_ua": 0,
    "ua": 0,
    "contact": "OPEN",
    "ohm": 999_999,
    "gel": "",
    "battery_mv": 3900,
    "left_s": 300,
    "net_uc": 0,
    "abs_uc": 0,
    "link": "battery",
    "signal": "idle",
    "ended": "",
    "fault": "",
}


class Stub:
    """The page joins it when it opens. Time goes by 50 ms with each message."""

    def __init__(self, page: Page, url: str, hello: dict[str, Any] = HELLO) -> None:
        self.page, self.ms = page, 0
        page.clock.install()
        page.add_init_script(SOCKETS + ASKED)
        page.goto(f"{url}#token=T")
        page.clock.run_for(50)
        self.tell(hello)

    def tell(self, message: dict[str, Any]) -> None:
        """Any message of the bench."""
        self.page.evaluate("(text) => sockets.tell(text)", json.dumps(message))
        self.page.clock.run_for(50)

    def now(self, **changes: Any) -> None:
        """50 ms later."""
        self.ms += 50
        self.tell(NOW | {"ms": self.ms} | changes)

    def status(self, **changes: Any) -> None:
        """A status line of this moment."""
        line = sealed(STATUS | {"ms": self.ms} | changes)
        self.page.evaluate("(text) => sockets.hear(text)", base64.b64encode(line).decode())
        self.page.clock.run_for(50)

    def asked(self) -> list[dict[str, Any]]:
        """What the page asked of the bench since the last time."""
        asked: list[dict[str, Any]] = self.page.evaluate("() => asked.splice(0)")
        return asked
