"""The links' side of the application: what hosts say, one line at a time, and what they hear.

A line is a JSON object with its crc (lib/crcline), at most LINE_MOST bytes. STOP and OFF need
neither: a line that ends in one of them, whatever is before it, is obeyed when it arrives.
"""

import json

from crcline import seal, unseal
from galva.core import course

POLL_MS = 5  # STOP within 20 ms: this, the rest of the application's turn, one tick
LINE_MOST = 256
LINES_MOST = 4  # lines that wait, and answers
STATUS_MS = 500
_WORDS = ((b"STOP", "stop", course.STOP), (b"OFF", "off", course.OFF))
_TAIL = 24  # bytes that hold the word and a crc after it
_AFTER = b" \t0123456789"
_LONG = "a line of more than 256 bytes: send one command a line"
_BUSY = "too many lines at once: wait for each answer"


class Host:
    """One link: the lines that came and wait, the answers that wait, the status it asked for."""

    def __init__(self, link: "Link") -> None:
        self.link = link
        self.every_ms = STATUS_MS  # status lines; 0: none
        self.stream: "Iterator[str] | None" = None  # records that are on their way
        self.lines: "list[bytes]" = []
        self._part = b""  # of the line that has not ended
        self._long = False  # it is already longer than LINE_MOST
        self._out: "list[str]" = []
        self._obeyed = ""  # STOP or OFF: answered later, for it may take a collection
        self._shown: object = None
        self._shown_ms: "Ticks" = 0

    def poll(self) -> int:
        """Take what has arrived; course.STOP or OFF when a line says so, else NOTHING."""
        request = course.NOTHING
        data = self.link.read()
        if not data:
            return request
        whole = (self._part + data).replace(b"\r", b"\n").split(b"\n")
        self._part = whole.pop()
        for line in whole:
            request = max(request, self._take(line))
            self._long = False
        if len(self._part) > LINE_MOST:
            self._long = True
            self._part = self._part[-_TAIL:]
        return request

    def _take(self, line: bytes) -> int:
        """One whole line: obeyed, put aside or refused."""
        tail = line[-_TAIL:].upper().rstrip(_AFTER)
        for word, name, request in _WORDS:
            if tail.endswith(word):
                self._obeyed = name
                return request
        if self._long or len(line) > LINE_MOST:
            self.answer({"ok": False, "error": _LONG})
        elif len(self.lines) >= LINES_MOST:
            self.answer({"ok": False, "error": _BUSY})
        elif line.strip():
            self.lines.append(line)
        return course.NOTHING

    def answer(self, record: "Record") -> None:
        """Say it soon. To a host that talks and does not listen, it is lost."""
        self.say(seal(json.dumps(record)))

    def say(self, text: str) -> None:
        """The same for a line that is sealed."""
        if len(self._out) < LINES_MOST:
            self._out.append(text)

    def flush(self) -> bool:
        """Send one answer if one waits; False: none does."""
        if self._obeyed:
            self.answer({"do": self._obeyed, "ok": True})
            self._obeyed = ""
        if not self._out:
            return False
        if self.link.line(self._out[0]):
            del self._out[0]
        return True

    def due(self, now: object, clock: "Clock") -> bool:
        """The status changed, or it is time for it: say it."""
        changed = now != self._shown
        if not self.every_ms or not (changed or clock.since_ms(self._shown_ms) >= self.every_ms):
            return False
        self._shown = now
        self._shown_ms = clock.ms()
        return True

    def look(self) -> None:
        """The status is due now."""
        self._shown = None


class Hosts:
    """All links. Each poll reads them all, and does at most one piece of work for one of them."""

    def __init__(
        self, engine: "Engine", device: "Device", dispatch: "Dispatch", status: "Callable[[], str]"
    ) -> None:
        """status: makes the status line of now."""
        self._engine = engine
        self._clock = device.clock
        self._dispatch = dispatch
        self._status = status
        self._hosts = [Host(link) for link in device.links]
        self._turn = 0

    def listen(self) -> None:
        """Read every link and obey STOP and OFF. Call it around whatever takes milliseconds."""
        for host in self._hosts:
            request = host.poll()
            if request:
                self._engine.ask(request)

    def poll(self) -> None:
        """Listen, and serve one of the hosts."""
        self.listen()
        self._turn = (self._turn + 1) % len(self._hosts)
        self._serve(self._hosts[self._turn])
        self.listen()

    def _serve(self, host: Host) -> None:
        """An answer, or the status, or a command, or a record: one of them."""
        now = self._engine.course
        shown = (now.state, now.plan.mode, now.plan.level, now.contact.state)
        if host.flush():
            return
        if host.due(shown, self._clock):
            host.link.line(self._status())
        elif host.lines:
            host.answer(self._perform(host, host.lines.pop(0)))
        elif host.stream:
            self._dispatch.record(host)

    def _perform(self, host: Host, line: bytes) -> "Record":
        try:
            record = unseal(str(line, "utf-8").strip())
        except ValueError as error:
            why = str(error) if line.lstrip()[:1] == b"{" else "no JSON object"
            cure = ': send {"do": "hello", "crc": ...} (docs/link.md)'
            return {"ok": False, "error": why + cure}
        return self._dispatch.perform(host, record)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from galva.core.engine import Engine
    from galva.ports import Clock, Link, Ticks

    from .app import Device
    from .dispatch import Dispatch

    Record = dict[str, Any]
