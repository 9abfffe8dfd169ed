"""A page at an emulated device, over the real server and its sockets."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection

from host_tests.links import command
from host_tests.web.links import run, serving, socket, told
from host_tests.web.test_server import WRONG
from tools.emulator.rig import EmulatedRig
from tools.link.lines import opened
from tools.web.virtual import Virtual

WRONG_ONES = 300  # a slice of emulated time passes with each


@dataclass(frozen=True)
class Later:
    """Emulated ms after something, and what that took here."""

    ms: float
    wall_ms: float

    def __str__(self) -> str:
        return f"{self.ms:.0f} ms later (wall {self.wall_ms:.0f})"


@contextlib.asynccontextmanager
async def page_of(rig: EmulatedRig) -> AsyncIterator[tuple[ClientConnection, ClientConnection]]:
    """The two sockets of a page, as `galva sim` serves it."""
    device = Virtual(rig)
    async with (
        serving(device, device.bench) as server,
        socket(server) as link,
        socket(server, "/bench") as bench,
    ):
        assert (await told(bench))["virtual"] == 1
        yield link, bench


def latency(rig: EmulatedRig, word: bytes) -> tuple[Later, Later]:
    """From the page's frame until the bridge is crowbarred, and until the relay lets go."""
    front = rig.front

    async def reached(done: Callable[[], bool], begin: tuple[float, float]) -> Later:
        while not done():
            assert rig.now_ms < begin[0] + 3000
            await asyncio.sleep(0)
        return Later(rig.now_ms - begin[0], (time.monotonic() - begin[1]) * 1e3)

    async def say() -> tuple[Later, Later]:
        async with page_of(rig) as (link, _bench):
            begin = rig.now_ms, time.monotonic()
            await link.send(word)
            off = await reached(lambda: not (front.bridge or front.code or front.hv_on), begin)
            released = await reached(lambda: not front.relay_closed, begin)
            assert front.delivered_ua == 0
            return off, released

    return run(say())


def shouted(rig: EmulatedRig, ms: float) -> dict[str, Any]:
    """Noise on both sockets for ms at least: WRONG_ONES for the bench, all of them answered with
    an error, and what the wire takes. Gives the device's answer to a hello afterwards."""
    dice = random.Random(8)
    noise = dice.randbytes(round(ms * 11.52))
    wrong = [dice.choice(WRONG) for _ in range(WRONG_ONES)]
    end_ms = rig.now_ms + ms

    async def said(link: ClientConnection) -> dict[str, Any]:
        text = b""
        async for data in link:
            text += data if isinstance(data, bytes) else b""
            for line in text.split(b"\n"):
                if (record := opened(line)) and record.get("re") == 77:
                    return record
        raise AssertionError(f"no answer: {text[-300:]!r}")

    async def talk() -> dict[str, Any]:
        async with page_of(rig) as (link, bench):
            answer = asyncio.create_task(said(link))
            for at in range(0, len(noise), 64):
                await link.send(noise[at : at + 64])
            errors = 0
            asking = asyncio.create_task(_all_sent(bench, wrong))
            while errors < len(wrong) or rig.now_ms < end_ms:
                errors += "error" in await told(bench)
            await asking
            await link.send(b"\n" + command(do="hello", id=77))
            return await answer

    return run(talk())


async def _all_sent(page: ClientConnection, texts: list[str | bytes]) -> None:
    for text in texts:
        await page.send(text)
