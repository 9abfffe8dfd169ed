"""What is known of a device now, and what was in the last minute. No terminal, no thread."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from tools import boards
from tools.link import Hello, Status
from tools.monitor.changes import changes, restarted
from tools.monitor.feed import WORDS, Lost, News, Said, Settings

WINDOW_S = 60.0
STALE_S = 1.0
_EVENTS_MOST = 500
_PEAK_S = 1.0
_AREA_MM2 = 100  # of a board that this host does not know


class Sample(NamedTuple):
    """Of one status line; t_s is the device's own time. ohm: None without contact."""

    t_s: float
    set_ua: int
    ua: int
    ohm: int | None


class Event(NamedTuple):
    """One line of the list. kind: a name of changes.KINDS."""

    at: str
    kind: str
    words: str


class Model:
    """Fed with news. seconds: a clock that never goes back; now: the wall's, for the events."""

    def __init__(
        self, seconds: Callable[[], float], now: Callable[[], datetime] = datetime.now
    ) -> None:
        self._seconds = seconds
        self._now = now
        self._seen_s: float | None = None  # when the last status line came
        self._asked_s: dict[str, float] = {}  # words that wait for their answer
        self._told_stale = False
        self.hello: Hello | None = None
        self.status: Status | None = None
        self.area_mm2 = _AREA_MM2
        self.why_lost = ""
        self.samples: deque[Sample] = deque()
        self.events: deque[Event] = deque(maxlen=_EVENTS_MOST)
        self.least_ohm = 0  # of this session
        self.answer = ""  # to what was asked last

    # ---- what comes in

    def take(self, news: News) -> None:
        """Something was said."""
        if isinstance(news, Status):
            self._status(news)
        elif isinstance(news, Hello):
            self.hello = news
        elif isinstance(news, Settings):
            self.area_mm2 = int(news.values.get("area_mm2", 0)) or board_area_mm2(self.hello)
        elif isinstance(news, Said):
            self._said(news)
        elif isinstance(news, Lost) and news.why != self.why_lost:
            self.why_lost = news.why
            self.tell("link", f"the link is lost: {news.why}")

    def _status(self, status: Status) -> None:
        if not self.live and self.status:
            self.tell("link", "the link is back")
        before = self.status
        for kind, words in changes(before, status):
            self.tell(kind, words)
        if before and restarted(before, status):
            self.samples.clear()
        self.status, self._seen_s, self.why_lost = status, self._seconds(), ""
        self._told_stale = False
        self._keep(status)

    def _keep(self, status: Status) -> None:
        ohm = status.ohm if status.contact in ("GOOD", "POOR") else None
        self.samples.append(Sample(status.ms / 1000, abs(status.set_ua), status.ua, ohm))
        while self.samples[0].t_s < status.ms / 1000 - WINDOW_S:
            self.samples.popleft()
        if status.state in ("IDLE", "SELF_TEST", "FAULT"):
            self.least_ohm = 0
        elif ohm and status.state == "RUN":
            self.least_ohm = min(self.least_ohm or ohm, ohm)

    def _said(self, said: Said) -> None:
        name = said.what.upper() if said.what in WORDS else said.what
        begun_s = self._asked_s.pop(said.what, None)
        took = f" in {self._seconds() - begun_s:.2f} s" if begun_s is not None else ""
        self._answer(f"{name}: " + (f"refused: {said.refused}" if said.refused else f"done{took}"))

    def asked(self, what: str) -> None:
        """A key: it was passed on."""
        if what in WORDS:
            self._asked_s.setdefault(what, self._seconds())
            self.answer = f"{what.upper()}: sent" if self.live else self._not_now(what)

    def look(self) -> None:
        """Call it some times a second: silence is news too."""
        if self.status and not self.live and not self._told_stale:
            self._told_stale = True
            self.tell("link", "no data: what is shown is old")
        for what, begun_s in list(self._asked_s.items()):
            if self._seconds() - begun_s > STALE_S:
                self.answer = self._not_now(what)

    def _not_now(self, what: str) -> str:
        return f"{what.upper()}: NO ANSWER: press START or MODE on the device"

    def _answer(self, words: str) -> None:
        self.answer = words
        self.tell("asked", words)

    def tell(self, kind: str, words: str) -> None:
        """One more line in the list."""
        self.events.append(Event(self._now().strftime("%H:%M:%S"), kind, words))

    # ---- what is shown

    @property
    def age_s(self) -> float:
        """Of the last line; infinite before the first one."""
        return float("inf") if self._seen_s is None else self._seconds() - self._seen_s

    @property
    def live(self) -> bool:
        """What is shown is of now."""
        return self.age_s <= STALE_S

    @property
    def now_s(self) -> float:
        """The device's time: its last line's, and how long that is ago."""
        return self.status.ms / 1000 + self.age_s if self.status else 0.0

    @property
    def peak_ua(self) -> tuple[int, int]:
        """Most delivered and most set in the last second: a wave is low between its phases."""
        end_s = self.samples[-1].t_s if self.samples else 0.0
        last = [one for one in self.samples if one.t_s > end_s - _PEAK_S]
        return max((one.ua for one in last), default=0), max(
            (one.set_ua for one in last), default=0
        )


def board_area_mm2(hello: Hello | None) -> int:
    """Electrode area of the board that answered."""
    known = hello is not None and hello.board in boards.names()
    return boards.data(hello.board).area_mm2 if hello and known else _AREA_MM2
