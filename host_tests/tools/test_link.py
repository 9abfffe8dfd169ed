"""The host's library and command line, on a device of fakes."""

import json
from datetime import datetime
from itertools import pairwise

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import assert_off, start, until
from tools.cli import app, talk
from tools.link import Client
from tools.link.lines import opened, sealed
from tools.problems import Failed, NoDevice, Refused


class RigPort:
    """USB of a rig as the client's port. `spoil` may change what the device says."""

    def __init__(self, rig: FakeRig) -> None:
        self._rig = rig
        self._seen = len(rig.console)
        self.gone = False
        self.mute = False
        self.lose = b""  # lines with this in them do not arrive
        self.tear = b""  # nor do these arrive whole

    def read(self) -> bytes:
        if self.gone:
            self.gone = False
            raise NoDevice("unplugged")
        self._rig.run(50)
        new = self._rig.console[self._seen :].encode()
        self._seen = len(self._rig.console)
        lines = new.splitlines(keepends=True)
        kept = [line for line in lines if not (self.lose and self.lose in line)]
        torn = [line[5:] if self.tear and self.tear in line else line for line in kept]
        return b"" if self.mute else b"".join(torn)

    def write(self, data: bytes) -> None:
        if self.gone:
            self.gone = False
            raise NoDevice("unplugged")
        self._rig.send(data)

    def close(self) -> None:
        self._rig.run(1)


@pytest.fixture
def port(rig: FakeRig) -> RigPort:
    return RigPort(rig)


@pytest.fixture
def client(port: RigPort) -> Client:
    return Client(lambda: port, 2.0)


def test_lines_are_those_of_the_device() -> None:
    from crcline import seal, unseal

    record = {"do": "set", "name": "müte", "value": 1}
    assert sealed(record).decode() == seal(json.dumps(record)) + "\n"
    assert unseal(sealed(record).decode().strip()) == record
    assert opened(sealed(record)) == record
    for wrong in (b"", b"{}", b"text", sealed(record)[1:], sealed(record).replace(b"1", b"2", 1)):
        assert opened(wrong) is None


def test_hello_status_settings_are_typed(client: Client, rig: FakeRig) -> None:
    hello = client.hello()
    assert (hello.device, hello.board, hello.link) == ("galva", "pico", "usb")
    assert client.status().state == "IDLE"
    assert client.settings()["brightness"] == 100
    client.set("brightness", 50)
    assert client.settings()["brightness"] == 50
    with pytest.raises(Refused, match=r"brightness is 3: give 5\.\.100"):
        client.set("brightness", 3)
    with pytest.raises(Refused, match="no setting of this name"):
        client.set("peak", 3)
    with pytest.raises(Failed, match="unknown command"):
        client.ask("reboot")


def test_watch_stop_and_off(client: Client, rig: FakeRig) -> None:
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 6000)
    lines = client.watch(100)
    told = [next(lines) for _ in range(5)]
    assert all(80 <= b.ms - a.ms <= 120 for a, b in pairwise(told[1:]))
    assert abs(told[-1].ua - 50) < 10
    client.stop()
    until(rig, "IDLE", 3000)
    client.off()
    assert_off(rig)


def test_a_lost_answer_is_asked_for_again_and_a_press_is_not(
    client: Client, port: RigPort, rig: FakeRig
) -> None:
    before = len(rig.answers["usb"])
    port.lose = b'"re": 1,'
    port.tear = b'"re": 2,'
    with pytest.raises(Failed, match="no answer"):
        client.hello()
    assert len(rig.answers["usb"]) == before + 2
    with pytest.raises(Failed, match="press: no answer"):
        port.lose = b'"re"'
        client.press("level up")
    assert len(rig.answers["usb"]) == before + 3


@pytest.mark.parametrize("told", ["press: no answer", "stop: no answer", "its end did not come"])
def test_status_lines_are_no_answer_however_many_come(
    told: str, client: Client, port: RigPort, rig: FakeRig
) -> None:
    asks = {"press": lambda: client.press("level up"), "stop": client.stop}
    port.lose = b'"end"' if told.startswith("its end") else b'"ok"'
    begin_ms = rig.now_ms
    with pytest.raises(Failed, match=told):
        asks.get(told.partition(":")[0], client.journal)()
    assert 5000 < rig.now_ms - begin_ms < 7000


def test_what_had_waited_in_the_port_is_not_the_devices_time_now(
    client: Client, port: RigPort, rig: FakeRig
) -> None:
    client.status()
    rig.run(20_000)
    client.press("level up")
    assert rig.status["level"] == 2


def test_a_port_that_went_away_is_opened_again(client: Client, port: RigPort) -> None:
    assert client.hello().device == "galva"
    port.gone = True
    assert client.hello().device == "galva"


def test_a_silent_port_fails_and_a_missing_one_is_told(client: Client, port: RigPort) -> None:
    port.mute = True
    with pytest.raises(Failed, match="it may just be starting; else galva doctor"):
        client.hello()
    with pytest.raises(Failed, match="press a button"):
        client.off()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["info"], 0, "galva"),
        (["info", "--json"], 0, '"board": "pico"'),
        (["status"], 0, "IDLE"),
        (["status", "--watch", "100", "--count", "3"], 0, "LIFT  1     0 µA of  50"),
        (["status", "--watch", "50"], 2, "give 100..5000 ms"),
        (["stop"], 0, "it stops"),
        (["stop", "--now"], 0, "0 µA"),
        (["press", "mute", "--json"], 0, '{"told": "pressed: mute"}'),
        (["time"], 0, "the device has the time now"),
        (["logs"], 0, "0 sessions, none missing"),
        (["settings"], 0, "brightness"),
        (["settings", "mute"], 0, "mute"),
        (["settings", "mute", "1"], 0, "1"),
        (["settings", "mut"], 2, "no setting of this name: one of area_mm2"),
        (["settings", "mute", "2"], 4, "galva: set: mute is 2: give 0..1"),
        (["settings", "user_ua", "300"], 2, "add --sure"),
        (["settings", "mute", "x" * 50], 1, "galva: set: value is"),
    ],
)
def test_command_line(
    port: RigPort,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.setattr(talk, "SerialPort", lambda _path, **_how: port)
    assert run(*arguments, "--port", "x") == code
    printed = capsys.readouterr()
    assert told in printed.out + printed.err
    assert printed.err.count("\n") <= 1


def run(*arguments: str) -> int:
    return app.main(list(arguments))


def test_no_port_and_wrong_usage_have_their_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("info", "--port", "/dev/galva-is-not-here") == 3
    assert "check the cable" in capsys.readouterr().err
    assert run("info", "--port", "/dev/null") == 3
    assert "not a serial port" in capsys.readouterr().err
    assert run("reboot") == 2


def test_local_time_is_sent_in_seconds_since_2000(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {}

    def ask(do: str, **arguments: object) -> dict[str, object]:
        asked.update(arguments, do=do)
        return {"note": "the clock went back"}

    monkeypatch.setattr(client, "ask", ask)
    assert client.set_time(datetime(2000, 1, 2, 0, 0, 5)) == "the clock went back"
    assert asked == {"do": "time", "seconds": 86405}
