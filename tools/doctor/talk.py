"""What a running device answers over its link, and what it says while it starts."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tools.link import Client
from tools.link.lines import opened
from tools.link.port import READ_S, Port
from tools.problems import Failed, NoDevice, Refused

AT_WORK = "SELF_TEST"
_QUIET = ("IDLE", "FAULT")
_SILENCE_S = 3.0
_TESTS_S = 60
_OPEN_S, _START_S = 15, 240  # USB comes back after a reset; the whole self-test takes 3 s
SILENT_S = 15.0  # the imports take 2 s; an emulated board is some times slower
_PROMPT = ("MicroPython v", 'Type "help()"', ">>>", "MPY:", "{")
SOFT_RESET = b"\r\x03\x03\x04"
_STATUSES_MOST = 10  # 2 a second: the self-test begins with the first or never
Record = dict[str, Any]


@dataclass
class Talk:
    """Empty: no program of Galva's answers. troubles: of the settings."""

    hello: Record = field(default_factory=dict)
    status: Record = field(default_factory=dict)
    usage: Record = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    @property
    def session(self) -> bool:
        """Output may be on."""
        return bool(self.status) and self.status["state"] not in _QUIET


@dataclass
class Boot:
    """status: the last line, {} = none came; tested: a self-test began; said: all other lines."""

    status: Record = field(default_factory=dict)
    tested: bool = False
    said: list[str] = field(default_factory=list)

    @property
    def last(self) -> str:
        """Of a traceback, or whatever came last."""
        return self.said[-1] if self.said else "it says nothing"


def ask(open_port: Callable[[], Port]) -> Talk:
    """All that one may ask without changing anything; a self-test is waited for. NoDevice."""
    with Client(open_port, _SILENCE_S) as client:
        try:
            talk = Talk(client.ask("hello"))
            talk.status = _rested(client)
            talk.usage = client.ask("usage")
            trouble = client.ask("settings").get("trouble")
        except (Failed, Refused):
            return Talk()
    talk.troubles = [trouble] if trouble else []
    return talk


def _rested(client: Client) -> Record:
    """The status after the self-test."""
    end_s = time.monotonic() + _TESTS_S
    while True:
        status = client.status()
        if status.state != AT_WORK or time.monotonic() > end_s:
            return status.flat()
        time.sleep(0.5)


def set_clock(open_port: Callable[[], Port]) -> None:
    """To this computer's time."""
    with Client(open_port, _SILENCE_S) as client:
        client.set_time(datetime.now())


def listen(open_port: Callable[[], Port], start: bytes = b"", silent_s: float = SILENT_S) -> Boot:
    """From a reset to the end of the self-test. An empty status: the program does not start.

    start: what is sent first. silent_s: so long without a byte is the end.
    """
    boot = Boot()
    statuses = 0
    for line in _lines(_again(open_port), start, silent_s):
        record = opened(line)
        if record is None:
            _hear(boot, line.decode(errors="replace").strip())
        elif "state" in record:
            boot.status = record
            boot.tested |= record["state"] == AT_WORK
            statuses += 1
            over = boot.tested or record["state"] == "FAULT" or statuses > _STATUSES_MOST
            if over and record["state"] != AT_WORK:
                break
    return boot


def _hear(boot: Boot, text: str) -> None:
    """What a program says, without the prompt's own lines."""
    if text and not text.startswith(_PROMPT):
        boot.said.append(text)


def _again(open_port: Callable[[], Port]) -> Port:
    """After a reset the port goes away for a while. NoDevice: for good."""
    end_s = time.monotonic() + _OPEN_S
    while True:
        try:
            return open_port()
        except NoDevice:
            if time.monotonic() > end_s:
                raise
            time.sleep(0.3)


def _lines(port: Port, start: bytes, silent_s: float) -> Iterator[bytes]:
    """Whole lines, until it is silent or the time is over."""
    held, silent = b"", 0
    try:
        if start:
            port.write(start)
        for _ in range(round(_START_S / READ_S)):
            data = port.read()
            silent = 0 if data else silent + 1
            *lines, held = (held + data).split(b"\n")
            yield from lines
            if silent * READ_S > silent_s:
                return
    finally:
        port.close()
