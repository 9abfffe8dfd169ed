"""The real firmware on the fakes, at a serial port that only the page sees.

The rig has its own thread: it runs an event loop, and so does playwright's. Time is virtual on
both sides: the page's clock goes with the device's.
"""

import base64
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Page

from host_tests.fake_rig import FakeRig

T = TypeVar("T")
SLICE_MS = 50
# What Chromium's Web Serial gives for one port, with a hand on its cable.
SERIAL = """
(() => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const lost = () => new DOMException("The device has been lost.", "NetworkError");
  const text = (bytes) => btoa(String.fromCharCode(...bytes));
  let feed = null, plugged = true, open = false;
  const port = {
    readable: null,
    writable: null,
    async open() {
      if (open || !plugged) throw new DOMException("Failed to open serial port.", "NetworkError");
      open = true;
      this.readable = new ReadableStream({ start(control) { feed = control; } });
      this.writable = new WritableStream({
        async write(chunk) {
          if (!plugged) throw lost();
          await window.deskHears(text(chunk));
        },
      });
    },
    async close() { open = false; feed = null; },
  };
  window.desk = {
    says(data) { if (open && plugged) feed?.enqueue(bytes(data)); },
    unplug() { plugged = false; feed?.error(lost()); },
    plug() { plugged = true; },
  };
  Object.defineProperty(navigator, "serial", { value: { async requestPort() { return port; } } });
})();
"""


def garbage(size: int, seed: int = 1) -> bytes:
    """What a broken adapter may say; with newlines and braces, as in any noise."""
    return random.Random(seed).randbytes(size)


class Desk:
    """A device on battery with its UART at the page's serial port. `rig`: see FakeRig; call what
    lets its time pass through `do`. `rig.front` is the truth at the skin."""

    def __init__(self, page: Page, **rig: Any) -> None:
        """rig: what FakeRig takes, such as skin="good"."""
        self.page = page
        self._thread = ThreadPoolExecutor(1)
        self._said = bytearray()
        self._heard = bytearray()
        self._patch = pytest.MonkeyPatch()
        self._arguments = rig
        self.rig: Any = self.do(lambda: self._made(rig))
        page.clock.install()
        page.expose_function("deskHears", self._hear)
        page.add_init_script(SERIAL)

    def _made(self, arguments: dict[str, Any]) -> Any:
        rig = FakeRig(self._patch, **arguments)
        parsed = rig.world.on_uart

        def said(data: bytes) -> None:
            self._said += data
            parsed(data)

        rig.world.on_uart = said
        return rig

    def _hear(self, data: str) -> None:
        self._heard += base64.b64decode(data)

    def do(self, call: Callable[[], T]) -> T:
        """call() where the rig lives."""
        return self._thread.submit(call).result()

    def run(self, ms: float) -> None:
        """Let time pass, here and there."""
        for _ in range(max(1, round(ms / SLICE_MS))):
            heard, self._heard = bytes(self._heard), bytearray()
            self.do(lambda heard=heard: self._slice(heard))  # type: ignore[misc]
            said, self._said = bytes(self._said), bytearray()
            if said:
                self.noise(said)
            self.page.clock.run_for(SLICE_MS)

    def noise(self, data: bytes) -> None:
        """The wire says this to the page."""
        self.page.evaluate("(data) => desk.says(data)", base64.b64encode(data).decode())

    @property
    def unheard(self) -> bytes:
        """What the page has sent since time last passed."""
        return bytes(self._heard)

    def _slice(self, heard: bytes) -> None:
        if heard:
            self.rig.send(heard, "uart")
        self.rig.run(SLICE_MS)

    def until(self, seen: Callable[[], bool], most_ms: float = 15_000) -> None:
        """Run until seen() is true; AssertionError when it does not come."""
        for _ in range(round(most_ms / SLICE_MS)):
            if seen():
                return
            self.run(SLICE_MS)
        raise AssertionError(f"not seen in {most_ms} ms; status: {self.rig.status}")

    def join(self, url: str) -> None:
        """Open the page, connect, wait until the device has tested itself."""
        self.page.goto(url)
        self.page.get_by_role("button", name="Connect").click()
        self.until(lambda: self.rig.status.get("state", "SELF_TEST") != "SELF_TEST")
        self.run(300)

    def switch(self) -> None:
        """Off and on, at once: a new rig with the same files."""
        self.rig = self.do(self._switched)

    def _switched(self) -> Any:
        files = self.rig.files()
        self.rig.close()
        return self._made(self._arguments | {"files": files})

    def session(self, skin: str = "good") -> None:
        """The electrodes on this skin, START held, until it runs."""
        self.do(lambda: self.rig.touch(skin))
        self.hold("START", 700)
        self.until(lambda: self.rig.status["state"] == "RUN")
        self.run(200)

    def hold(self, button: str, ms: float = 120) -> None:
        """A finger on a button for so long."""
        self.do(lambda: self.rig.hold(button))
        self.run(ms)
        self.do(lambda: self.rig.release(button))
        self.run(100)

    def close(self) -> None:
        """Off, and everything as it was."""
        self.do(self.rig.close)
        self.do(self._patch.undo)
        self._thread.shutdown()
