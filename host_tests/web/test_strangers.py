"""The real server and real tabs: a second one, and a page of another origin."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from host_tests.web.links import Wire
from tools.web.server import Server

KNOCK = """(url) => new Promise((done) => {
  const socket = new WebSocket(url);
  socket.onopen = () => done("open");
  socket.onclose = () => done("refused");
})"""


class Served:
    """A server in a thread of its own: playwright's loop runs in this one."""

    def __init__(self, html: Path) -> None:
        self.wire = Wire()
        self._html = html
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        assert self._ready.wait(30)

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async with Server(self._html.read_bytes(), self.wire, port=0) as server:
            self.address = server.address
            self._ready.set()
            await self._over.wait()

    def close(self) -> None:
        """Let go of the port."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(30)


@pytest.fixture
def served(galva_html: Path) -> Iterator[Served]:
    made = Served(galva_html)
    yield made
    made.close()


def test_a_second_tab_says_that_another_has_the_device(page: Page, served: Served) -> None:
    page.goto(served.address)
    expect(page.get_by_role("button", name="Disconnect")).to_be_visible()
    other = page.context.new_page()
    other.goto(served.address)
    expect(other.locator(".link")).to_contain_text("Another tab has this device")
    page.keyboard.press("s")
    expect(page.locator(".asked")).to_contain_text("STOP")
    assert bytes(served.wire.written).endswith(b"STOP\n")


def test_a_page_of_another_origin_is_refused_token_or_not(page: Page, served: Served) -> None:
    base, _, token = served.address.removesuffix("&bench=none").partition("/#token=")
    stranger = page.context.browser.new_page() if page.context.browser else page
    url = f"{base.replace('http', 'ws')}/link?token={token}"
    assert stranger.evaluate(KNOCK, url) == "refused"  # about:blank
    stranger.goto(base.replace("127.0.0.1", "localhost"))  # the page itself, without its token
    assert stranger.evaluate(KNOCK, url.replace(token, "guessed")) == "refused"
    assert stranger.evaluate(KNOCK, url) == "open"
    stranger.close()
