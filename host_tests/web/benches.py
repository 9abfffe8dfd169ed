"""The real firmware on the fakes behind the two WebSockets of `galva sim`, with the real bench."""

import json
from typing import Any, cast

from playwright.sync_api import Page

from host_tests.web.devices import SLICE_MS, Desk
from host_tests.web.sockets import SOCKETS
from tools.web.bench import Bench

HANDS = """
sockets.send = (path, data) => {
  if (path === "/link") window.deskHears(btoa(String.fromCharCode(...data)));
  else window.benchHears(data);
};
window.desk = { says: sockets.hear };
"""


class BenchDesk(Desk):
    """A desk whose device has a bench: the page has all hands."""

    board, factor = "pico", 1.0

    def __init__(self, page: Page, url: str) -> None:
        super().__init__(page)
        self._bench = Bench(cast("Any", self))
        self._asked: list[str] = []
        page.expose_function("benchHears", lambda text: self._asked.append(text))
        page.add_init_script(SOCKETS + HANDS)
        page.goto(f"{url}#token=T")
        page.clock.run_for(SLICE_MS)
        self._tell(self.do(self._bench.hello))

    def power(self) -> None:
        """Not here: see the emulator."""
        raise NotImplementedError

    def _tell(self, message: dict[str, Any]) -> None:
        self.page.evaluate("(text) => sockets.tell(text)", json.dumps(message))

    def run(self, ms: float) -> None:
        """Let time pass, here and there; the bench is told every 50 ms."""
        for _ in range(max(1, round(ms / SLICE_MS))):
            while self._asked:
                self.do(lambda: self._bench.do(self._asked.pop(0)))
            super().run(SLICE_MS)
            self._tell(self.do(self._bench.told))
