"""The links on fakes: what a host says, what it hears, and that STOP and OFF wait for nothing."""

import json
import zlib
from collections.abc import Callable

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.links import LINKS, answers, ask, command
from host_tests.scenarios.sessions import assert_off, until

AT_ONCE_MS = 20
DELAYS_MS = (0.0, 7.1, 16.9)  # against the application's turn of 20 ms


# ---- STOP and OFF


def in_self_test(rig: FakeRig) -> None:
    rig.touch("good")
    rig.hold("START")
    until(rig, "SELF_TEST", 1000)
    rig.release("START")


def in_check(rig: FakeRig) -> None:
    in_self_test(rig)
    until(rig, "CHECK", 3000)


def in_ramp(rig: FakeRig) -> None:
    in_self_test(rig)
    until(rig, "RAMP_UP", 3000)
    rig.run(500)


def in_run(rig: FakeRig) -> None:
    in_self_test(rig)
    until(rig, "RUN", 5000)
    rig.run(130)


def in_hold(rig: FakeRig) -> None:
    in_run(rig)
    rig.lift()
    until(rig, "HOLD", 500)
    rig.run(300)


def in_ramp_down(rig: FakeRig) -> None:
    in_run(rig)
    rig.press("START", 60)
    until(rig, "RAMP_DOWN", 200)


# state: the way into it
WAYS: dict[str, Callable[[FakeRig], None]] = {
    "SELF_TEST": in_self_test,
    "CHECK": in_check,
    "RAMP_UP": in_ramp,
    "RUN": in_run,
    "HOLD": in_hold,
    "RAMP_DOWN": in_ramp_down,
}


def ms_to(rig: FakeRig, most_ms: float, reached: Callable[[], bool]) -> float:
    begin_ms = rig.now_ms
    while not reached():
        assert rig.now_ms - begin_ms <= most_ms, rig.status
        rig.run(0.5)
    return rig.now_ms - begin_ms


@pytest.mark.hazard("H35")
@pytest.mark.parametrize("delay_ms", DELAYS_MS)
@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("state", WAYS)
def test_off_is_0_ua_at_once_in_every_state(
    rig: FakeRig, state: str, link: str, delay_ms: float
) -> None:
    WAYS[state](rig)
    assert rig.status["state"] == state
    rig.run(delay_ms)
    assert rig.front.hv_on
    rig.send(b"OFF\n", link)
    wire_ms = 0.5 if link == "uart" else 0  # of its last byte

    def reached() -> bool:
        front = rig.front
        return (front.code, front.bridge, front.hv_on) == (0, 0, False)

    assert ms_to(rig, AT_ONCE_MS + wire_ms, reached) > 0
    off_us = rig.now_ms * 1000
    rig.run(300)
    rows = list(rig.front.trace.between(off_us, rig.now_ms * 1000))
    assert not any(row.bridge or row.code for row in rows)
    # what the skin had stored goes back through the crowbar
    assert all(abs(row.delivered_ua) < 0.01 for row in rows if row.t_us > off_us + 5000)
    assert rig.status["state"] == "IDLE"
    assert rig.answers[link][-1]["do"] == "off"
    assert_off(rig)


@pytest.mark.hazard("H35")
@pytest.mark.parametrize("delay_ms", DELAYS_MS)
@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("state", ["SELF_TEST", "CHECK", "HOLD", "RAMP_DOWN"])
def test_stop_is_at_once_where_no_ramp_is(
    rig: FakeRig, state: str, link: str, delay_ms: float
) -> None:
    WAYS[state](rig)
    rig.run(delay_ms)
    rig.send(b"stop\r\n", link)
    ms_to(rig, AT_ONCE_MS + 0.6, lambda: not rig.front.bridge and not rig.front.hv_on)
    assert_off(rig)


