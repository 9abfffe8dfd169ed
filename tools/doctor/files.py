"""MicroPython and the files of a board against what this checkout would put there."""

import hashlib
from collections.abc import Iterator
from functools import cache

from galva import VERSION
from tools import image
from tools.boards import boards, data
from tools.doctor.disk import Disk
from tools.doctor.findings import Finding, found
from tools.doctor.records import is_record

OLDEST, NEWEST = (1, 26), (1, 29)
# sys.implementation._mpy: bits 0-7 the version, from bit 10 the machine code: armv6m 4, armv7m and
# its kin 5..8, which run armv6m too, xtensawin 10 (as mpy-cross writes them)
_MPY = 6
_LOADS = {"armv6m": range(4, 9), "xtensawin": range(10, 11)}
_MACHINES = {"rp2040": "RP2040", "rp2350": "RP2350", "esp32": "ESP32", "esp32s3": "ESP32S3"}
_FULL_BYTES, _LOW_BYTES = 16 * 1024, 64 * 1024
_PARTS = (".part", ".tmp")
_OWN = ("safe_mode", image.MANIFEST, "modes.json", "routines.json", "board.py")


@cache
def expected(board: str, *, source: bool = False) -> dict[str, str]:
    """Path -> sha256 of what a deploy of this checkout puts on this board."""
    content = image.app(board, source=source)
    del content[image.MANIFEST]  # of a deploy, not of a copy by hand
    return {path: hashlib.sha256(text).hexdigest() for path, text in content.items()}


def of_firmware(disk: Disk) -> Iterator[Finding]:
    """MicroPython and the chip."""
    version = ".".join(map(str, disk.version))
    oldest, newest = (".".join(map(str, each)) for each in (OLDEST, NEWEST))
    if disk.version[:2] < OLDEST:
        yield found("old micropython", version=version, oldest=oldest)
    elif disk.version[:2] > NEWEST:
        yield found("new micropython", version=version, newest=newest)
    if disk.board not in boards():
        return
    board = data(disk.board)
    if disk.machine.rpartition(" with ")[2] != _MACHINES[board.chip]:
        told = {"board": board.name, "chip": board.chip, "machine": disk.machine}
        yield found("other chip", **told)
    march = "xtensawin" if board.chip.startswith("esp32") else "armv6m"
    if disk.mpy & 0xFF != _MPY or disk.mpy >> 10 not in _LOADS[march]:
        yield found("other mpy", march=march)


def of_files(disk: Disk) -> Iterator[Finding]:
    """Each file, and the room."""
    ours = [path for path in disk.files if path.startswith(("galva/", "boards/"))]
    if disk.board not in boards() and not ours:
        yield found("nothing deployed")
    else:
        board = disk.board if disk.board in boards() else _board_of(disk)
        source = "galva/__init__.py" in disk.files
        yield from _against(disk, expected(board, source=source))
    for path, why in disk.unreadable.items():
        yield found("unreadable file", path=path, why=why)
    if "safe_mode" in disk.files:
        yield found("safe mode")
    yield from _room(disk)


def _board_of(disk: Disk) -> str:
    """For a board.py that is gone: the board's own module is still there."""
    names = [path.split("/")[1].split(".")[0] for path in disk.files if path.startswith("boards/")]
    return next((name for name in names if name in boards()), boards()[0])


def _against(disk: Disk, due: dict[str, str]) -> Iterator[Finding]:
    for path, sha in due.items():
        if path not in disk.files and path not in disk.unreadable:
            first = path in ("boot.py", "main.py")
            yield found(f"no {path}") if first else found("missing file", path=path)
        elif disk.files.get(path, sha) != sha:
            yield found("changed file", path=path, version=VERSION)
    yield from _strange(disk, due)


def _strange(disk: Disk, due: dict[str, str]) -> Iterator[Finding]:
    """What is there and should not be; a folder is told once, not file by file."""
    told = [path for path in disk.folders if path == "lib/lib"]
    yield from (found("lib in lib", path=path) for path in told)
    caches = [path for path in disk.folders if path.endswith("__pycache__")]
    yield from (found("pycache", path=path) for path in caches if not _inside(path, told))
    for path in disk.files:
        if path in due or path in _OWN or is_record(path) or _inside(path, told + caches):
            continue
        yield _kind_of(path, due)


def _inside(path: str, folders: list[str]) -> bool:
    return any(path.startswith(folder + "/") for folder in folders)


def _kind_of(path: str, due: dict[str, str]) -> Finding:
    if path.endswith(_PARTS):
        return found("part left", path=path)
    if path.endswith(".py") and path.removesuffix(".py") + ".mpy" in due:
        return found("hidden file", path=path)
    return found("foreign file", path=path)


def _room(disk: Disk) -> Iterator[Finding]:
    sizes = {"free": disk.free_bytes // 1024, "all": disk.all_bytes // 1024}
    if disk.free_bytes < _FULL_BYTES:
        yield found("disk full", **sizes)
    elif disk.free_bytes < _LOW_BYTES:
        yield found("disk low", **sizes)
