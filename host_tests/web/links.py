"""What stands in for a device and for a browser."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection, connect

from tools.problems import NoDevice
from tools.web.server import Server

T = TypeVar("T")
HANGS_S = 300  # of wall time; nothing here waits so long
PAGE = b"<!doctype html><title>Galva</title>"


def run(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: playwright keeps a loop in this one. TimeoutError: it hangs."""

    async def bounded() -> T:
        return await asyncio.wait_for(work, HANGS_S)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, bounded()).result()


class Wire:
    """A Link that remembers. missing: why it cannot be opened."""

    def __init__(self, missing: str = "") -> None:
        self.missing = missing
        self.written = bytearray()
        self.opened = self.closed = 0
        self.waiting = 0

    def open(self, hear: Callable[[bytes], None], gone: Callable[[str], None]) -> None:
        if self.missing:
            raise NoDevice(self.missing)
        self.hear, self.gone = hear, gone
        self.opened += 1

    def write(self, data: bytes) -> None:
        self.written += data

    def waits(self) -> int:
        return self.waiting

    def close(self) -> None:
        self.closed += 1


def origin_of(server: Server) -> str:
    return server.address.partition("/#")[0]


def socket(server: Server, path: str = "/link", **changed: Any) -> connect:
    """A browser's: the page of this server opens it, unless `changed` says otherwise."""
    asked = {"token": server.token, "origin": origin_of(server), "host": None} | changed
    base = origin_of(server).replace("http", "ws")
    query = "" if asked["token"] is None else f"?token={asked['token']}"
    headers = {"Host": asked["host"]} if asked["host"] else {}
    return connect(
        base + path + query,
        origin=asked["origin"],
        additional_headers=headers,
        proxy=None,
        max_size=None,
        ping_interval=None,
    )


@contextlib.asynccontextmanager
async def serving(link: Any, bench: Any = None) -> AsyncIterator[Server]:
    """A server on a free port, and the device's own work beside it."""
    async with Server(PAGE, link, bench, 0) as server:
        work = asyncio.create_task(link.run()) if hasattr(link, "run") else None
        yield server
        if work:
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work


async def told(page: ClientConnection) -> dict[str, Any]:
    """The next message of a bench."""
    message: dict[str, Any] = json.loads(await page.recv())
    return message


async def closed_with(page: ClientConnection) -> tuple[int | None, str | None]:
    """The code and the reason with which the server ends it."""
    await page.wait_closed()
    return page.close_code, page.close_reason


async def raw(server: Server, request: str) -> bytes:
    """What comes back for these lines, sent as they are; the server ends the connection."""
    host, _, port = origin_of(server).removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request.replace("\n", "\r\n").encode())
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer
