"""The links on the emulated chip: real USB and UART drivers, real times."""

import json
import random
import sys
from collections.abc import Callable
from functools import partial

import pytest

from host_tests.links import LINKS, ask, command
from host_tests.scenarios.sessions import assert_off, power_on, until
from host_tests.web import pages
from host_tests.web.pages import Later
from tools.emulator import bridge
from tools.emulator.rig import EmulatedRig, forked

AT_ONCE_MS = 20
COLLECTION_MS = 45  # of garbage, in a session: while it lasts nothing is heard
DELAYS_MS = (0, 7, 13, 60, 110)
FLOOD_MS = 2500
PAGE_MS = 400
RAMP_MS = 700  # of LIFT's end: the period that runs, and 500 ms


def off_after_ms(rig: EmulatedRig, link: str) -> float:
    begin_ms = rig.now_ms
    rig.send(b"OFF\n", link)
    while rig.front.bridge or rig.front.code or rig.front.hv_on:
        rig.run(0.25)
        assert rig.now_ms - begin_ms < 500
    return rig.now_ms - begin_ms


@pytest.mark.hazard("H35")
@pytest.mark.parametrize("link", LINKS)
def test_off_is_0_ua_within_20_ms(running: EmulatedRig, link: str) -> None:
    def off(delay_ms: float) -> float:
        running.run(delay_ms)
        ms = off_after_ms(running, link)
        assert_off(running)
        assert running.answers[link][-1] == running.answers[link][-1] | {"do": "off", "ok": True}
        return ms

    took_ms = [forked(partial(off, ms)) for ms in DELAYS_MS]
    assert max(took_ms) <= AT_ONCE_MS


@pytest.mark.hazard("H35")
def test_stop_over_uart_ramps_down(running: EmulatedRig) -> None:
    def stop() -> None:
        running.send(b"STOP\n", "uart")
        until(running, "RAMP_DOWN", 80)  # its answer and a collection come before the status
        until(running, "IDLE", 1500)
        assert running.status["ended"] == "stopped"
        assert_off(running)

    forked(stop)


def test_both_links_answer_at_the_same_time(running: EmulatedRig) -> None:
    def both() -> None:
        running.send(command(do="hello", id=1), "uart")
        assert ask(running, "usb", do="hello", id=2)["link"] == "usb"
        assert [told["re"] for told in running.answers["uart"]] == [1]

    forked(both)


@pytest.mark.hazard("H35")
def test_a_flood_on_both_links_changes_nothing(running: EmulatedRig) -> None:
    """The same samples at the same microsecond, no tick late; OFF over UART as fast as ever."""
    noise = random.Random(5).randbytes(12_000).replace(b"\x03", b"?")

    def session(flood: bytes) -> tuple[list[tuple[int, int, int]], int, float]:
        begin_us = running.now_ms * 1000
        if flood:
            running.send(flood, "usb")
            running.send(flood * 2, "uart")
        running.run(FLOOD_MS)
        rows = running.front.trace.between(begin_us, running.now_ms * 1000)
        seen = [(round(row.t_us), row.code, row.bridge) for row in rows]
        assert running.status["fault"] == "" and running.status["late_us"] < 5100
        if flood:
            assert min(len(running.answers[link]) for link in LINKS) > 20
        return seen, len(seen), off_after_ms(running, "usb") if not flood else 0

    flooded, number, _ = forked(lambda: session(noise))
    quiet, *_ = forked(lambda: session(b""))
    assert number > 300
    assert flooded == quiet


@pytest.mark.hazard("H35")
def test_off_on_one_link_does_not_wait_for_a_flood_on_the_other(running: EmulatedRig) -> None:
    def off() -> float:
        running.send(random.Random(6).randbytes(3000).replace(b"\x03", b"?"), "usb")
        running.run(100)
        return off_after_ms(running, "uart")

    assert forked(off) <= AT_ONCE_MS + COLLECTION_MS


@pytest.mark.hazard("H23")
def test_ctrl_c_on_uart_is_a_byte_like_any_other(running: EmulatedRig) -> None:
    def talk() -> None:
        running.send(b"\x03\x04\x01\n", "uart")
        running.run(200)
        assert running.status["state"] == "RUN"
        assert running.answers["uart"][-1]["ok"] is False

    forked(talk)


@pytest.mark.hazard("H35")
@pytest.mark.parametrize(
    ("word", "most_ms"), [(b"OFF\n", AT_ONCE_MS + COLLECTION_MS), (b"STOP\n", RAMP_MS)]
)
def test_a_word_of_the_page_ends_a_session(
    running: EmulatedRig,
    word: bytes,
    most_ms: float,
    record_property: Callable[[str, object], None],
) -> None:
    def end() -> tuple[Later, Later]:
        found = pages.latency(running, word)
        assert_off(running)
        return found

    off, released = forked(end)
    figure = f"code 0 and crowbarred {off}, relay open and 0 uA {released}"
    record_property(f"{word.decode().strip()} into the page's socket, in RUN", figure)
    assert off.ms <= most_ms and released.ms <= most_ms + 75


@pytest.mark.hazard("H35")
def test_a_page_of_noise_on_both_sockets_changes_nothing(running: EmulatedRig) -> None:
    """The same samples at the same microsecond as in a quiet run, and an answer afterwards."""
    begin_us = running.now_ms * 1000

    def session(flood: bool) -> list[tuple[int, int, int]]:
        if flood:
            assert pages.shouted(running, PAGE_MS)["board"] == "pico"
        else:
            running.run(PAGE_MS)
        rows = running.front.trace.between(begin_us, begin_us + PAGE_MS * 1000)
        assert running.status["fault"] == ""
        return [(round(row.t_us), row.code, row.bridge) for row in rows]

    quiet = forked(lambda: session(False))
    assert len(quiet) > 60
    assert forked(lambda: session(True)) == quiet


def test_the_command_line_speaks_with_a_device() -> None:
    """The real program at a port of this machine, the real firmware behind it."""
    rig = EmulatedRig()
    power_on(rig)
    rig.usb(True)

    def link(*arguments: str) -> bridge.Done:
        program = (sys.executable, "-m", "tools.cli", *arguments, "--port")
        return bridge.ran(rig, lambda path: (*program, path))

    hello = link("info", "--json")
    assert hello.status == 0 and json.loads(hello.printed)["board"] == "pico"
    assert link("settings", "user_ua", "150").status == 2  # not without --sure
    assert link("settings", "user_ua", "150", "--sure").status == 0
    assert json.loads(link("settings", "--json").printed)["user_ua"] == 150
    refused = link("settings", "user_ua", "5000", "--sure")
    assert refused.status == 4 and "give 20..500" in refused.printed
    assert link("press", "start").status == 4  # only a hand starts
    assert rig.status["state"] == "IDLE"
