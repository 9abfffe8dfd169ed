"""What goes through the page's WebSockets: /link, bytes of the device; /bench, JSON objects."""

import asyncio
import json
from collections.abc import Coroutine

from websockets.asyncio.server import ServerConnection

from tools.problems import NoDevice, Usage
from tools.web.bench import Bench
from tools.web.link import Link

FRAME_BYTES = 4096
GONE = 4002  # closing code: the device, or the program before it
WIRE_S = 0.005  # what waits for the wire looks so often
_NOT_BYTES = 1003
_EVERY_S = 0.05  # of the bench's messages
_UNREAD_BYTES = 1 << 16  # of the device, that the page does not take
_STUCK_S = 2.0  # a full wire on which nothing moves


async def on_link(page: ServerConnection, link: Link) -> None:
    """Bytes both ways, until the page or the device is gone."""
    said = _Said(page)
    try:
        link.open(said.hear, said.gone)
    except NoDevice as problem:
        await send_away(page, str(problem))
        return
    try:
        await _until_one_ends(said.tell(), _pass_on(page, link))
    finally:
        link.close()


class _Said:
    """What the device has said and the page has not taken; a page that takes nothing is cut."""

    def __init__(self, page: ServerConnection) -> None:
        self._page = page
        self._waiting: asyncio.Queue[bytes | str] = asyncio.Queue()  # a str: why it went
        self._unread = 0

    def hear(self, data: bytes) -> None:
        self._unread += len(data)
        self._waiting.put_nowait(data)
        if self._unread > _UNREAD_BYTES:
            self._page.transport.abort()

    def gone(self, why: str) -> None:
        self._waiting.put_nowait(why)

    async def tell(self) -> None:
        """Until it is gone."""
        while isinstance(data := await self._waiting.get(), bytes):
            await self._page.send(data)
            self._unread -= len(data)
        await send_away(self._page, data)


async def _pass_on(page: ServerConnection, link: Link) -> None:
    """What the page sends, as fast as the wire takes it."""
    async for data in page:
        if isinstance(data, str):
            await page.close(_NOT_BYTES, "bytes, not text")
            return
        if not await _has_room(link):
            await send_away(page, "the device takes no bytes: check its cable")
            return
        link.write(data)


async def _has_room(link: Link) -> bool:
    """Once it has; False: nothing moves."""
    loop = asyncio.get_running_loop()
    waits, since_s = link.waits(), loop.time()
    while waits > FRAME_BYTES and loop.time() - since_s < _STUCK_S:
        await asyncio.sleep(WIRE_S)
        if link.waits() != waits:
            waits, since_s = link.waits(), loop.time()
    return waits <= FRAME_BYTES


async def on_bench(page: ServerConnection, bench: Bench) -> None:
    """What it is told each _EVERY_S, and what it asks, until the page is gone."""
    await page.send(_json(bench.hello()))
    try:
        await _until_one_ends(_tell(page, bench), _obey(page, bench))
    finally:
        bench.left()


async def _tell(page: ServerConnection, bench: Bench) -> None:
    loop = asyncio.get_running_loop()
    due_s = loop.time()
    while True:
        await page.send(_json(bench.told()))
        now_s = loop.time()
        due_s = max(due_s + _EVERY_S, now_s)
        await asyncio.sleep(due_s - now_s)


async def _obey(page: ServerConnection, bench: Bench) -> None:
    async for text in page:
        try:
            bench.do(text)
        except Usage as problem:
            await page.send(_json({"error": str(problem)}))


async def send_away(page: ServerConnection, why: str) -> None:
    """The device is gone. A reason of a closing frame has 123 bytes."""
    await page.close(GONE, why.encode()[:123].decode(errors="ignore"))


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
