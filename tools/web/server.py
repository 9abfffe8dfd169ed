"""The page and its WebSockets, for this computer alone: 127.0.0.1, origin and token checked."""

import asyncio
import contextlib
import errno
import logging
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus
from typing import Self

from websockets.asyncio.server import Server as Listener
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tools.problems import Failed
from tools.web.bench import Bench
from tools.web.gate import HOST, Gate, path_of
from tools.web.link import Link
from tools.web.sockets import FRAME_BYTES, WIRE_S, on_bench, on_link, send_away

PORT = 8765
_ANOTHER_TAB = 4001  # closing code
_MOVES_S = 0.3  # a page that loads itself anew is let go of in this time
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
        self._page, self._bench = page, bench
        self._port = port
        self._doors: dict[str, Callable[[ServerConnection], Awaitable[None]]] = {
            "/link": partial(on_link, link=link)
        }
        if bench:
            self._doors["/bench"] = partial(on_bench, bench=bench)
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
        await asyncio.gather(*(send_away(page, why) for page in self._inside.values()))

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
            await asyncio.sleep(WIRE_S)
        if path in self._inside:
            await page.close(_ANOTHER_TAB, "another tab has it")
            return
        self._inside[path] = page
        try:
            with contextlib.suppress(ConnectionClosed):
                await self._doors[path](page)
        finally:
            del self._inside[path]


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
