"""Lines that keep coming: over a link that goes and comes back, and with what was asked."""

from collections.abc import Iterator

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.monitor.told import LINE
from host_tests.scenarios.sessions import power_on
from host_tests.tools.test_link import RigPort
from tools.link import Client, Hello, Status
from tools.link.lines import opened, sealed
from tools.monitor import feed
from tools.monitor.feed import Feed, Lost, News, Said, Settings
from tools.problems import Failed, NoDevice


class Port:
    """Gives what is in `says`, one a read; keeps what is written."""

    def __init__(self) -> None:
        self.says: list[bytes] = []
        self.got = b""
        self.gone = 0  # so many times it cannot be opened

    def open(self) -> "Port":
        if self.gone:
            self.gone -= 1
            raise NoDevice("x: no such port")
        return self

    def read(self) -> bytes:
        return self.says.pop(0) if self.says else b""

    def write(self, data: bytes) -> None:
        self.got += data

    def close(self) -> None: ...

    def asked(self) -> list[str]:
        """Words and commands that came, in their order."""
        told = [opened(line) or line.decode() for line in self.got.split(b"\n") if line]
        return [each["do"] if isinstance(each, dict) else each for each in told]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "_REOPEN_S", 0.0)


@pytest.fixture
def port() -> Port:
    return Port()


@pytest.fixture
def heard(port: Port) -> Iterator[tuple[Feed, Iterator[News]]]:
    made = Feed(Client(port.open))
    yield made, made.run()
    made.close()


Heard = tuple[Feed, Iterator[News]]


def test_it_asks_for_all_that_is_shown_and_says_so_again_after_silence(
    port: Port, heard: Heard
) -> None:
    _feed, news = heard
    assert next(news) is None
    assert port.asked() == ["watch", "hello", "settings"]
    for _ in range(feed._ASK_AGAIN):
        assert next(news) is None
    assert port.asked() == ["watch", "hello", "settings"] * 2


def test_a_word_waits_for_the_link_and_then_goes_before_all(port: Port, heard: Heard) -> None:
    port.gone = 4  # each attempt opens twice
    made, news = heard
    assert next(news) == Lost("x: no such port")
    made.ask("stop")
    made.ask("stop")
    made.ask("off")
    assert next(news) == Lost("x: no such port")
    while next(news) is not None:
        pass
    assert port.asked()[:3] == ["STOP", "OFF", "watch"] and "STOP" not in port.asked()[3:]


def test_a_word_goes_out_within_one_read(port: Port, heard: Heard) -> None:
    made, news = heard
    next(news)
    made.ask("off")
    next(news)
    assert port.asked()[-1] == "OFF"


def test_answers_are_told_as_what_was_asked(port: Port, heard: Heard) -> None:
    made, news = heard
    next(news)
    made.ask("level up")
    next(news)
    refused = {"do": "press", "refused": "level up: not while IDLE", "re": 4, "ok": False}
    port.says = [sealed({"do": "stop", "ok": True}), sealed(refused), b"a word to a person\n"]
    told = [next(news) for _ in range(4)]
    assert told[:2] == [Said("stop"), Said("level up", "level up: not while IDLE")]
    assert told[2:] == [None, None]


def test_torn_lines_are_nothing_and_another_version_is_told(port: Port, heard: Heard) -> None:
    line = sealed(LINE)
    port.says = [line[5:], line[:60] + b"\n", b"\xff\x00{}\n" + line, sealed(LINE | {"ua": "1"})]
    _feed, news = heard
    assert isinstance(next(told for told in news if told), Status)
    with pytest.raises(Failed, match="same version on both"):
        next(told for told in news if told)


def test_close_ends_it(port: Port, heard: Heard) -> None:
    made, news = heard
    next(news)
    made.close()
    assert list(news) == []


def test_the_device_answers_and_an_unplugged_one_is_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The application's own answers, on fakes."""
    rig = FakeRig(monkeypatch)
    power_on(rig)
    port = RigPort(rig)
    made = Feed(Client(lambda: port))
    news = made.run()

    def until(kind: type) -> News:
        return next(told for told in news if isinstance(told, kind))

    hello, settings = until(Hello), until(Settings)
    assert isinstance(hello, Hello) and hello.board == "pico"
    assert isinstance(settings, Settings) and settings.values["area_mm2"] == 0
    made.ask("level up")
    assert until(Said) == Said("level up")
    made.ask("start")
    assert until(Said) == Said("start", "start: only START on the device does this")
    port.gone = True
    assert until(Lost) == Lost("unplugged")
    status = until(Status)
    assert isinstance(status, Status) and status.level == 2
    rig.usb(True)
    told = [told for told in (next(news) for _ in range(60)) if isinstance(told, Hello)]
    assert told[-1].refused_output.startswith("USB power")
    for word in ("stop", "off"):
        made.ask(word)
        assert until(Said) == Said(word)
    made.close()
    assert list(news) == []
    rig.close()
