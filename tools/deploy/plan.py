"""What a deploy has to do: the files that should be there against those that are."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tools.deploy.records import is_data
from tools.deploy.scripts import MARKER, PART
from tools.deploy.survey import Survey
from tools.image import MANIFEST
from tools.problems import Failed

_OURS = ("galva/", "boards/")  # nobody else has files there
_KEPT = ".old"
_CODE = (".py", ".mpy")
_SPARE_BLOCKS = 6  # what littlefs needs for itself
_FOLDER_BLOCKS = 2
_OWN = (MANIFEST, MARKER)
_BY_NAME = (MANIFEST, "boot.py", "main.py")  # never imported


@dataclass(frozen=True)
class Plan:
    """copy: to send, as parts. drop: parts that nothing needs. keep: a file of the maker's that
    must make way -> the name of its copy. remove: stale, or in the way. foreign: the maker's, not
    touched. need_bytes: of the file system. idle: nothing is to be done.
    """

    copy: tuple[str, ...]
    drop: tuple[str, ...]
    keep: dict[str, str]
    remove: tuple[str, ...]
    foreign: tuple[str, ...]
    need_bytes: int
    idle: bool

    def check_room(self, free_bytes: int) -> None:
        """Failed: it does not fit beside what is there."""
        if self.need_bytes > free_bytes:
            what = f"{self.need_bytes // 1024} kB are needed, {free_bytes // 1024} kB are free"
            yours = (
                f": remove files of your own ({', '.join(self.foreign)})" if self.foreign else ""
            )
            raise Failed(f"no space on the board: {what}{yours}: nothing was changed")


def plan(app: dict[str, bytes], now: Survey) -> Plan:
    """From what is on the board to this app. Failed: a folder is in the way."""
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in app.items()}
    known = now.known | set(hashes.items())
    wrong = [path for path, sha in hashes.items() if now.files.get(path) != sha]
    ready = {path for path in wrong if now.files.get(path + PART) == hashes[path]}
    copy = tuple(path for path in wrong if path not in ready)
    parts = {path + PART for path in wrong}
    drop = tuple(path for path in now.files if path.endswith(PART) and path not in parts)
    shadows = tuple(_shadows(app, now))
    stale = _stale(app, now)
    keep = _keep([*wrong, *shadows], now, known)
    gone = {*shadows, *stale, *drop, *parts}
    foreign = tuple(
        path
        for path in now.files
        if path not in app and path not in gone and path not in _OWN and not is_data(path)
    )
    idle = not (wrong or shadows or stale or drop or now.safe_mode)
    sizes = [*(len(app[path]) for path in copy), *(now.sizes[path] for path in keep)]
    need = sum(-(-size // now.block_bytes) for size in sizes) + _SPARE_BLOCKS
    need += _FOLDER_BLOCKS * len(missing_folders(copy, now.folders))
    need_bytes = 0 if idle else need * now.block_bytes
    remove = tuple(dict.fromkeys((*shadows, *stale)))
    return Plan(copy, drop, keep, remove, foreign, need_bytes, idle)


def missing_folders(paths: Iterable[str], there: Iterable[str]) -> list[str]:
    """The folders that these files still need, parents first."""
    parents = {str(up) for path in paths for up in PurePosixPath(path).parents} - {"."}
    return sorted(parents - set(there))


def _stale(app: dict[str, bytes], now: Survey) -> tuple[str, ...]:
    """What a deploy put there, is as it was, and belongs to this app no more. Only code."""
    return tuple(
        path
        for path, sha in now.files.items()
        if (path, sha) in now.known and path not in app and path.endswith(_CODE)
    )


def _shadows(app: dict[str, bytes], now: Survey) -> Iterator[str]:
    """Files that would be imported instead of ours: the other kind of file, or one in the root.

    Failed: a folder of that name, which comes first of all.
    """
    for path in app:
        stem, _dot, _kind = path.rpartition(".")
        if path in _BY_NAME:
            continue
        for name in {stem, stem.removeprefix("lib/")}:
            if name in now.folders:
                what = f"the folder {name} on the board hides {path}"
                raise Failed(f"{what}: rename it (mpremote), deploy again")
            others = (name + kind for kind in _CODE)
            yield from (other for other in others if other in now.files and other not in app)


def _keep(losing: list[str], now: Survey, known: set[tuple[str, str]]) -> dict[str, str]:
    """Those that no deploy put there, and a free name for a copy of each."""
    kept: dict[str, str] = {}
    for path in losing:
        mine = path.startswith(_OURS) and not now.manifests
        lost = path in now.files and path != MANIFEST
        if lost and (path, now.files[path]) not in known and not mine:
            name, number = path + _KEPT, 1
            while name in now.files:
                number += 1
                name = f"{path}{_KEPT}{number}"
            kept[path] = name
    return kept
