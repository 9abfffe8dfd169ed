"""What the system says when a port is opened, and what a device says when it starts."""

import errno
import os
import pty
from pathlib import Path

import pytest
import serial

from host_tests.links import command
from tools.doctor import host, talk
from tools.link.port import Port


def test_a_port_that_is_not_there() -> None:
    assert host.opened("/dev/galva-is-not-here") == "no port"


def test_a_port_that_another_program_has() -> None:
    ours, theirs = pty.openpty()
    path = os.ttyname(theirs)
    assert host.opened(path) == ""
    with serial.Serial(path, exclusive=True):
        assert host.opened(path) == "busy port"
    assert host.opened(path) == ""
    os.close(ours)
    os.close(theirs)


def test_a_port_without_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_port: object, **_options: object) -> None:
        raise serial.SerialException(errno.EACCES, "could not open port: Permission denied")

    monkeypatch.setattr(serial, "Serial", refuse)
    assert host.opened("/dev/ttyACM0") == "no rights"


def test_the_group_of_a_port_is_in_its_cure(tmp_path: Path) -> None:
    (tmp_path / "port").touch()
    port = str(tmp_path / "port")
    this = host.Host((3, 11), {}, (port,), "", lambda _port: "no rights")
    _none, (told,) = host.of_port(this, "")
    assert f"-G {Path(port).group()} $USER" in told.cure


class Says:
    """A port on which these pieces arrive, then nothing."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)
        self.sent = b""
        self.closed = False

    def read(self) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""

    def write(self, data: bytes) -> None:
        self.sent += data

    def close(self) -> None:
        self.closed = True


def status(state: str) -> bytes:
    return command(state=state)


def heard(*pieces: bytes) -> tuple[talk.Boot, Says]:
    port = Says(*pieces)

    def opened() -> Port:
        return port

    return talk.listen(opened, talk.SOFT_RESET), port


def test_a_start_is_heard_to_the_end_of_the_self_test() -> None:
    boot, port = heard(
        b"MPY: soft reboot\r\n" + status("IDLE"), status("SELF_TEST") * 3, status("IDLE")
    )
    assert (boot.status["state"], boot.tested, boot.said) == ("IDLE", True, [])
    assert port.closed and port.sent == talk.SOFT_RESET


def test_a_latched_fault_is_the_end_at_once() -> None:
    boot, _port = heard(status("FAULT"), status("IDLE"))
    assert (boot.status["state"], boot.tested) == ("FAULT", False)


def test_the_last_words_of_a_program_that_does_not_start() -> None:
    trace = b"Traceback (most recent call last):\r\n  File 'main.py'\r\nImportError: no module\r\n"
    boot, port = heard(trace, b"MicroPython v1.27.0 on 2025-12-09; x with RP2040\r\n>>> ")
    assert not boot.status and boot.last == "ImportError: no module" and port.closed


def test_a_device_that_never_tests_itself_is_not_waited_for() -> None:
    boot, port = heard(status("IDLE") * 100)
    assert boot.status["state"] == "IDLE" and not boot.tested and port.closed
