"""MicroPython and the files of a board against what this checkout would put there."""

import hashlib
from collections.abc import Iterator
from functools import cache

from galva import VERSION
from tools import boards, image
from tools.deploy.records import kind_of
from tools.deploy.scripts import MARKER
from tools.deploy.survey import Survey
from tools.doctor.findings import Finding, found
from tools.flash.images import OLDEST

NEWEST = (1, 29)  # tested
_FULL_BYTES, _LOW_BYTES = 16 * 1024, 64 * 1024
_PARTS = (".part", ".tmp")
_OWN = (MARKER, image.MANIFEST, "board.py")


@cache
def expected(board: str, *, source: bool = False) -> dict[str, str]:
    """Path -> sha256 of what a deploy of this checkout puts on this board."""
    content = image.app(board, source=source)
    del content[image.MANIFEST]  # of a deploy, not of a copy by hand
    return {path: hashlib.sha256(text).hexdigest() for path, text in content.items()}


def of_firmware(seen: Survey) -> Iterator[Finding]:
    """MicroPython and the chip."""
    oldest, newest = (".".join(map(str, each)) for each in (OLDEST, NEWEST))
    if seen.release[:2] < OLDEST:
        yield found("old micropython", version=seen.micropython, oldest=oldest)
    elif seen.release[:2] > NEWEST:
        yield found("new micropython", version=seen.micropython, newest=newest)
    if seen.board not in boards.names():
        return
    board = boards.data(seen.board)
    if not seen.is_chip(board.chip):
        told = {"board": board.name, "chip": board.chip, "machine": seen.machine}
        yield found("other chip", **told)
    code = [text for path, text in image.app(board.name).items() if path.endswith(".mpy")]
    if not all(map(seen.loads, code)):
        marches = sorted({image.march_of(text) for text in code} - {""})
        yield found("other mpy", march=", ".join(marches))


def of_files(seen: Survey) -> Iterator[Finding]:
    """Each file, and the room."""
    ours = [path for path in seen.files if path.startswith(("galva/", "boards/"))]
    if seen.board not in boards.names() and not ours:
        yield found("nothing deployed")
    else:
        board = seen.board if seen.board in boards.names() else _board_of(seen)
        source = "galva/__init__.py" in seen.files
        yield from _against(seen, expected(board, source=source))
    for path, why in seen.unreadable.items():
        yield found("unreadable file", path=path, why=why)
    if seen.safe_mode:
        yield found("safe mode")
    yield from _room(seen)


def _board_of(seen: Survey) -> str:
    """For a board.py that is gone: the board's own module is still there."""
    names = [path.split("/")[1].split(".")[0] for path in seen.files if path.startswith("boards/")]
    return next((name for name in names if name in boards.names()), boards.names()[0])


def _against(seen: Survey, due: dict[str, str]) -> Iterator[Finding]:
    for path, sha in due.items():
        if path not in seen.files and path not in seen.unreadable:
            first = path in ("boot.py", "main.py")
            yield found(f"no {path}") if first else found("missing file", path=path)
        elif seen.files.get(path, sha) != sha:
            yield found("changed file", path=path, version=VERSION)
    yield from _strange(seen, due)


def _strange(seen: Survey, due: dict[str, str]) -> Iterator[Finding]:
    """What is there and should not be; a folder is told once, not file by file."""
    told = [path for path in seen.folders if path == "lib/lib"]
    yield from (found("lib in lib", path=path) for path in told)
    caches = [path for path in seen.folders if path.endswith("__pycache__")]
    yield from (found("pycache", path=path) for path in caches if not _inside(path, told))
    for path in seen.files:
        if path in due or path in _OWN or kind_of(path) or _inside(path, told + caches):
            continue
        yield _stranger(path, due)


def _inside(path: str, folders: list[str]) -> bool:
    return any(path.startswith(folder + "/") for folder in folders)


def _stranger(path: str, due: dict[str, str]) -> Finding:
    if path.endswith(_PARTS):
        return found("part left", path=path)
    if path.endswith(".py") and path.removesuffix(".py") + ".mpy" in due:
        return found("hidden file", path=path)
    return found("foreign file", path=path)


def _room(seen: Survey) -> Iterator[Finding]:
    sizes = {"free": seen.free_bytes // 1024, "all": seen.all_bytes // 1024}
    if seen.free_bytes < _FULL_BYTES:
        yield found("disk full", **sizes)
    elif seen.free_bytes < _LOW_BYTES:
        yield found("disk low", **sizes)
