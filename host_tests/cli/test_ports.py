"""A board is found by its USB ids; none or two is one line with the cure."""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from tools.cli import ports, remote
from tools.cli.app import main
from tools.cli.remote import Remote
from tools.link import Client
from tools.problems import Failed, NoDevice, Refused


def port(path: str, vid: int | None = 0x2E8A, pid: int | None = 5) -> SimpleNamespace:
    return SimpleNamespace(device=path, vid=vid, pid=pid, serial_number=None)


def test_the_only_board_is_found_among_other_ports() -> None:
    listed = [
        port("/dev/ttyS0", None, None),
        port("/dev/ttyUSB0", 0x0BDA, 1),
        port("/dev/ttyACM1"),
    ]
    assert ports.find("", listed) == "/dev/ttyACM1"
    (found,) = ports.boards_on_usb(listed)
    assert (found.usb, found.what) == ("2e8a:0005", "MicroPython on RP2")


def test_a_given_port_is_taken_as_it_is() -> None:
    assert ports.find("/dev/pts/3", [port("a"), port("b")]) == "/dev/pts/3"


def test_none_and_two_are_told_with_the_cure() -> None:
    with pytest.raises(NoDevice, match="cable carries data"):
        ports.find("", [port("/dev/ttyS0", None, None)])
    with pytest.raises(NoDevice, match="2 boards on USB: a, b: say which, with --port"):
        ports.find("", [port("b"), port("a", 0x10C4, 0xEA60)])


@pytest.mark.parametrize("vendor", [0x2E8A, 0x303A, 0x1A86, 0x0403])
def test_each_vendor_is_known(vendor: int) -> None:
    assert ports.kind_of(vendor, 0x1234)
    assert not ports.kind_of(vendor + 1, 0x1234) and not ports.kind_of(None, None)


@pytest.mark.parametrize("path", ["/dev/galva-is-not-here", "/dev/null"])
def test_what_mpremote_says_becomes_one_line(path: str) -> None:
    with pytest.raises(NoDevice) as seen:
        Remote(path).execute("print(1)")
    assert str(seen.value).startswith(f"{path}: cannot be opened: check cable and rights")
    assert "\n" not in str(seen.value)


def test_a_program_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Failed, match="no answer in 0 s"):
        Remote("/dev/ptmx").do("exec", "pass", timeout_s=0.01)


@pytest.mark.parametrize(
    ("states", "refused"),
    [
        (["IDLE"], False),
        (["FAULT"], False),
        (["SELF_TEST", "SELF_TEST", "IDLE"], False),
        (["RUN"], True),
        (["SELF_TEST", "CHECK"], True),
        ([], False),
    ],
)
def test_a_session_refuses_and_a_self_test_is_waited_for(
    states: list[str], refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def status(_self: object) -> SimpleNamespace:
        if not states:
            raise Failed("status: no answer")
        return SimpleNamespace(state=states.pop(0))

    monkeypatch.setattr(Client, "status", status)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    with pytest.raises(Refused, match="x: a session runs") if refused else nullcontext():
        remote.refuse_in_session("x")
    assert not states


def test_no_port_at_all_is_told_with_its_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ports, "boards_on_usb", lambda *_listed: [])
    assert main(["ports", "--json"]) == 3
    printed = capsys.readouterr()
    assert printed.out == "[]\n" and "cable carries data" in printed.err
