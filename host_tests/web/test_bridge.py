"""A serial port as a link, and the two commands that serve the page, as programs."""

import asyncio
import os
import pty
import signal
import sys
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from host_tests.web.links import PAGE, closed_with, run, serving, socket
from tools.problems import NoDevice
from tools.web.serial_link import SerialLink


class Cable:
    """A serial port of this computer whose other end is here. `path`: "" = unplugged."""

    def __init__(self) -> None:
        self.path = ""
        self.plug()

    def plug(self) -> None:
        self._ours, theirs = pty.openpty()
        tty.setraw(theirs)
        self.path = os.ttyname(theirs)
        os.close(theirs)

    def unplug(self) -> None:
        os.close(self._ours)
        self.path = ""

    def found(self) -> str:
        if not self.path:
            raise NoDevice("no board on USB: check that the cable carries data")
        return self.path

    def says(self, data: bytes) -> None:
        os.write(self._ours, data)

    async def hears(self, count: int) -> bytes:
        os.set_blocking(self._ours, False)
        heard = b""
        while len(heard) < count:
            try:
                heard += os.read(self._ours, 4096)
            except (BlockingIOError, OSError):
                await asyncio.sleep(0.002)
        return heard


@pytest.fixture
def cable() -> Iterator[Cable]:
    made = Cable()
    yield made
    if made.path:
        made.unplug()


def test_bytes_pass_both_ways_in_their_order(cable: Cable) -> None:
    sent = bytes(range(256)) * 40

    async def talk() -> tuple[bytes, bytes]:
        async with serving(SerialLink(cable.found)) as server, socket(server) as page:
            hearing = asyncio.create_task(cable.hears(len(sent)))
            for at in range(0, len(sent), 1000):
                await page.send(sent[at : at + 1000])
            heard = await asyncio.wait_for(hearing, 20)
            cable.says(b'\xff\x00{"state": "RUN"}\n')
            data = await asyncio.wait_for(page.recv(), 20)
            return heard, data if isinstance(data, bytes) else b""

    heard, data = run(talk())
    assert heard == sent and data == b'\xff\x00{"state": "RUN"}\n'


def test_unplugged_it_says_why_and_the_next_page_finds_it_again(cable: Cable) -> None:
    async def talk() -> list[tuple[int | None, str | None]]:
        ends = []
        async with serving(SerialLink(cable.found)) as server:
            async with socket(server) as page:
                cable.says(b"x")
                assert await page.recv() == b"x"
                cable.unplug()
                ends.append(await closed_with(page))
            async with socket(server) as page:
                ends.append(await closed_with(page))
            cable.plug()
            async with socket(server) as page:
                await page.send(b"OFF\n")
                assert await asyncio.wait_for(cable.hears(4), 20) == b"OFF\n"
        return ends

    gone, missing = run(talk())
    assert gone[0] == 4002 and gone[1] and "/dev/" in gone[1]
    assert missing == (4002, "no board on USB: check that the cable carries data")


def test_a_port_that_takes_nothing_is_let_go_of(cable: Cable) -> None:
    """Nobody reads at the other end. What it says is still heard, what waits is bounded."""
    link = SerialLink(cable.found)

    async def talk() -> tuple[int, tuple[int | None, str | None]]:
        async with serving(link) as server, socket(server) as page:
            for _ in range(20):
                await page.send(b"x" * 4000)
            while link.waits() < 4096:
                await asyncio.sleep(0.001)
            cable.says(b"still here")
            assert await asyncio.wait_for(page.recv(), 20) == b"still here"
            return link.waits(), await closed_with(page)

    waits, ended = run(talk())
    assert waits <= 2 * 4096
    assert ended == (4002, "the device takes no bytes: check its cable")


# ---- as programs


async def _program(*arguments: str) -> tuple[asyncio.subprocess.Process, str]:
    """`galva` with these arguments, and the address that it says."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tools.cli", *arguments, "--http", "0", "--no-open"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # what a shell began in the background ignores Ctrl-C, and so do its children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert program.stdout
    while not (line := (await program.stdout.readline()).decode()).startswith("http"):
        assert line, (await program.communicate())[1].decode()
    return program, line.strip()


async def _ended(address: str, program: asyncio.subprocess.Process, by: int) -> tuple[int, object]:
    """The exit code, and what a page at /link is told."""
    origin, _, token = address.partition("/#token=")
    url = f"{origin.replace('http', 'ws')}/link?token={token}"
    async with connect(url, origin=origin, proxy=None) as page:  # type: ignore[arg-type]
        await asyncio.sleep(0.1)
        program.send_signal(by)
        told = await closed_with(page)
    _, errors = await asyncio.wait_for(program.communicate(), 30)
    assert errors == b""
    assert program.returncode is not None
    return program.returncode, told


def test_sim_ends_on_ctrl_c(tmp_path: Path) -> None:
    """The page that it gives is the built one."""

    async def serve() -> tuple[bytes, tuple[int, object]]:
        program, address = await _program("sim", "--empty", "--meter", str(tmp_path / "volts"))
        host, _, port = address.removeprefix("http://").partition("/")[0].partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        page = await reader.read()
        writer.close()
        return page, await _ended(address, program, signal.SIGINT)

    page, ended = run(serve())
    assert b"<title>" in page and page.count(PAGE) == 0 and len(page) > 5000
    assert ended == (130, (4002, "galva has ended"))
    assert (tmp_path / "volts").read_text() == "0.000\n"


def test_bridge_ends_on_sigterm(cable: Cable) -> None:
    async def serve() -> tuple[int, object]:
        program, address = await _program("bridge", "--port", cable.path)
        return await _ended(address, program, signal.SIGTERM)

    assert run(serve()) == (0, (4002, "galva has ended"))
