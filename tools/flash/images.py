"""An image file, known by its content, and whether it is the one for a board."""

import re
from dataclasses import dataclass
from pathlib import Path

from tools import boards
from tools.emulator import uf2
from tools.flash import espfile, uf2file
from tools.flash.chips import ESP32
from tools.problems import Failed, Mismatch, Usage

OLDEST = (1, 26)  # of MicroPython: Timer(hard=True)
_VERSION = re.compile(rb"MicroPython v(\d+)\.(\d+)[\w.-]* on \d{4}-")  # the two halves of
_MACHINE = re.compile(rb"; ([ -~]+) with (?:RP2|ESP32)\w*\0")  # its first line at a prompt
_DOWNLOAD = "micropython.org/download"
# (chip, radio): what is cached for it
CACHED = {
    ("rp2040", True): uf2.NAME,
    ("esp32", True): uf2.ESP32,
    ("esp32s3", True): uf2.ESP32_S3,
}
_PAGES = {"rp2040": "RPI_PICO", "rp2350": "RPI_PICO2", "esp32": "ESP32_GENERIC"}
_PAGES["esp32s3"] = "ESP32_GENERIC_S3"


@dataclass(frozen=True)
class Image:
    """A whole, undamaged MicroPython image. machine: as MicroPython calls the board."""

    path: Path
    chip: str
    machine: str
    version: tuple[int, int]
    data: bytes


@dataclass(frozen=True)
class Target:
    """A board of boards/: its chip, and whether the module has a radio (RP2: another image)."""

    board: str
    chip: str
    radio: bool

    @property
    def page(self) -> str:
        """Where MicroPython's image for it is."""
        radio = "_W" if self.radio and self.chip not in ESP32 else ""
        return f"{_DOWNLOAD}/{_PAGES[self.chip]}{radio}"


def target(board: str) -> Target:
    """Usage for a board that there is not."""
    if board not in boards.names():
        raise Usage(f"unknown board {board!r}: one of {', '.join(boards.names())}")
    chip = boards.data(board).chip
    return Target(board, chip, "_w" in board or chip in ESP32)


def read(path: Path) -> Image:
    """What is in a file. Usage: no such file; Failed: it is no image, or damaged."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Usage(f"{path}: {error.strerror}: give the image's path") from error
    if data.startswith(uf2file.MAGIC):
        chip, flash = uf2file.content(path.name, data)
    elif data.startswith(espfile.MAGIC):
        chip, flash = espfile.chip_of(path.name, data), data
    else:
        raise Failed(f"{path.name}: neither a UF2 nor an ESP32 image: get it from {_DOWNLOAD}")
    version, machine = _VERSION.search(flash), _MACHINE.search(flash)
    if version is None or machine is None:
        raise Failed(f"{path.name}: there is no MicroPython in it: get it from {_DOWNLOAD}")
    return Image(path, chip, machine[1].decode(), (int(version[1]), int(version[2])), data)


def check(found: Image, wanted: Target) -> str:
    """A warning, "" = it is the very one. Mismatch: it cannot run there, or is too old."""
    name = found.path.name
    if found.chip != wanted.chip:
        cure = f"get the one of {wanted.page}"
        raise Mismatch(f"{name}: for {found.chip}, but {wanted.board} has {wanted.chip}: {cure}")
    if found.version < OLDEST:
        told, oldest = (".".join(map(str, each)) for each in (found.version, OLDEST))
        raise Mismatch(f"{name}: MicroPython {told}: Galva needs {oldest} or later: {wanted.page}")
    if found.chip in ESP32:
        return ""
    made_for = "Raspberry Pi Pico" + " 2" * (found.chip == "rp2350") + " W" * wanted.radio
    if found.machine == made_for:
        return ""
    return (
        f"{name} is for a {found.machine}, not a {made_for}: it may start, without radio; files "
        "of another image, the calibration too, are lost"
    )


def cached(wanted: Target) -> Path:
    """The image that set-up has taken out of its wheel. Failed: there is none for this board."""
    name = CACHED.get((wanted.chip, wanted.radio))
    if name is None:
        cure = f"get it from {wanted.page}, give it with --file (make: FILE=)"
        raise Failed(f"no image for {wanted.board} came with set-up: {cure}")
    try:
        return uf2.fetch(name)
    except uf2.ImageRefused as error:
        raise Failed(str(error)) from error
