"""What a device says, for tests: status lines, one after the other."""

from collections import deque
from collections.abc import Iterator
from typing import Any

from tools.link import Hello, Status
from tools.monitor.feed import WORDS, News, Said

HELLO = Hello("galva", "0.1.0", "pico", "rp2040", "usb", True, "")
LINE: dict[str, Any] = {
    "ms": 5000,
    "state": "RUN",
    "mode": "LIFT",
    "level": 3,
    "calibrated": True,
    "target_ua": 127,
    "set_ua": -127,
    "ua": 126,
    "contact": "GOOD",
    "ohm": 5000,
    "gel": "",
    "battery_mv": 3900,
    "left_s": 245,
    "net_uc": -2,
    "abs_uc": 12_000,
    "link": "battery",
    "signal": "run",
    "ended": "",
    "fault": "",
    "late_us": 5003,
}


def status(ms: int = 5000, **fields: Any) -> Status:
    """A status line as Status."""
    return Status.of(LINE | {"ms": ms} | fields)


class Recorded:
    """A Feed that says what it is given, and answers STOP and OFF as the device does."""

    def __init__(self, *news: News) -> None:
        self.news: deque[News | Exception] = deque(news)
        self.asked: list[str] = []
        self.closed = False
        self.mute = False

    def run(self) -> Iterator[News]:
        """Until close()."""
        import time

        while not self.closed:
            while self.news:
                told = self.news.popleft()
                if isinstance(told, Exception):
                    raise told
                yield told
            time.sleep(0.002)

    def ask(self, what: str) -> None:
        """Asked by a key."""
        self.asked.append(what)
        if not self.mute:
            self.news.append(Said(what, "" if what in WORDS else "not while RUN"))

    def close(self) -> None:
        """The view is gone."""
        self.closed = True
