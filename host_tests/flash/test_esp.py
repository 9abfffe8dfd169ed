"""esptool 5.6 itself: what it is asked, what it says, and the line that comes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from host_tests.flash.rom import Rom
from tools.emulator import uf2
from tools.flash import esp, images
from tools.flash.images import Image
from tools.problems import Failed, Mismatch, NoDevice, Problem, Refused

_PICO, DEVKIT, S3 = uf2.IMAGES


@pytest.fixture
def image() -> Image:
    return images.read(uf2.fetch(DEVKIT))


@pytest.fixture
def rom() -> Iterator[Rom]:
    rom = Rom(9)
    yield rom
    rom.close()


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(esp, "refuse_in_session", lambda _port: None)


def ignored(_percent: float) -> None:
    """Nobody looks."""


@pytest.mark.parametrize(("name", "offset"), [(DEVKIT, "0x1000"), (S3, "0x0")])
def test_an_image_goes_to_its_chips_offset(name: str, offset: str) -> None:
    image = images.read(uf2.fetch(name))
    (command,) = esp.commands(image, "p", erase=False)
    assert command[3:] == [
        *("--chip", image.chip, "--port", "p", "--baud", "460800"),
        *("write-flash", offset, str(image.path)),
    ]
    erase, write = esp.commands(image, "p", erase=True)
    assert erase[-1] == "erase-flash" and write == command


def test_a_port_that_is_not_there(image: Image) -> None:
    with pytest.raises(NoDevice, match="/dev/galva-is-not-here: no such port: check the cable"):
        esp.flash(image, "/dev/galva-is-not-here", ignored, erase=False)


def test_the_wrong_chip_is_named_before_anything_is_written(image: Image, rom: Rom) -> None:
    with pytest.raises(Mismatch, match=r"chip is ESP32-S3, not ESP32.*the image is for another"):
        esp.flash(image, rom.path, ignored, erase=False)


def test_a_session_is_not_ended(image: Image, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_port: str) -> None:
        raise Refused("a session runs")

    monkeypatch.setattr(esp, "refuse_in_session", refuse)
    monkeypatch.setattr(esp, "_run", pytest.fail)
    with pytest.raises(Refused):
        esp.flash(image, "p", ignored, erase=True)


# Recorded from esptool 5.6.0, except where it needs a chip: then from its source
@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        (
            "ERROR: A fatal error occurred: Failed to connect to ESP32: No serial data received.\n"
            "For troubleshooting steps visit: https://docs.espressif.com/\n",
            Failed,
            "p: the chip does not answer: hold BOOT until the writing begins, run it again",
        ),
        (
            "ERROR: A fatal error occurred: Failed to connect to ESP32: Wrong boot mode detected "
            "(0x13)! The chip needs to be in download mode.\n",
            Failed,
            "p: the chip runs its program: hold BOOT",
        ),
        (
            "A fatal error occurred: Could not open p, the port is busy or doesn't exist.\n"
            "([Errno 13] could not open port p: [Errno 13] Permission denied: 'p')\n",
            NoDevice,
            "p: no right to open it: join the group dialout",
        ),
        (
            "A fatal error occurred: Could not open p, the port is busy or doesn't exist.\n"
            "([Errno 11] Could not exclusively lock port p: [Errno 11] Resource temporarily "
            "unavailable)\n",
            NoDevice,
            "p: another program has it: close that",
        ),
        (
            "Writing at 0x00010000... \nERROR: A fatal error occurred: Serial device disconnected",
            NoDevice,
            "p: unplugged in the middle",
        ),
        ("/usr/bin/python: No module named esptool\n", Failed, "esptool is not installed: make"),
        ("A fatal error occurred: Something new.\n", Failed, "p: esptool said: Something new.: "),
    ],
)
def test_what_esptool_says_is_one_line(said: str, kind: type[Problem], text: str) -> None:
    problem = esp.problem("p", said)
    assert type(problem) is kind and str(problem).startswith((text, "p: " + text))
    assert "\n" not in str(problem)


def test_its_progress_is_shown(tmp_path: Path) -> None:
    program = tmp_path / "esptool.py"
    program.write_text("print('Wrote 10 %', end='\\r'); print('Wrote 55.5%', end='\\r')")
    seen: list[float] = []
    esp._run(["python3", str(program)], "p", seen.append)
    assert seen == [10.0, 55.5]
