"""What is on a board: its files with their hashes, its records, what runs there, and what fits."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tools.cli.remote import Remote
from tools.deploy.scripts import MARK, MARKER, PART, SURVEY
from tools.flash.images import OLDEST
from tools.image import MANIFEST
from tools.problems import Failed, Mismatch

_FIRMWARE = "galva flash-firmware has one that fits"
# numbers of machine code in .mpy files, py/persistentcode.h
_ARMV6M, _ARM_MOST = 4, 8
_MACHINES = {  # chip of a board module: what MicroPython calls it
    "rp2040": "RP2040",
    "rp2350": "RP2350",
    "esp32": "ESP32",
    "esp32s3": "ESP32S3",
}
_TIMEOUT_S = 180


@dataclass(frozen=True)
class Survey:
    """files: path -> sha256 in hex, those that could be read; sizes: in bytes; unreadable: why.

    content: of Galva's own records and of what a deploy leaves. release: of MicroPython; mpy:
    sys.implementation._mpy; unique: machine.unique_id in hex; *_bytes: of the file system.
    """

    files: dict[str, str]
    sizes: dict[str, int]
    unreadable: dict[str, str]
    folders: tuple[str, ...]
    content: dict[str, bytes]
    release: tuple[int, ...]
    machine: str
    mpy: int
    unique: str
    free_bytes: int
    all_bytes: int
    block_bytes: int

    @property
    def safe_mode(self) -> bool:
        """main.py is not run."""
        return MARKER in self.files

    @property
    def starts(self) -> bool:
        """main.py is there, and is run."""
        return "main.py" in self.files and not self.safe_mode

    @property
    def micropython(self) -> str:
        """Its release in words."""
        return ".".join(map(str, self.release))

    @cached_property
    def manifests(self) -> list[dict[str, Any]]:
        """That of the last deploy, and of one cut short; not when damaged."""
        return [*self._manifest(MANIFEST), *self._manifest(MANIFEST + PART)]

    def _manifest(self, path: str) -> Iterator[dict[str, Any]]:
        try:
            manifest = json.loads(self.content.get(path, b""))
        except ValueError:
            return
        if isinstance(manifest, dict) and isinstance(manifest.get("files"), dict):
            yield manifest

    @property
    def deployed_board(self) -> str:
        """The board that the last deploy was for; "" = there was none."""
        return str(self.manifests[0].get("board", "")) if self.manifests else ""

    @property
    def board(self) -> str:
        """The board of its board.py, "" = none."""
        words = self.content.get("board.py", b"").split()
        names = [word for word in words if word.startswith(b"boards.")]
        return names[0].decode(errors="replace").removeprefix("boards.") if names else ""

    @property
    def version(self) -> str:
        """The version that the last deploy left, "" = none."""
        return str(self.manifests[0].get("version", "")) if self.manifests else ""

    @property
    def known(self) -> set[tuple[str, str]]:
        """(path, hash) of all that a deploy put or meant to put there."""
        return {
            (str(path), str(sha))
            for manifest in self.manifests
            for path, sha in manifest["files"].items()
        }

    def is_chip(self, chip: str) -> bool:
        """Whether it is this chip of a board module."""
        named = self.machine.split(" with ")[-1].upper()
        return named.replace("-", "") == _MACHINES[chip]

    def loads(self, mpy: bytes) -> bool:
        """Whether this compiled file can be loaded there."""
        version, sub, arch = mpy[1], mpy[2] & 3, mpy[2] >> 2 & 0xF
        here = self.mpy >> 10 & 0xF
        arm = _ARMV6M <= arch <= here <= _ARM_MOST
        fits = not arch or (sub == self.mpy >> 8 & 3 and (arm or arch == here))
        return self.mpy & 0xFF == version and fits

    def check_firmware(self) -> None:
        """Mismatch: a MicroPython too old for Galva."""
        if self.release[:2] < OLDEST:
            least = ".".join(map(str, OLDEST))
            what = f"MicroPython {self.micropython}: {least} or later is needed"
            raise Mismatch(f"{what}: {_FIRMWARE}")

    def check_chip(self, board: str, chip: str) -> None:
        """Mismatch: another chip than the board's."""
        if not self.is_chip(chip):
            what = f"{self.machine} is no {board} ({_MACHINES[chip]})"
            raise Mismatch(f"{what}: give the --board that it is")

    def check_code(self, path: str, mpy: bytes) -> None:
        """Mismatch: this compiled file cannot be loaded there."""
        if not self.loads(mpy):
            what = f"{path}: compiled code that this MicroPython ({self.micropython}) cannot load"
            raise Mismatch(f"{what}: {_FIRMWARE}")

    def check_readable(self) -> None:
        """Failed: a file that cannot be read, and so not be kept."""
        for path, why in self.unreadable.items():
            raise Failed(f"{path} on the board cannot be read ({why}): see galva doctor")


def survey(remote: Remote, *, resume: bool = False) -> Survey:
    """Ask the board; ends the program that runs there. Problem.

    resume: without a soft reset, which would run its boot.py.
    """
    return read(remote.do("exec", SURVEY, timeout_s=_TIMEOUT_S, resume=resume))


def read(printed: str) -> Survey:
    """What the script printed. Failed: not all of it."""
    lines = [line for line in printed.splitlines() if line.startswith(MARK)]
    try:
        told = [json.loads(line.removeprefix(MARK)) for line in lines]
        head = told[-1]
        block = int(head["block"])
    except (ValueError, LookupError):
        cure = "unplug it, plug it in, try again"
        raise Failed(f"the board did not tell its files: {cure}") from None
    files = [each for each in told if "sha" in each]
    return Survey(
        files={each["path"]: each["sha"] for each in files},
        sizes={each["path"]: each["size"] for each in files},
        unreadable={each["path"]: each["error"] for each in told if "error" in each},
        folders=tuple(each["folder"] for each in told if "folder" in each),
        content=_content(told),
        release=tuple(head["release"]),
        machine=head["machine"],
        mpy=head["mpy"],
        unique=head["unique"],
        free_bytes=block * max(0, head["free"]),  # littlefs counts a folder twice
        all_bytes=block * head["blocks"],
        block_bytes=block,
    )


def _content(told: list[dict[str, Any]]) -> dict[str, bytes]:
    """Path -> its pieces, joined."""
    content: dict[str, bytes] = {}
    for each in told:
        if "piece" in each:
            content[each["path"]] = content.get(each["path"], b"") + bytes.fromhex(each["piece"])
    return content
