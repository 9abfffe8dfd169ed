"""Garbage and half-right lines on both links while a session runs: nobody feels it."""

import json
import random
from collections.abc import Callable, Iterator

import pytest
from crcline import seal

from host_tests.fake_rig import FakeRig
from host_tests.links import LINKS, ask, command
from host_tests.scenarios.sessions import power_on, start, until

SEED = 5
CASES = 4000  # lines, half of them on each link
GARBAGE_BYTES = 400_000
OBEYED = ("stop", "off", "press", "start", "watch", "acknowledge")
SEEN = ("t_us", "setpoint_ua", "delivered_ua", "bridge", "code")
VALUES: tuple[object, ...] = (
    0,
    -1,
    1,
    255,
    2**31,
    10**40,
    1.5,
    -1e300,
    True,
    None,
    "",
    "x" * 60,
    "mute",
    [],
    [[]],
    {},
)
Speak = Callable[[FakeRig], None]


def running(patch: pytest.MonkeyPatch) -> FakeRig:
    rig = FakeRig(patch)
    rig.world.notes = False
    power_on(rig)
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 5000)
    return rig


def skin(rig: FakeRig) -> list[list[float]]:
    """All that it got and when, to the microsecond."""
    return [list(rig.front.trace.column(name)) for name in SEEN]


def assert_undisturbed(patch: pytest.MonkeyPatch, speak: Speak) -> FakeRig:
    """The same session with the hosts' talk and without: the same current at the same time."""
    talked = running(patch)
    speak(talked)
    assert talked.status["state"] == "RUN" and talked.status["fault"] == ""
    assert talked.status["late_us"] <= 5100
    end_ms = talked.now_ms
    with_talk = skin(talked)
    for link in LINKS:
        assert ask(talked, link, do="hello", id=77)["re"] == 77
    talked.close()
    quiet = running(patch)
    quiet.run(end_ms - quiet.now_ms)
    assert skin(quiet) == with_talk
    quiet.close()
    return talked


def spoiled(line: bytes, dice: random.Random) -> bytes:
    """A command that something happened to on its way."""
    at, to = sorted(dice.randrange(len(line)) for _ in range(2))
    kind = dice.randrange(6)
    if kind == 0:  # cut short, and the next one follows
        return line[:at]
    if kind == 1:
        return line[:at] + bytes([dice.randrange(256)]) + line[at + 1 :]
    if kind == 2:
        return line[:at] + line[to:]
    if kind == 3:
        return line[:to] + line[at:]
    if kind == 4:
        return line[:-1] * dice.randrange(1, 6) + b"\n"
    return bytes(dice.choices(range(256), k=dice.randrange(1, 300))) + b"\n"


def wrong_argument(dice: random.Random) -> bytes:
    """The crc is right and the rest is not."""
    from galva.app.commands import TABLE

    name, arguments, *_ = dice.choice(TABLE)
    record = {"do": name} | {row[0]: dice.choice(VALUES) for row in arguments}
    if name in OBEYED or dice.random() < 0.5:
        record[dice.choice(("x", "id", "", "crc", "do"))] = dice.choice(VALUES)
        record["y"] = 0
    return (seal(json.dumps(record)) + "\n").encode()


def lines(number: int) -> Iterator[bytes]:
    dice = random.Random(SEED)
    from galva.app.commands import TABLE

    whole = [command(do=row[0], name="mute", value=1, every_ms=100, id=9) for row in TABLE]
    for _ in range(number):
        line = wrong_argument(dice) if dice.random() < 0.4 else spoiled(dice.choice(whole), dice)
        if not line.upper().rstrip(b" \t\r\n0123456789").endswith((b"STOP", b"OFF")):
            yield line.replace(b"\x03", b"?")


@pytest.mark.hazard("H35")
def test_thousands_of_wrong_lines_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bool] = []

    def speak(rig: FakeRig) -> None:
        for k, line in enumerate(lines(CASES)):
            rig.send(line, LINKS[k % 2])
            rig.run(12)
        rig.run(2000)
        heard.extend(answer["ok"] for link in LINKS for answer in rig.answers[link])

    talked = assert_undisturbed(monkeypatch, speak)
    assert len(heard) > CASES // 2, "it has no errors to tell"
    assert talked.device.store.load("settings", 1, "mixed") is None, "it changed a setting"


@pytest.mark.hazard("H35")
def test_400_kb_of_garbage_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(SEED)
    garbage = {link: dice.randbytes(GARBAGE_BYTES // 2) for link in LINKS}
    garbage["usb"] = garbage["usb"].replace(b"\x03", b"?")  # MicroPython's own way out

    def speak(rig: FakeRig) -> None:
        for at in range(0, GARBAGE_BYTES // 2, 3000):
            for link in LINKS:
                rig.send(garbage[link][at : at + 3000], link)
            rig.run(500)
        rig.run(1000)
        for link in LINKS:
            rig.send(b"\n", link)
            rig.run(200)
            assert len(rig.answers[link]) > 100

    assert_undisturbed(monkeypatch, speak)
