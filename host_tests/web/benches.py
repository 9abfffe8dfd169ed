"""The real firmware on the fakes behind the two WebSockets of `galva sim`, with the real bench."""

import json
from typing import Any, cast

from playwright.sync_api import Page

from host_tests.web.devices import SLICE_MS, Desk
from tools.web.bench import Bench

SOCKETS = """
(() => {
  const made = {};
  const text = (bytes) => btoa(String.fromCharCode(...bytes));
  window.WebSocket = class {
    static OPEN = 1;
    readyState = 0;
    constructor(url) {
      this.path = new URL(url.replace("ws://", "http://host")).pathname;
      made[this.path] = this;
      queueMicrotask(() => { this.readyState = 1; this.onopen?.({}); });
    }
    send(data) {
      if (this.path === "/link") window.deskHears(text(data));
      else window.benchHears(data);
    }
    close() { this.readyState = 3; }
  };
  window.desk = {
    says(data) {
      const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
      made["/link"]?.onmessage?.({ data: bytes.buffer });
    },
    tells(data) { made["/bench"]?.onmessage?.({ data }); },
  };
})();
"""


class BenchDesk(Desk):
    """A desk whose device has a bench: the page has all hands."""

    board, factor = "pico", 1.0

    def __init__(self, page: Page, url: str) -> None:
        super().__init__(page)
        self._bench = Bench(cast("Any", self))
        self._asked: list[str] = []
        page.expose_function("benchHears", lambda text: self._asked.append(text))
        page.add_init_script(SOCKETS)
        page.goto(f"{url}#token=T")
        page.clock.run_for(SLICE_MS)
        self._tell(self.do(self._bench.hello))

    def power(self) -> None:
        """Not here: see the emulator."""
        raise NotImplementedError

    def _tell(self, message: dict[str, Any]) -> None:
        self.page.evaluate("(text) => desk.tells(text)", json.dumps(message))

    def run(self, ms: float) -> None:
        """Let time pass, here and there; the bench is told every 50 ms."""
        for _ in range(max(1, round(ms / SLICE_MS))):
            while self._asked:
                self.do(lambda: self._bench.do(self._asked.pop(0)))
            super().run(SLICE_MS)
            self._tell(self.do(self._bench.told))
