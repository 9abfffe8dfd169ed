"""A board is found by its USB ids; none or two is one line with the cure."""

from types import SimpleNamespace

import pytest

from tools.cli import ports
from tools.cli.remote import Remote
from tools.problems import Failed, NoDevice


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
