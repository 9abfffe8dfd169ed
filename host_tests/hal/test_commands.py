"""Each command of the link, on the device of fakes with all its parts."""

from collections.abc import Callable
from typing import Any

import pytest

from galva.app import bench, commands
from host_tests.fake_rig import FakeRig
from host_tests.links import answers, ask, command
from host_tests.scenarios.sessions import assert_off, most_ua, power_on, start, until

NOON_S = 9500 * 86_400 + 12 * 3600  # of a day in 2026


@pytest.fixture
def rig(rig: FakeRig) -> FakeRig:
    rig.run(300)  # its files may be written
    return rig


TABLE = commands.TABLE + bench.TABLE
VALUES = {"dac_pa": 183_350, "zero_na": 1500, "i_pa": 181_500, "i_zero_na": 0}

# command and its arguments: what the answer must hold, beside ok
WELL: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
    ({"do": "hello"}, {"device": "galva", "board": "pico", "refused_output": "", "link": "usb"}),
    ({"do": "status"}, {}),
    ({"do": "watch", "every_ms": 100}, {}),
    ({"do": "stop"}, {}),
    ({"do": "off"}, {}),
    ({"do": "press", "action": "level up"}, {}),
    ({"do": "start"}, {"now": "hold START on the device within 10 s"}),
    ({"do": "settings"}, {"trouble": ""}),
    ({"do": "set", "name": "mute", "value": 1}, {"name": "mute", "value": 1}),
    ({"do": "journal"}, {"count": 0, "dropped": 0}),
    ({"do": "routines"}, {"chosen": "none"}),
    ({"do": "time", "seconds": NOON_S}, {"note": ""}),
    ({"do": "usage"}, {"today_s": 0, "week": 0, "left_s": 600, "refusal": "", "warning": ""}),
    ({"do": "acknowledge"}, {}),
    ({"do": "microneedling"}, {}),
    ({"do": "test"}, {"steps": 15}),
    ({"do": "tested", "at": 0}, {"name": "S0", "reached": 15, "verdict": "passed", "gate": True}),
    ({"do": "hold", "ua": 50, "minus": 0, "jacks": 0}, {}),
    (
        {"do": "calibrate", **VALUES},
        {},
    ),
)
# these are refused before another one came
LATER = ("reading", "reference")


def test_every_command_is_tried() -> None:
    assert [asked["do"] for asked, _ in WELL] == [row[0] for row in TABLE if row[0] not in LATER]
    assert tuple(row[0] for row in bench.TABLE) == commands.BENCH


@pytest.mark.parametrize("link", ["usb", "uart"])
@pytest.mark.parametrize(("asked", "due"), WELL, ids=[asked["do"] for asked, _ in WELL])
def test_well(rig: FakeRig, asked: dict[str, Any], due: dict[str, Any], link: str) -> None:
    answer = answers(rig, command(id=7, **asked), link)[0]
    due = {**due, "link": link} if "link" in due else due
    assert answer["ok"] and answer["re"] == 7 and answer["do"] == asked["do"], answer
    assert {key: answer[key] for key in due} == due


def test_status_comes_at_once(rig: FakeRig) -> None:
    ask(rig, do="watch", every_ms=5000)
    before = len(rig.statuses)
    ask(rig, do="status")
    assert len(rig.statuses) == before + 1


def test_press_does_what_the_buttons_do_and_never_starts(rig: FakeRig) -> None:
    for action, field, due in (
        ("level up", "level", 2),
        ("level down", "level", 1),
        ("next mode", "mode", "TIGHTEN"),
    ):
        ask(rig, do="press", action=action)
        rig.run(100)
        assert rig.status[field] == due
    ask(rig, do="press", action="mute")
    assert ask(rig, do="settings")["settings"]["mute"] == 1
    for action in ("start", "wake", "clear", "no such thing"):
        assert action in ask(rig, do="press", action=action)["refused"]
    rig.run(1000)
    assert rig.status["state"] == "IDLE"


