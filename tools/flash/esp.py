"""An image onto an ESP32, by esptool as a subprocess."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator

from tools.cli.remote import refuse_in_session
from tools.flash.chips import ESP32
from tools.flash.images import Image
from tools.problems import Failed, Mismatch, NoDevice, Problem

BAUD = 460800
_HOLD = "hold BOOT until the writing begins"
# What esptool 5.6 says, and what it means
_FAILURES: tuple[tuple[str, type[Problem], str], ...] = (
    ("no module named esptool", Failed, "esptool is not installed: make setup"),
    ("permission denied", NoDevice, "no right to open it: join the group dialout, log in again"),
    ("exclusively lock", NoDevice, "another program has it: close that"),
    ("resource busy", NoDevice, "another program has it: close that"),
    ("could not open", NoDevice, "no such port: check the cable; see `galva ports`"),
    ("this chip is", Mismatch, "{said}: the image is for another chip than the board's"),
    ("wrong boot mode", Failed, f"the chip runs its program: {_HOLD}, run it again"),
    ("failed to connect", Failed, f"the chip does not answer: {_HOLD}, run it again"),
    ("tx path seems to be down", Failed, "the chip hears nothing: check the cable"),
    ("lost connection", NoDevice, "unplugged in the middle: plug it in, run it again"),
    ("device disconnected", NoDevice, "unplugged in the middle: plug it in, run it again"),
    ("input/output error", NoDevice, "unplugged in the middle: plug it in, run it again"),
    ("md5", Failed, "what is in the flash differs: run it again with --baud 115200"),
    ("fit in", Failed, "the flash of this module is too small for the image"),
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")
_SAID = re.compile(r"(?:fatal error occurred|error): *(.+)", re.IGNORECASE)


def commands(image: Image, port: str, *, erase: bool, baud: int = BAUD) -> Iterator[list[str]]:
    """What esptool is asked to do, one after the other."""
    start = [sys.executable, "-m", "esptool", "--chip", image.chip, "--port", port]
    start += ["--baud", str(baud)]
    if erase:
        yield [*start, "erase-flash"]
    yield [*start, "write-flash", hex(ESP32[image.chip].offset), str(image.path)]


def flash(
    image: Image, port: str, tell: Callable[[float], None], *, erase: bool, baud: int = BAUD
) -> None:
    """Write it. tell(percent). Refused in a session; else what esptool said, with the cure."""
    refuse_in_session(port)
    for command in commands(image, port, erase=erase, baud=baud):
        _run(command, port, tell)


def _run(command: list[str], port: str, tell: Callable[[float], None]) -> None:
    """NoDevice, Mismatch, Failed."""
    said = ""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,  # its progress ends with a carriage return, which is a line here
        errors="replace",
    ) as program:
        assert program.stdout
        for line in program.stdout:
            said += line
            for percent in _PERCENT.findall(line)[-1:]:
                tell(float(percent))
    if program.returncode:
        raise problem(port, said)


def problem(port: str, said: str) -> Problem:
    """One line for what esptool printed before it failed."""
    told = _SAID.findall(said)
    last = told[-1].strip() if told else (said.strip().splitlines() or ["nothing"])[-1]
    for text, kind, cure in _FAILURES:
        if text in said.lower():
            return kind(f"{port}: {cure.format(said=last)}")
    return Failed(f"{port}: esptool said: {last}: {_HOLD}, run it again")
