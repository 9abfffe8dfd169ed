"""What is typed at galva sim reaches the device; what cannot be is told with what can."""

import os

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import until
from tools.emulator.typed import Lines, act


def test_a_session_as_a_person_has_it(rig: FakeRig) -> None:
    assert act(rig, "plus") == ""
    rig.run(400)
    assert rig.status["level"] == 2
    assert act(rig, "skin good") == "" == act(rig, "START 0.7\n")
    until(rig, "RUN", 9000)
    assert rig.front.afe.load_ua or rig.status["target_ua"] == 80
    assert act(rig, "start") == ""
    until(rig, "IDLE", 9000)
    assert rig.status["ended"] == "stopped"


def test_usb_power(rig: FakeRig) -> None:
    assert act(rig, "usb on") == ""
    rig.run(400)
    assert rig.status["link"] == "usb: bench only"
    act(rig, "usb off")
    rig.run(2000)
    assert rig.status["link"] == "battery"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", ""),
        ("stop", "'stop': type one of START, MODE"),
        ("start now", "type one of"),
        ("start 99", "start: 10 s at most"),
        ("skin wet", "skin 'wet' is not known; use "),
        ("usb maybe", "type one of"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_happens(rig: FakeRig, line: str, told: str) -> None:
    assert told in act(rig, line)
    rig.run(700)
    assert rig.status["state"] == "IDLE" and rig.status["link"] == "battery"


def test_lines_come_whole_and_end_with_the_file() -> None:
    read, write = os.pipe()
    lines = Lines(read)
    assert lines.new() == []
    os.write(write, b"start 0.5\nmo")
    assert lines.new() == ["start 0.5"]
    os.write(write, b"de\n")
    assert lines.new() == ["mode"]
    os.close(write)
    assert lines.new() == [] == lines.new()
    os.close(read)
    assert lines.new() == []
