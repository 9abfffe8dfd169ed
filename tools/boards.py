"""The boards: their data, and the boot.py of each."""

import re
from importlib import import_module
from types import ModuleType

from galva.core.board import Board
from tools import ROOT
from tools.problems import Failed

_EMULATED = "rp2040"
# Chip -> the file in firmware/ that is written for it, and the board whose pins stand in there.
_BOOTS = {
    "rp2040": ("boot.py", "pico"),
    "rp2350": ("boot.py", "pico"),
    "esp32": ("boot_esp32.py", "esp32"),
    "esp32s3": ("boot_esp32_s3.py", "esp32_s3"),
}
_OFF = re.compile(r"for gpio in \(([\d, ]+)\):  # .+")  # the pins that go low, RUN first
_PIN = re.compile(r"(?<=\bPin\()\d+")


class ImageError(Failed):
    """An image that cannot be built: what, where, the cure."""


def names() -> list[str]:
    """The names of all boards."""
    return sorted(path.stem for path in (ROOT / "boards").glob("*.py"))


def data(board: str) -> Board:
    """BOARD of boards/<board>.py. ImageError: there is none."""
    found = _module(board).BOARD
    assert isinstance(found, Board)
    return found


def words(board: str) -> str:
    """What boards/<board>.py says of itself: a line, and its wiring. ImageError: there is none."""
    return (_module(board).__doc__ or "").strip()


def _module(board: str) -> ModuleType:
    if board not in names():
        raise ImageError(f"unknown board {board!r}; BOARD is one of: {', '.join(names())}")
    return import_module(f"boards.{board}")


def emulated() -> list[str]:
    """The names of those whose chip the emulator knows."""
    return [name for name in names() if data(name).chip == _EMULATED]


def boot(board: str) -> bytes:
    """boot.py of a board: that of its chip, with the board's own pins. ImageError."""
    this = data(board)
    name, model = _BOOTS[this.chip]
    roles = {str(gpio): role for role, gpio in data(model).pins.gpio.items()}

    def off(found: re.Match[str]) -> str:
        have = [roles[gpio] for gpio in found[1].split(", ") if roles[gpio] in this.pins.gpio]
        gpios = ", ".join(str(this.pins.gpio[role]) for role in have)
        return f"for gpio in ({gpios}):  # {', '.join(role.upper() for role in have)}"

    def pin(found: re.Match[str]) -> str:
        role = roles[found[0]]
        if role not in this.pins.gpio:
            raise ImageError(f"{board}: no pin for {role}: firmware/{name} needs it")
        return str(this.pins.gpio[role])

    text = (ROOT / "firmware" / name).read_text(encoding="utf-8")
    text = text.replace(f"boards/{model}.py", f"boards/{board}.py")
    return _PIN.sub(pin, _OFF.sub(off, text)).encode()