@pytest.mark.hazard("H35")
@pytest.mark.parametrize("delay_ms", DELAYS_MS)
@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("state", ["RAMP_UP", "RUN"])
def test_stop_begins_the_ramp_down_within_the_period(
    rig: FakeRig, state: str, link: str, delay_ms: float
) -> None:
    """The state changes within 20 ms; the skin sees it where the next period begins."""
    WAYS[state](rig)
    rig.run(delay_ms)
    rig.send(b"Stop\n", link)
    begin_us = rig.now_ms * 1000
    ms_to(rig, AT_ONCE_MS + 15, lambda: rig.status["state"] == "RAMP_DOWN")  # and to tell it
    rig.run(1000)
    trace = rig.front.trace
    first_us = begin_us + (AT_ONCE_MS + rig.period_ms) * 1000
    steps_ua = [
        trace.peak_ua(
            first_us + k * rig.period_ms * 1000, first_us + (k + 1) * rig.period_ms * 1000
        )
        for k in range(6)
    ]
    before_ua = trace.peak_ua(begin_us - rig.period_ms * 1000, begin_us)
    assert steps_ua[0] < before_ua and steps_ua == sorted(steps_ua, reverse=True)
    assert steps_ua[-1] < 0.01
    assert rig.status["ended"] == "stopped"
    assert_off(rig)


# before it: half a command, a line that is too long, bytes that are no text
BEFORE = (b'{"do": "se', b"x" * 1000, b"\xff\x00\x80", b'{"do": "hello"}\n' * 3, b"\n\r\n")


@pytest.mark.hazard("H35")
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("text", [b"OFF", b"off", b"Off 1234567890", b"off  \t"])
@pytest.mark.parametrize("link", LINKS)
def test_off_is_obeyed_whatever_came_before(
    rig: FakeRig, link: str, text: bytes, before: bytes
) -> None:
    in_run(rig)
    rig.send(before, link)
    rig.run(300)
    assert rig.status["state"] == "RUN"
    rig.send(text + b"\n", link)
    ms_to(rig, AT_ONCE_MS + 2, lambda: not rig.front.bridge and not rig.front.hv_on)
    assert_off(rig)


@pytest.mark.hazard("H35")
def test_stop_is_not_lost_to_a_button_in_the_same_turn(rig: FakeRig) -> None:
    in_run(rig)
    engine = rig.world.timers[0]._callback.__self__
    from galva.core import course

    engine.ask(course.STOP)
    engine.ask(course.LEVEL_UP)
    assert engine.request == course.STOP
    engine.ask(course.OFF)
    engine.ask(course.STOP)
    assert engine.request == course.OFF


# ---- lines

