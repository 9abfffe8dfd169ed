"""Who may speak with the server, and what it does with what they say."""

import asyncio
import json
import random
import socket as sockets
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from host_tests.web.links import (
    PAGE,
    Wire,
    closed_with,
    origin_of,
    raw,
    run,
    serving,
    socket,
    told,
)
from tools.problems import Failed, Usage
from tools.web.asked import opened
from tools.web.server import Server
from tools.web.sockets import FRAME_BYTES


class Hands:
    """A bench that only reads what is asked."""

    def __init__(self) -> None:
        self.done: list[tuple[str, Any]] = []
        self.lefts = 0

    def hello(self) -> dict[str, Any]:
        return {"virtual": 1}

    def told(self) -> dict[str, Any]:
        return {"ms": 1}

    def do(self, text: str | bytes) -> None:
        self.done.append(opened(text))

    def left(self) -> None:
        self.lefts += 1


def port_of(server: Server) -> int:
    return int(origin_of(server).rpartition(":")[2])


# ---- the page


def test_the_page_is_given_and_may_stand_in_no_frame() -> None:
    async def get() -> bytes:
        async with serving(Wire()) as server:
            return await raw(server, f"GET / HTTP/1.1\nHost: localhost:{port_of(server)}\n\n")

    head, _, body = run(get()).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200") and body == PAGE
    for line in (b"frame-ancestors 'none'", b"no-store", b"nosniff", b"text/html"):
        assert line in head


@pytest.mark.parametrize(
    ("path", "status"),
    [("/favicon.ico", 204), ("/bench", 404), ("/../pyproject.toml", 404), ("//x/", 200)]
    + [("http://[", 404), ("/link", 403)],
)
def test_what_else_is_asked_for(path: str, status: int) -> None:
    async def get() -> bytes:
        async with serving(Wire()) as server:
            host = f"127.0.0.1:{port_of(server)}"
            return await raw(server, f"GET {path} HTTP/1.1\nHost: {host}\n\n")

    answer = run(get())
    assert answer.startswith(b"HTTP/1.1 %d" % status) and b"[project]" not in answer


# ---- who may come in

STRANGERS: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "http://evil.example"},
    "another port of this computer": {"origin": "http://127.0.0.1:1"},
    "another scheme": {"origin": "https://127.0.0.1"},
    "a file": {"origin": "null"},
    "no origin": {"origin": None},
    "no token": {"token": None},
    "an empty token": {"token": ""},
    "a wrong token": {"token": "x" * 32},
    "a token of other letters": {"token": "%C3%A9"},
    "another host": {"host": "evil.example"},
    "no port": {"host": "127.0.0.1"},
}


@pytest.mark.parametrize("path", ["/link", "/bench"])
@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_are_refused_before_the_upgrade(name: str, path: str) -> None:
    wire, hands = Wire(), Hands()

    async def come() -> int:
        async with serving(wire, hands) as server:
            with pytest.raises(InvalidStatus) as refused:
                async with socket(server, path, **STRANGERS[name]):
                    pass
            async with socket(server, path):  # and the page itself still may
                pass
            return refused.value.response.status_code

    assert run(come()) == 403
    assert wire.opened == (path == "/link") and not wire.written


@pytest.mark.parametrize(
    "more",
    ["Host: 127.0.0.1:{port}\nHost: evil.example\nOrigin: {origin}"]
    + [
        "Host: 127.0.0.1:{port}\nOrigin: {origin}\nOrigin: http://evil.example",
        "Origin: {origin}",
    ],
)
def test_two_hosts_two_origins_or_no_host_are_refused(more: str) -> None:
    async def come() -> bytes:
        async with serving(Wire()) as server:
            lines = more.format(port=port_of(server), origin=origin_of(server))
            upgrade = (
                "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n"
            )
            head = f"GET /link?token={server.token} HTTP/1.1\n"
            return await raw(server, head + lines + "\n" + upgrade)

    assert run(come()).startswith(b"HTTP/1.1 403")


def test_two_tokens_are_none() -> None:
    async def come() -> int:
        async with serving(Wire()) as server:
            with pytest.raises(InvalidStatus) as refused:
                async with socket(server, token=f"{server.token}&token={server.token}"):
                    pass
            return refused.value.response.status_code

    assert run(come()) == 403


@pytest.mark.parametrize(
    "noise",
    [b"\x00" * 3000, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 300, b"\x16\x03\x01\x02\x00\x01"]
    + [b"POST / HTTP/1.1\r\n\r\n", b"GET " + b"/" * 20_000],
)
def test_noise_is_no_request(noise: bytes) -> None:
    async def come() -> bytes:
        async with serving(Wire()) as server:
            host, port = origin_of(server).removeprefix("http://").split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(noise)
            writer.write_eof()
            try:
                answer = await asyncio.wait_for(reader.read(), 10)
            except ConnectionResetError:
                answer = b""
            writer.close()
            async with socket(server):
                return answer

    assert b"200 OK" not in run(come())


