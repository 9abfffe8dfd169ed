"""A maker's data off a board into one zip, and back."""

import hashlib
import json
import tempfile
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.cli.remote import Remote
from tools.deploy import zips
from tools.deploy.records import CALIBRATION, FAULT, is_data
from tools.deploy.scripts import switch_data
from tools.deploy.sending import send
from tools.deploy.survey import Survey
from tools.problems import Failed, Mismatch, Refused, Usage

HEAD = "backup.json"
LAYOUT = 1  # of the zip
_MOST_BYTES = 1 << 20  # of a file; the whole file system of a Pico is no larger
_SWITCH_S = 60


@dataclass(frozen=True)
class Head:
    """Whose data a zip holds. unique: the chip's own number; files: path -> sha256."""

    version: str
    board: str
    unique: str
    files: dict[str, str]


@dataclass(frozen=True)
class Backup:
    """A zip that was read, and whose hashes fit."""

    head: Head
    content: dict[str, bytes]


# ---- the zip


def write(path: Path, backup: Backup) -> None:
    """The zip of it; the same data give the same bytes. Failed."""
    head = {"layout": LAYOUT, **asdict(backup.head)}
    told = json.dumps(head, indent=1, sort_keys=True).encode()
    zips.write(path, {HEAD: told, **backup.content})


def read(path: Path) -> Backup:
    """What a zip holds. Usage: no such file; Failed: no backup, or damaged; Mismatch: too new."""
    try:
        with zipfile.ZipFile(path) as archive:
            large = [each.filename for each in archive.infolist() if each.file_size > _MOST_BYTES]
            if large:
                raise Failed(f"{path}: {large[0]} is too large for a board: not a backup of ours")
            entries = {name: archive.read(name) for name in archive.namelist()}
        head = json.loads(entries.pop(HEAD))
        layout = head.pop("layout")
        if layout != LAYOUT:
            raise Mismatch(f"{path}: layout {layout}, this galva knows {LAYOUT}: use a newer one")
        backup = Backup(Head(**head), entries)
    except FileNotFoundError:
        raise Usage(f"{path}: no such file: give a zip of galva backup") from None
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise Failed(f"{path}: no backup of galva, or damaged ({error})") from None
    _check(path, backup)
    return backup


def _check(path: Path, backup: Backup) -> None:
    for name, data in backup.content.items():
        if backup.head.files.get(name) != hashlib.sha256(data).hexdigest() or not is_data(name):
            raise Failed(f"{path}: {name} is damaged or none of a backup: take another one")
    missing = set(backup.head.files) - set(backup.content)
    if missing:
        raise Failed(f"{path}: {sorted(missing)[0]} is missing: take another one")


# ---- the board


def fetch(remote: Remote, now: Survey) -> Backup:
    """The data on a board, as it was surveyed. Failed: it came otherwise."""
    names = sorted(path for path in now.files if is_data(path) and not path.endswith(".tmp"))
    with tempfile.TemporaryDirectory() as there:
        locals_ = {name: Path(there, str(number)) for number, name in enumerate(names)}
        words: list[str] = []
        for name, path in locals_.items():
            words += ["fs", "cp", f":{name}", str(path), "+"]
        if words:
            remote.do(*words[:-1])
        content = {name: path.read_bytes() for name, path in locals_.items()}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    wrong = [name for name, sha in hashes.items() if now.files[name] != sha]
    if wrong:
        raise Failed(f"{wrong[0]} came over damaged: try again")
    return Backup(Head(now.version, now.deployed_board, now.unique, hashes), content)


def check_fit(backup: Backup, now: Survey) -> None:
    """Whether it may go to this board. Mismatch, Refused: with --yes it may all the same."""
    head = backup.head
    if _numbers(head.version) > _numbers(now.version):
        what = f"the backup is of Galva {head.version}, the board has {now.version or 'none'}"
        raise Mismatch(f"{what}: galva deploy first, or --yes")
    here = now.deployed_board
    if head.board != here:
        raise Mismatch(f"the backup is of a {head.board}, this is a {here}: --yes takes it")
    calibrated = any(name.startswith(CALIBRATION) for name in backup.content)
    if calibrated and head.unique != now.unique:
        what = "the calibration in it is another board's, and would make this one's current wrong"
        raise Refused(f"{what}: calibrate this one, or --yes")


def restore(remote: Remote, backup: Backup, now: Survey) -> tuple[str, ...]:
    """Make the board's data those of the backup, all or nothing. What a latched fault left stays.

    The names of the files that are gone. Cut at any moment: the old data, the new, or safe mode.
    """
    content = {name: data for name, data in backup.content.items() if not _latch(name)}
    hashes = {name: backup.head.files[name] for name in content}
    new = {name: data for name, data in content.items() if now.files.get(name) != hashes[name]}
    gone = tuple(n for n in now.files if is_data(n) and n not in content and not _latch(n))
    send(remote, new, now.folders, lambda _path: None)
    switch(remote, hashes, gone, now)
    return gone


def forget(now: Survey, *, calibration: bool) -> tuple[str, ...]:
    """The data files that a factory reset removes: never a latched fault."""
    return tuple(
        name
        for name in now.files
        if is_data(name) and not _latch(name) and (calibration or not name.startswith(CALIBRATION))
    )


def switch(remote: Remote, hashes: dict[str, str], gone: tuple[str, ...], now: Survey) -> None:
    """These are in place, those are gone, in one go under safe mode."""
    code = switch_data(hashes, gone, now.safe_mode)
    if '"done"' not in remote.do("soft-reset", "exec", code, timeout_s=_SWITCH_S):
        raise Failed("the board did not say that it ended: try again")


def _latch(name: str) -> bool:
    """A record of faults: only START held for 2 s and a passed self-test end one."""
    return name.startswith(FAULT + ".")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