@pytest.mark.hazard("H34")
def test_a_start_that_is_asked_for_needs_the_hand(rig: FakeRig) -> None:
    rig.touch("good")
    begin_ms = rig.now_ms
    for _ in range(5):
        assert ask(rig, do="start")["ok"]
        rig.run(500)
    assert rig.status["signal"] == "confirm" and not rig.front.hv_on
    assert most_ua(rig, begin_ms) < 1e-6
    rig.run(11_000)
    assert rig.status["signal"] == "idle"
    ask(rig, do="start")
    start(rig)
    until(rig, "RUN", 6000)


def running(rig: FakeRig) -> None:
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 6000)


REFUSED: dict[str, tuple[Callable[[FakeRig], object], dict[str, Any], str]] = {
    "start in a session": (running, {"do": "start"}, "start: not while RUN"),
    "start after microneedling": (
        lambda rig: ask(rig, do="microneedling"),
        {"do": "start"},
        "rest day: microneedling was today: go on tomorrow",
    ),
    "setting in a session": (
        running,
        {"do": "set", "name": "mute", "value": 1},
        "mute: not while the device is at work: stop it first",
    ),
    "journal in a session": (running, {"do": "journal"}, "in a session or a test: stop it"),
    "microneedling in a session": (
        running,
        {"do": "microneedling"},
        "a session runs: stop it first",
    ),
    "setting out of range": (
        lambda _rig: None,
        {"do": "set", "name": "brightness", "value": 4},
        "brightness is 4: give 5..100 %",
    ),
    "setting of another type": (
        lambda _rig: None,
        {"do": "set", "name": "brightness", "value": "4"},
        "brightness is 4: give 5..100 %",
    ),
    "routine that is none": (
        lambda _rig: None,
        {"do": "set", "name": "routine", "value": ""},
        "routine is : give the name of a routine",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_the_cure_and_nothing_changes(rig: FakeRig, name: str) -> None:
    before, asked, why = REFUSED[name]
    before(rig)
    was = rig.status["state"]
    answer = ask(rig, **asked)
    assert not answer["ok"] and why in answer["refused"]
    rig.run(100)
    assert rig.status["state"] == was


def test_hello_says_why_the_skin_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    power_on(rig)
    ask(rig, do="microneedling")
    assert ask(rig, do="hello")["refused_output"].startswith("rest day: ")
    rig.usb(True)
    rig.run(100)
    assert ask(rig, do="hello")["refused_output"].startswith("USB power: sessions run into")
    rig.close()
    rig = FakeRig(monkeypatch)
    rig.front.inject(0, "relay welded")
    until(rig, "FAULT", 8000)
    assert ask(rig, do="hello")["refused_output"].startswith(rig.status["fault"] + ": ")
    assert ask(rig, do="start")["refused"] == "start: not while FAULT"
    rig.close()


def test_the_journal_comes_line_by_line_and_ends_when_a_session_begins(rig: FakeRig) -> None:
    for _ in range(2):
        running(rig)
        rig.send(b"STOP\n")
        until(rig, "IDLE", 3000)
        rig.lift()
        rig.run(1500)
    head, *records, end = answers(rig, command(do="journal"), "uart", 1500)
    assert (head["count"], head["dropped"], end["end"]) == (2, 0, True)
    assert [told["record"]["seq"] for told in records] == [1, 2]
    assert all(told["record"]["ended"] == "stopped" for told in records)
    rig.touch("good")
    rig.hold("START")
    rig.run(480)
    got = []
    for _ in range(20):  # the session begins between two of its lines
        got += answers(rig, command(do="journal"), "usb", 12)
    rig.release("START")
    until(rig, "RUN", 6000)
    assert [told["refused"] for told in got if told.get("refused", "").startswith("a session")]
    rig.send(b"OFF\n")
    rig.run(50)
    assert_off(rig)


def test_usage_and_time(rig: FakeRig) -> None:
    assert ask(rig, do="hello")["seconds"] is None
    ask(rig, do="time", seconds=NOON_S)
    assert 0 <= ask(rig, do="hello")["seconds"] - NOON_S <= 1
    running(rig)
    rig.run(5000)
    rig.send(b"STOP\n")
    until(rig, "IDLE", 3000)
    rig.run(500)
    usage = ask(rig, do="usage")
    assert 4 <= usage["today_s"] <= 8 and usage["week"] == 1
    assert 1198 <= usage["left_s"] + usage["today_s"] <= 1200
