"""The boot drive that an RP2 chip shows while BOOT (BOOTSEL) was held at power-on."""

import errno
import os
import re
import string
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.flash.chips import RP2
from tools.problems import Failed

INFO = "INFO_UF2.TXT"
_BOARD_ID = re.compile(r"^Board-ID:\s*(\S+)", re.MULTILINE)
_PIECE = 64 * 1024
_NAME = "galva.uf2"  # any name does
_MOUNTS = Path("/proc/mounts")
_USB = Path("/sys/bus/usb/devices")


@dataclass(frozen=True)
class BootDrive:
    """Where it is mounted; chip: of RP2, "" = another kind of board with a UF2 boot loader."""

    path: Path
    board_id: str
    chip: str


def places() -> list[Path]:
    """Where drives are mounted on this computer."""
    if sys.platform == "win32":
        return [Path(f"{letter}:\\") for letter in string.ascii_uppercase]
    if sys.platform == "darwin":
        return sorted(Path("/Volumes").glob("*"))
    found = [each for root in ("/media", "/run/media") for each in Path(root).glob("*/*")]
    found += [*Path("/media").glob("*"), *Path("/mnt").glob("*"), Path("/mnt")]
    if _MOUNTS.exists():
        told = (line.split()[1] for line in _MOUNTS.read_text().splitlines())
        found += [Path(each.replace("\\040", " ")) for each in told]
    return sorted(set(found))


def found(where: Iterable[Path] | None = None) -> list[BootDrive]:
    """All boot drives that are mounted."""
    drives = []
    for place in places() if where is None else where:
        try:
            told = _BOARD_ID.search((place / INFO).read_text(errors="replace"))
        except OSError:
            continue
        if told:
            chips = [chip for chip, drive in RP2.items() if drive.board_id == told[1]]
            drives.append(BootDrive(place, told[1], *chips or [""]))
    return drives


def unmounted(usb: Path = _USB) -> str:
    """Board-ID of an RP2 in boot mode that is on USB (Linux tells), "" = none."""
    for device in usb.glob("*"):
        try:
            ids = [(device / name).read_text().strip() for name in ("idVendor", "idProduct")]
        except OSError:
            continue
        for drive in RP2.values():
            if ":".join(ids) == drive.usb:
                return drive.board_id
    return ""


def write(drive: BootDrive, data: bytes, tell: Callable[[int], None]) -> None:
    """Copy an image, each piece through to the board. Failed: it is not complete.

    tell(bytes): so many more are there. The board leaves with the last block, so what fails after
    it is no failure.
    """
    done = 0
    try:
        with (drive.path / _NAME).open("wb", buffering=0) as file:
            while done < len(data):
                done += file.write(data[done : done + _PIECE])
                _through(file.fileno(), last=done == len(data))
                tell(done)
    except OSError as error:
        if done < len(data):
            raise Failed(f"{drive.path}: {_cause(error)}") from error


def _through(file: int, *, last: bool) -> None:
    try:
        os.fsync(file)
    except OSError:
        if not last:
            raise


_AGAIN = "unplug the board, hold BOOT, plug it in, run it again"
_CAUSES = {
    errno.ENOSPC: f"the drive is full: {_AGAIN}",
    errno.EROFS: f"the drive is read-only: {_AGAIN}; check how it is mounted",
    errno.EACCES: "no right to write there: mount the drive as your user",
    errno.EPERM: "no right to write there: mount the drive as your user",
}


def _cause(error: OSError) -> str:
    gone = f"{error.strerror}, was it unplugged?: {_AGAIN}"
    return _CAUSES.get(error.errno or 0, gone)