# what a host says: what the answer says is wrong
WRONG = {
    b"hello\n": "no JSON object",
    b"{}\n": "no crc",
    b'{"do": "hello"}\n': "no crc",
    b'{"do": "hello", "crc": 1}\n': "check sum differs",
    b'{"do": "start", "crc": 4294967295}\n': "check sum differs",
    b'{"do": "stop", "crc": null}\n': "check sum differs",
    command(do="hello").replace(b"hello", b"hallo"): "check sum differs",
    b"x" * 257 + b"\n": "more than 256 bytes",
    b"x" * 5000 + b"\n": "more than 256 bytes",
    b"[" * 250 + b"\n": "no JSON object",
    b'{"a":' * 45 + b"\n": "no crc",
    b"\xff\xfe\xfd\n": "no JSON object",
    b'{"do": "\xff"}\n': "docs/link.md",
    command(do="reboot"): 'unknown command "reboot": one of hello, ',
    command(do=["hello"]): "unknown command",
    command(do={}): "unknown command",
    command(x=1): "unknown command null",
    command(do="watch"): "every_ms is missing: give a whole number 0..5000",
    command(do="watch", every_ms="100"): 'every_ms is "100": give',
    command(do="watch", every_ms=True): "every_ms is true: give",
    command(do="watch", every_ms=1.5): "every_ms is 1.5: give",
    command(do="watch", every_ms=-1): "every_ms is -1: give",
    command(do="watch", every_ms=5001): "every_ms is 5001: give",
    command(do="watch", every_ms=10**30): "every_ms is 1000000000000000000000000000000",
    command(do="watch", every_ms=100, loud=1): 'unknown argument "loud": remove it',
    command(do="set", name="mute", value=[1]): "value is [1]: give a whole number or a text",
    command(do="set", name="", value=1): 'name is "": give a text of 1..40 characters',
    command(do="set", name="mute", value="x" * 41): "value is ",
}


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("data", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told_once_and_it_goes_on(rig: FakeRig, data: bytes, link: str) -> None:
    (answer,) = answers(rig, data, link, 600)
    assert not answer["ok"] and WRONG[data] in answer["error"]
    assert len(answer["error"]) <= 260
    assert ask(rig, link, do="hello", id=5)["re"] == 5


@pytest.mark.parametrize("link", LINKS)
def test_every_line_that_the_device_sends_has_its_crc(rig: FakeRig, link: str) -> None:
    said: list[bytes] = []
    rig.world.on_uart = said.append
    ask_in = command(do="hello") + b"nonsense\n"
    rig.send(ask_in, link)
    rig.run(1500)
    text = b"".join(said).decode() if link == "uart" else rig.console
    lines = [line for line in text.splitlines() if line.startswith("{")]
    assert len(lines) > 3
    for line in lines:
        body, _, crc = line.rpartition(', "crc": ')
        assert int(crc[:-1]) == zlib.crc32((body + "}").encode())
        assert json.loads(line)


def test_lines_that_come_together_are_obeyed_in_order_and_a_flood_is_told(rig: FakeRig) -> None:
    few = b"".join(command(do="hello", id=k) for k in range(4))
    assert [answer["re"] for answer in answers(rig, few, "uart")] == [0, 1, 2, 3]
    many = answers(rig, b"\n".join(b"?" for _ in range(60)) + b"\n", "uart")
    assert any("wait for each answer" in answer["error"] for answer in many)


def test_two_hosts_get_their_own_answers(rig: FakeRig) -> None:
    usb, uart = command(do="hello", id=1), command(do="usage", id=2)
    for k in range(0, 60, 5):
        rig.send(usb[k : k + 5], "usb")
        rig.send(uart[k : k + 5], "uart")
        rig.run(3)
    rig.run(200)
    assert [answer["re"] for answer in rig.answers["usb"]] == [1]
    assert rig.answers["usb"][0]["link"] == "usb"
    assert [answer["re"] for answer in rig.answers["uart"]] == [2]


@pytest.mark.parametrize("every_ms", [0, 100, 2000])
def test_watch_sets_the_rate_of_its_own_link(rig: FakeRig, every_ms: int) -> None:
    rig.run(200)
    assert ask(rig, "usb", do="watch", every_ms=every_ms)["ok"]
    before = len(rig.statuses)
    rig.run(4000)
    number = len(rig.statuses) - before
    due = 4000 // every_ms if every_ms else 0
    assert due - 1 <= number <= due + 1
    refused = ask(rig, "usb", do="watch", every_ms=99)
    assert refused["refused"] == "every_ms is 99: give 0 or 100..5000"


def test_what_the_wire_has_no_time_for_is_dropped(rig: FakeRig) -> None:
    """A write that would wait raises in the fake. Status lines are what is left out."""
    ask(rig, "uart", do="watch", every_ms=100)
    for k in range(100):
        rig.send(command(do="settings", id=k), "uart")
        rig.run(30)
    rig.run(500)
    got = [answer["re"] for answer in rig.answers["uart"] if "re" in answer]
    assert got == sorted(got) and len(got) > 50
    assert ask(rig, "uart", do="hello", id=900)["re"] == 900


def test_a_line_without_an_end_takes_no_more_memory_than_a_long_one() -> None:
    from galva.app.link import LINE_MOST, Host

    class Endless:
        name = "usb"

        def read(self) -> bytes:
            return b"x" * 64

        def line(self, _text: str) -> bool:
            return True

    host = Host(Endless())
    for _ in range(1000):
        host.poll()
    assert len(host._part) <= LINE_MOST + 64
