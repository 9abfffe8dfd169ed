"""The page of `galva sim` in Chromium, used by clicking: for pictures and figures."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket, expect, sync_playwright

from tools.problems import Failed, Usage

MISSING = "no Chromium on this machine: apt install chromium, or name one in GALVA_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WIDE: Any = {"width": 1200, "height": 860}
_MOST_MS = 300_000  # of wall time, for a step of an emulated device


def program() -> str | None:
    """Chromium of this machine, or the one that GALVA_CHROMIUM names; None: there is none."""
    paths = [os.environ.get("GALVA_CHROMIUM"), *map(shutil.which, _NAMES)]
    return next((path for path in paths if path), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless. Usage: this machine has none."""
    found = program()
    if found is None:
        raise Usage(MISSING)
    options = ["--no-sandbox"] if os.geteuid() == 0 else []  # root has no sandbox
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=options)


class Virtual:
    """A virtual device's page. `bench`: its last message; `link`: (bytes, lines) of its UART."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bench: dict[str, Any] = {}
        self.trace: list[list[float]] = []  # [t_ms, ua, setpoint_ua] of the skin
        self.link_bytes = self.link_lines = 0
        page.on("websocket", self._joined)

    def _joined(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._bench if "/bench" in socket.url else self._link)

    def _bench(self, frame: str | bytes) -> None:
        message = json.loads(frame)
        if "trace" in message:
            self.bench = message
            self.trace += message["trace"]

    def _link(self, frame: str | bytes) -> None:
        data = frame.encode() if isinstance(frame, str) else frame
        self.link_bytes += len(data)
        self.link_lines += data.count(b"\n")

    def until(self, state: str) -> None:
        """Until the firmware says that it is in this state; its view is shown."""
        facts = self.page.locator("#view-virtual .facts")
        expect(facts).to_contain_text(state, timeout=_MOST_MS)

    def start(self, skin: str) -> None:
        """From power-on into RUN on this skin, by the mouse."""
        self.until("IDLE")
        self.page.get_by_role("button", name=skin).click()
        self.page.get_by_role("button", name=re.compile("^START")).hover()
        self.page.mouse.down()
        self.until("SELF_TEST")
        self.page.mouse.up()
        self.until("RUN")
        self.page.mouse.move(0, 0)

    def wait(self, wall_s: float) -> None:
        """Let it run."""
        self.page.wait_for_timeout(wall_s * 1000)


@contextmanager
def virtual(browser: Browser) -> Iterator[Virtual]:
    """The page of a new virtual device, just switched on. Failed: it gave no address."""
    command = [sys.executable, "-m", "tools.cli", "sim", "--no-open", "--http", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.startswith("http"):
                    page = browser.new_page(viewport=WIDE)
                    made = Virtual(page)
                    page.goto(line.strip())
                    yield made
                    page.close()
                    return
            raise Failed("galva sim gave no address: run it alone to see why")
        finally:
            process.terminate()
