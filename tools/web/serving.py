"""A server and its device, together until they are stopped."""

import asyncio
import contextlib
import os
import signal
import sys
import webbrowser
from collections.abc import Callable, Coroutine

from tools.web.server import Server

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
Work = Coroutine[None, None, None]


async def served(
    server: Server | None, work: Callable[[], Work], begun: Callable[[], None]
) -> None:
    """Do the work; server: None = nobody is served. What ends it is told to the pages."""
    async with contextlib.AsyncExitStack() as stack:
        if server:
            await stack.enter_async_context(server)
        begun()
        try:
            await work()
        except Exception as error:
            if server:
                await server.send_away(str(error))
            raise


def until_stopped(work: Work, seconds: float = 0) -> None:
    """Run it for `seconds`, 0 = until its end; SIGTERM is an end. KeyboardInterrupt on Ctrl-C."""

    async def stoppable() -> None:
        me = asyncio.current_task()
        assert me
        with contextlib.suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(work, seconds or None)

    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(stoppable())


def show(address: str) -> bool:
    """In the person's browser; False: this machine has no screen."""
    if sys.platform.startswith("linux") and not any(map(os.environ.get, _DISPLAYS)):
        return False
    return webbrowser.open(address)