def test_it_listens_on_this_computer_alone() -> None:
    """Every 127.x is this computer: another of them would be reached by a server on 0.0.0.0."""

    async def knock() -> None:
        async with serving(Wire()) as server:
            for other in ("127.0.0.2", _own_address()):
                with pytest.raises(OSError, match=r"refused|Connect call failed"):
                    await asyncio.open_connection(other, port_of(server))

    run(knock())


def _own_address() -> str:
    """That by which others reach this computer, or another loopback address without a network."""
    with sockets.socket(sockets.AF_INET, sockets.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
        except OSError:
            return "127.1.2.3"
        address = str(probe.getsockname()[0])
        return "127.1.2.3" if address == "127.0.0.1" else address


def test_a_port_in_use_is_one_line_with_the_cure() -> None:
    async def twice() -> None:
        async with serving(Wire()) as first, Server(PAGE, Wire(), None, port_of(first)):
            pass

    with pytest.raises(Failed, match=r"127.0.0.1:\d+: another program has this port .* --http"):
        run(twice())


# ---- the link


def test_bytes_pass_both_ways() -> None:
    wire = Wire()

    async def talk() -> object:
        async with serving(wire) as server, socket(server) as page:
            await page.send(b"STOP\n")
            while not wire.written:
                await asyncio.sleep(0.001)
            wire.hear(b"\xff\x00{}")
            return await page.recv()

    assert run(talk()) == b"\xff\x00{}"
    assert wire.written == b"STOP\n" and wire.closed == 1


@pytest.mark.parametrize(
    ("frame", "code"),
    [("STOP\n", 1003), (b"x" * (FRAME_BYTES + 1), 1009), (b"x" * 1_000_000, 1009)],
)
def test_text_and_large_frames_reach_nothing(frame: str | bytes, code: int) -> None:
    wire = Wire()

    async def send() -> int | None:
        async with serving(wire) as server:
            async with socket(server) as page:
                await page.send(frame)
                ended, _why = await closed_with(page)
            async with socket(server) as page:  # the next one has the link
                await page.send(b"y" * FRAME_BYTES)
                while not wire.written:
                    await asyncio.sleep(0.001)
            return ended

    assert run(send()) == code
    assert wire.written == b"y" * FRAME_BYTES


def test_a_large_message_in_small_pieces_reaches_nothing() -> None:
    wire = Wire()

    async def send() -> int | None:
        async with serving(wire) as server, socket(server) as page:
            await page.send([b"x" * 1000] * 5)
            return (await closed_with(page))[0]

    assert run(send()) == 1009 and not wire.written


def test_a_second_tab_is_told_and_the_first_goes_on() -> None:
    wire = Wire()

    async def talk() -> tuple[int | None, str | None]:
        async with serving(wire) as server, socket(server) as first:
            async with socket(server) as second:
                ended = await closed_with(second)
            await first.send(b"OFF\n")
            while not wire.written:
                await asyncio.sleep(0.001)
            return ended

    assert run(talk()) == (4001, "another tab has it")
    assert (wire.opened, wire.closed) == (1, 1)


def test_a_page_that_loads_itself_anew_gets_in() -> None:
    wire = Wire()

    async def load() -> None:
        async with serving(wire) as server:
            old = await socket(server)
            asyncio.get_running_loop().call_later(0.1, lambda: old.transport.abort())
            async with socket(server) as new:
                while wire.opened < 2:
                    await asyncio.sleep(0.001)
                await new.send(b"x")

    run(load())
    assert wire.closed == 2


@pytest.mark.parametrize("missing", ["", "no such port: check the cable"])
def test_a_device_that_goes_or_is_not_there_says_why(missing: str) -> None:
    wire = Wire(missing)

    async def talk() -> tuple[int | None, str | None]:
        async with serving(wire) as server, socket(server) as page:
            if not missing:
                while not wire.opened:
                    await asyncio.sleep(0.001)
                wire.gone("/dev/x: unplugged " + "é" * 200)
            return await closed_with(page)

    code, why = run(talk())
    assert code == 4002 and why and why.startswith(missing or "/dev/x: unplugged é")


def test_the_end_of_the_server_is_told() -> None:
    async def end() -> list[tuple[int | None, str | None]]:
        async with serving(Wire(), Hands()) as server:
            pages = [await socket(server, path) for path in ("/link", "/bench")]
            await told(pages[1])  # both are inside
            await asyncio.sleep(0.01)
        return [await closed_with(page) for page in pages]

    assert run(end()) == [(4002, "galva has ended")] * 2


def test_a_page_that_does_not_read_is_let_go_of() -> None:
    """Its connection is full; what waits for it is bounded, and the next page has the link."""
    wire = Wire()

    async def flood() -> None:
        async with serving(wire) as server:
            host, port = origin_of(server).removeprefix("http://").split(":")
            _reader, writer = await asyncio.open_connection(host, int(port), limit=1)
            lines = (
                f"GET /link?token={server.token} HTTP/1.1\r\nHost: {host}:{port}\r\n"
                f"Origin: {origin_of(server)}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            )
            writer.write(lines.encode())
            while not wire.opened:
                await asyncio.sleep(0.001)
            while not wire.closed:
                wire.hear(b"x" * 60_000)
                await asyncio.sleep(0)
            async with socket(server):
                while wire.opened < 2:
                    await asyncio.sleep(0.001)
            writer.close()

    run(flood())


def test_what_the_wire_does_not_take_waits_at_the_page() -> None:
    wire = Wire()
    wire.waiting = FRAME_BYTES + 1

    async def send() -> int:
        async with serving(wire) as server, socket(server) as page:
            await page.send(b"x" * 100)
            await asyncio.sleep(0.05)
            before = len(wire.written)
            wire.waiting = 0
            while len(wire.written) < 100:
                await asyncio.sleep(0.001)
            return before

    assert run(send()) == 0


# ---- the bench

WRONG = (
    "",
    "{",
    "[]",
    "7",
    '"hold"',
    "null",
    "{}",
    '{"do": 7}',
    '{"do": "explode"}',
    '{"do": ["hold"]}',
    '{"do": "hold"}',
    '{"do": "hold", "button": "OFF"}',
    '{"do": "hold", "button": ["START"]}',
    '{"do": "hold", "button": "START", "ms": 5}',
    '{"do": "skin", "ohm": [0, 0, 0]}',
    '{"do": "skin", "ohm": [1000, 2000]}',
    '{"do": "skin", "ohm": [1000, 2000, 0]}',
    '{"do": "skin", "ohm": [1000, NaN, 1]}',
    '{"do": "skin", "ohm": [Infinity, 0, 0]}',
    '{"do": "skin", "ohm": [true, 0, 0]}',
    '{"do": "skin", "ohm": "good"}',
    '{"do": "skin", "name": 7}',
    '{"do": "skin", "name": "good", "ohm": [1, 0, 0]}',
    '{"do": "hum", "mv": -1}',
    '{"do": "hum", "mv": 1e999}',
    '{"do": "hum", "mv": ' + "9" * 4000 + "}",
    '{"do": "battery", "mv": 5000}',
    '{"do": "battery", "mv": true}',
    '{"do": "usb", "present": 1}',
    '{"do": "power", "now": true}',
    "[" * 4000,
    b'{"do": "hold", "button": "START"}',
)


@pytest.mark.parametrize("text", WRONG, ids=lambda text: repr(text[:40]))
def test_a_wrong_message_is_one_line_and_nothing_is_done(text: str | bytes) -> None:
    with pytest.raises(Usage, match=r"^bench: [^\n]{5,200}$"):
        opened(text)


def test_errors_come_back_and_a_page_that_goes_lets_go_of_the_buttons() -> None:
    hands = Hands()

    async def talk() -> list[dict[str, Any]]:
        async with serving(Wire(), hands) as server, socket(server, "/bench") as page:
            for text in (WRONG[0], WRONG[-1], '{"do": "hold", "button": "START"}'):
                await page.send(text)
            heard = [await told(page) for _ in range(5)]
        return heard

    heard = run(talk())
    assert heard[0] == {"virtual": 1} and {"ms": 1} in heard
    errors = [each["error"] for each in heard if "error" in each]
    assert len(errors) == 2 and "send text" in errors[1]
    assert hands.done == [("hold", "START")] and hands.lefts == 1


def test_five_thousand_messages_of_noise_are_errors_and_the_bench_lives() -> None:
    """Each is a right message with a part of it put wrong, or noise."""
    dice = random.Random(7)
    hands = Hands()

    def noise() -> str | bytes:
        text = dice.choice([text for text in WRONG if isinstance(text, str)])
        at = dice.randrange(len(text) + 1)
        bent = text[:at] + dice.choice(["", "\0", "é", '"', "}", "-1", "{", "🙂"]) + text[at + 1 :]
        return dice.randbytes(dice.randrange(300)) if dice.random() < 0.1 else bent

    async def talk() -> int:
        errors = 0
        async with serving(Wire(), hands) as server, socket(server, "/bench") as page:

            async def count() -> None:
                nonlocal errors
                while True:
                    errors += "error" in await told(page)

            counting = asyncio.create_task(count())
            for _ in range(5000):
                await page.send(noise())
            await page.send('{"do": "power"}')
            while ("power", None) not in hands.done:
                await asyncio.sleep(0.001)
            await asyncio.sleep(0.1)
            counting.cancel()
        return errors

    errors = run(talk())
    assert errors + len(hands.done) == 5001 and errors > 4000


def test_what_no_browser_reads_is_a_mistake_of_ours_and_ends_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(Hands):
        def told(self) -> dict[str, Any]:
            return {"ua": float("nan")}

    async def talk() -> tuple[int | None, str | None]:
        async with serving(Wire(), Broken()) as server, socket(server, "/bench") as page:
            assert json.loads(await page.recv()) == {"virtual": 1}
            return await closed_with(page)

    assert run(talk())[0] == 1011
    assert "nan" in caplog.text
