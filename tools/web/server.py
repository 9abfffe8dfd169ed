"""The page and its two WebSockets, for this computer alone: 127.0.0.1, origin and token checked.

/link: binary frames are bytes of the device, both ways. /bench: JSON objects (bench.py).
"""

import asyncio
import contextlib
import errno
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from http import HTTPStatus
from typing import Self

from websockets.asyncio.server import Server as Listener
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tools.problems import Failed, NoDevice, Usage
from tools.web.bench import Bench
from tools.web.gate import HOST, Gate, path_of
from tools.web.link import Link

PORT = 8765
FRAME_BYTES = 4096
EVERY_S = 0.05  # of the bench's messages
UNREAD_BYTES = 1 << 16  # of the device, that the page does not take
ANOTHER_TAB, GONE, NOT_BYTES = 4001, 4002, 1003
STUCK_S = 2.0  # a full wire on which nothing moves
_MOVES_S = 0.3  # a page that loads itself anew is let go of in this time
_WIRE_S = 0.005
_ALWAYS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_log = logging.getLogger("galva.web")
_log.setLevel(logging.ERROR)  # strangers are no news, our own mistakes are


class Server:
    """Serves while it is entered. port: 0 = any that is free. Failed: it is in use."""

    def __init__(
        self, page: bytes, link: Link, bench: Bench | None = None, port: int = PORT
    ) -> None:
        self._page, self._link, self._bench = page, link, bench
        self._port = port
        self._doors: dict[str, Callable[[ServerConnection], Awaitable[None]]] = {
            "/link": self._on_link
        }
        if bench:
            self._doors["/bench"] = self._on_bench
        self._inside: dict[str, ServerConnection] = {}
        self.token = secrets.token_urlsafe(24)

    async def __aenter__(self) -> Self:
        try:
            self._listener: Listener = await serve(
                self._enter,
                HOST,
                self._port,
                process_request=self._asked,
                compression=None,
                max_size=FRAME_BYTES,
                open_timeout=5,
                close_timeout=1,
                ping_interval=None,  # a page waits its turn longer than any ping when time is slow
                logger=_log,
                server_header=None,
            )
        except OSError as error:
            raise _not_served(self._port, error) from None
        self._port = next(iter(self._listener.sockets)).getsockname()[1]
        self._gate = Gate(self._port, self.token)
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.send_away("galva has ended")
        self._listener.close()
        await self._listener.wait_closed()

    @property
    def address(self) -> str:
        """What a person opens; the token is no part of what a browser sends for it."""
        bench = "" if self._bench else "&bench=none"
        return f"http://{HOST}:{self._port}/#token={self.token}{bench}"

    async def send_away(self, why: str) -> None:
        """The device is gone."""
        await asyncio.gather(*(page.close(GONE, _short(why)) for page in self._inside.values()))

    # ---- who may come in

    def _asked(self, _connection: ServerConnection, request: Request) -> Response | None:
        """The answer to a request; None: a WebSocket begins."""
        path = path_of(request)
        if reason := self._gate.host(request):
            return _response(HTTPStatus.FORBIDDEN, reason)
        if path in self._doors:
            reason = self._gate.socket(request)
            return _response(HTTPStatus.FORBIDDEN, reason) if reason else None
        if path == "/":
            return _response(HTTPStatus.OK, self._page, "text/html; charset=utf-8")
        if path == "/favicon.ico":  # every browser asks
            return _response(HTTPStatus.NO_CONTENT, "")
        return _response(HTTPStatus.NOT_FOUND, "nothing here: the page is at /")

    async def _enter(self, page: ServerConnection) -> None:
        """One at a time."""
        assert page.request is not None
        path = path_of(page.request)
        end_s = asyncio.get_running_loop().time() + _MOVES_S
        while path in self._inside and asyncio.get_running_loop().time() < end_s:
            await asyncio.sleep(_WIRE_S)
        if path in self._inside:
            await page.close(ANOTHER_TAB, "another tab has it")
            return
        self._inside[path] = page
        try:
            with contextlib.suppress(ConnectionClosed):
                await self._doors[path](page)
        finally:
            del self._inside[path]

    # ---- the link

    async def _on_link(self, page: ServerConnection) -> None:
        said: asyncio.Queue[bytes | str] = asyncio.Queue()  # a str: why it went
        unread = 0

        def hear(data: bytes) -> None:
            nonlocal unread
            unread += len(data)
            said.put_nowait(data)
            if unread > UNREAD_BYTES:
                page.transport.abort()

        async def tell() -> None:
            nonlocal unread
            while isinstance(data := await said.get(), bytes):
                await page.send(data)
                unread -= len(data)
            await page.close(GONE, _short(data))

        try:
            self._link.open(hear, said.put_nowait)
        except NoDevice as problem:
            await page.close(GONE, _short(str(problem)))
            return
        try:
            await _until_one_ends(tell(), self._pass_on(page))
        finally:
            self._link.close()

    async def _pass_on(self, page: ServerConnection) -> None:
        """What the page sends, as fast as the wire takes it."""
        async for data in page:
            if isinstance(data, str):
                await page.close(NOT_BYTES, "bytes, not text")
                return
            if not await self._has_room():
                await page.close(GONE, "the device takes no bytes: check its cable")
                return
            self._link.write(data)

    async def _has_room(self) -> bool:
        """Once it has; False: nothing moves."""
        loop = asyncio.get_running_loop()
        waits, since_s = self._link.waits(), loop.time()
        while waits > FRAME_BYTES and loop.time() - since_s < STUCK_S:
            await asyncio.sleep(_WIRE_S)
            if self._link.waits() != waits:
                waits, since_s = self._link.waits(), loop.time()
        return waits <= FRAME_BYTES

    # ---- the bench

    async def _on_bench(self, page: ServerConnection) -> None:
        bench = self._bench
        assert bench
        await page.send(_json(bench.hello()))

        async def tell() -> None:
            due_s = now_s = asyncio.get_running_loop().time()
            while True:
                await page.send(_json(bench.told()))
                now_s = asyncio.get_running_loop().time()
                due_s = max(due_s + EVERY_S, now_s)
                await asyncio.sleep(due_s - now_s)

        async def obey() -> None:
            async for text in page:
                try:
                    bench.do(text)
                except Usage as problem:
                    await page.send(_json({"error": str(problem)}))

        try:
            await _until_one_ends(tell(), obey())
        finally:
            bench.left()


async def _until_one_ends(*works: Coroutine[None, None, None]) -> None:
    """All at once; what one of them raises is raised."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def _json(record: object) -> str:
    return json.dumps(record, allow_nan=False, separators=(",", ":"))


def _short(why: str) -> str:
    """A reason of a closing frame has 123 bytes."""
    return why.encode()[:123].decode(errors="ignore")


def _not_served(port: int, error: OSError) -> Failed:
    if error.errno == errno.EADDRINUSE:
        what = "another program has this port (another galva?): end it, or give --http another"
    else:
        what = f"{error.strerror}: give --http another port, such as {PORT}"
    return Failed(f"{HOST}:{port}: {what}")


def _response(status: HTTPStatus, body: str | bytes, kind: str = "text/plain") -> Response:
    data = f"{body}\n".encode() if isinstance(body, str) else body
    if status == HTTPStatus.NO_CONTENT:
        data = b""
    headers = Headers(_ALWAYS)
    headers["Content-Type"] = kind
    headers["Content-Length"] = str(len(data))
    headers["Connection"] = "close"
    return Response(status.value, status.phrase, headers, data)
