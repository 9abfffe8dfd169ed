"""Lines to and from one device: what is asked, and the answers that may be lost."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Self

from tools.link.lines import Record, opened, sealed
from tools.link.port import READ_S, Port
from tools.problems import Failed, NoDevice, Refused

_ANSWER_MS = 5000  # of the device's time: what it has not answered by then is lost
_ID_MOST = 1 << 20
# To be obeyed twice does no harm: these are said again when the answer is lost.
_AGAIN = frozenset(
    ("hello", "status", "watch", "settings", "set", "routines", "time", "usage")
    + ("reading", "tested", "calibrate", "reference")
)


class Exchange:
    """Speaks with one device. Opens the port again when it went away; checks each line's crc.

    Every method: Refused (the device says why), Failed (no answer), NoDevice (no port).
    """

    def __init__(self, open_port: Callable[[], Port], silence_s: float = 3.0) -> None:
        """open_port: may raise NoDevice. silence_s: so long nothing at all is no answer."""
        self._open = open_port
        self._reads = max(1, round(silence_s / READ_S))
        self._port: Port | None = None
        self._part = b""
        self._lines: deque[bytes] = deque()  # whole ones, not yet looked at
        self._id = 0
        self.torn = 0  # lines that began as an object and whose crc was wrong

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the port."""
        if self._port:
            self._port.close()
        self._port = None
        self._part = b""
        self._lines.clear()

    def _write(self, data: bytes) -> None:
        """Once more on a port opened anew when the old one is gone."""
        for last in (False, True):
            try:
                if self._port is None:
                    self._port = self._open()
                    self._port.write(b"\n")  # ends what someone else had begun to say
                self._port.write(data)
                return
            except NoDevice:
                self.close()
                if last:
                    raise

    def heard(self) -> Iterator[Record | None]:
        """Each valid line as it comes, None whenever READ_S passed in silence. NoDevice."""
        while self._port:
            while self._lines:
                line = self._lines.popleft()
                record = opened(line)
                if record is not None:
                    yield record
                elif line.startswith(b"{"):
                    self.torn += 1
            data = self._port.read()
            if not data:
                yield None
            *lines, self._part = (self._part + data).split(b"\n")
            self._lines.extend(lines)

    def records(self) -> Iterator[Record]:
        """The valid lines, until nothing came for silence_s."""
        silent = 0
        for record in self.heard():
            silent = silent + 1 if record is None else 0
            if silent >= self._reads:
                return
            if record is not None:
                yield record

    def answers(self) -> Iterator[Record]:
        """Lines that are no status, until nothing comes, or nothing else for _ANSWER_MS."""
        silent, caught_up, begin_ms = 0, False, -1
        for record in self.heard():
            silent = silent + 1 if record is None else 0
            if silent >= self._reads:
                return
            if record is None:
                caught_up = True  # what had waited in the port, long ago, is read
            elif "state" not in record:
                begin_ms = -1
                yield record
            elif caught_up:
                now_ms = int(record.get("ms", 0))
                begin_ms = now_ms if not 0 <= begin_ms <= now_ms else begin_ms
                if now_ms - begin_ms > _ANSWER_MS:
                    return

    def _answer(self, number: int) -> Record | None:
        """The answer to a command; None: lost."""
        for record in self.answers():
            if record.get("re") == number:
                return record
        return None

    def send(self, do: str, **arguments: object) -> int:
        """Send a command and do not wait: the number that its answer has as `re`. NoDevice."""
        self._id = self._id % _ID_MOST + 1
        self._write(sealed({"do": do, **arguments, "id": self._id}))
        return self._id

    def say(self, word: str) -> None:
        """STOP or OFF, and do not wait: {"do": "stop", "ok": true} is its answer. NoDevice."""
        self._write(word.upper().encode() + b"\n")

    def ask(self, do: str, **arguments: object) -> Record:
        """Send a command, wait for its answer."""
        for _ in range(2 if do in _AGAIN else 1):
            self.send(do, **arguments)
            try:
                answer = self._answer(self._id)
            except NoDevice:
                self.close()
                continue
            if answer is not None:
                return well(do, answer)
        raise Failed(f"{do}: no answer: it may just be starting; else galva doctor tells why")


def well(do: str, answer: Record) -> Record:
    """The answer to this command. Refused: the device says why; Failed: it is an error."""
    if answer.get("ok"):
        return answer
    if "refused" in answer:
        raise Refused(f"{do}: {answer['refused']}")
    raise Failed(f"{do}: {answer.get('error', 'no reason given')}")
