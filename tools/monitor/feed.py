"""What a device says, line after line, over a link that may go and come back."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from tools.link import Client, Hello, Status
from tools.link.lines import Record
from tools.link.port import READ_S
from tools.problems import NoDevice

EVERY_MS = 100
_ASK_AGAIN = round(3 / READ_S)  # reads without a line: it may have started anew
_REOPEN_S = 0.5
WORDS = ("stop", "off")


@dataclass(frozen=True)
class Said:
    """The answer to `what`, a word or an action; refused: why it was not done, "" = it was."""

    what: str
    refused: str = ""


@dataclass(frozen=True)
class Lost:
    """No port. why: one line with the cure."""

    why: str


@dataclass(frozen=True)
class Settings:
    """Of the device, by name."""

    values: dict[str, int | str]


News = Hello | Status | Said | Lost | Settings | None  # None: nothing for READ_S


class Feed:
    """Iterate `run` in one thread; `ask` and `close` from any. Words go before anything else."""

    def __init__(self, client: Client, every_ms: int = EVERY_MS) -> None:
        self._client = client
        self._every_ms = every_ms
        self._wake = threading.Event()
        self._closed = False
        self._waiting: list[str] = []
        self._asked: dict[int, str] = {}  # number -> action

    def ask(self, what: str) -> None:
        """Say STOP or OFF ("stop", "off"), else press what a button does. At once, if it can be.

        Without a link a word waits for it: a stop that comes late is still one.
        """
        if what not in self._waiting:
            self._waiting.append(what)
        self._wake.set()

    def close(self) -> None:
        """`run` ends within READ_S."""
        self._closed = True
        self._wake.set()

    def run(self) -> Iterator[News]:
        """All that it says, for ever. Failed: what it says is not of this version."""
        with self._client:
            while not self._closed:
                self._wake.clear()
                try:
                    self._send()
                    self._greet()
                    yield from self._listen()
                except NoDevice as error:
                    self._client.close()
                    yield Lost(str(error))
                    self._wake.wait(_REOPEN_S)

    def _greet(self) -> None:
        """Ask for all that is shown; the answers come among the lines."""
        self._client.send("watch", every_ms=self._every_ms)
        self._client.send("hello")
        self._client.send("settings")

    def _send(self) -> None:
        """What was asked for. A press that cannot be sent is forgotten, a word is not."""
        while self._waiting:
            what = self._waiting[0]
            if what in WORDS:
                self._client.say(what)
                self._waiting.remove(what)
            else:
                self._waiting.remove(what)
                self._asked[self._client.send("press", action=what)] = what

    def _listen(self) -> Iterator[News]:
        silent, reason = 0, ""
        for record in self._client.heard():
            if self._closed:
                return
            self._send()
            silent = silent + 1 if record is None else 0
            if silent == _ASK_AGAIN:
                return
            news = self._news(record)
            yield news
            if isinstance(news, Status) and _why(news) != reason:
                reason = _why(news)
                self._client.send("hello")  # has the words: why the skin gets nothing

    def _news(self, record: Record | None) -> News:
        if record is None:
            return None
        if "state" in record:
            return Status.of(record)
        if "device" in record:
            return Hello.of(record)
        if "settings" in record:
            return Settings(record["settings"])
        what = self._asked.pop(record.get("re", 0), "") or record.get("do", "")
        if what in WORDS or record.get("do") == "press":
            return Said(what, "" if record.get("ok") else str(record.get("refused", "failed")))
        return None


def _why(status: Status) -> str:
    """It changes when the reason may have: why the skin gets nothing."""
    return f"{status.fault} {status.more.get('link')} {status.state == 'IDLE'}"
