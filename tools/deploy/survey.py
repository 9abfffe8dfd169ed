"""What is on a board: its files with their hashes, what runs there, and what fits."""

import json
from dataclasses import dataclass
from typing import Any

from tools.cli.remote import Remote
from tools.deploy.scripts import MARKER, SURVEY
from tools.problems import Failed, Mismatch

OLDEST = (1, 26)  # of MicroPython: Timer(hard=True)
_FIRMWARE = "galva flash-firmware has one that fits"
# numbers of machine code in .mpy files, py/persistentcode.h
_ARMV6M, _ARM_MOST, _XTENSAWIN = 4, 8, 10
_MACHINES = {  # chip of a board module: what MicroPython calls it
    "rp2040": "RP2040",
    "rp2350": "RP2350",
    "esp32": "ESP32",
    "esp32s3": "ESP32S3",
}
_TIMEOUT_S = 120


@dataclass(frozen=True)
class Survey:
    """files: path -> sha256 in hex; manifests: those of the last deploy, and of one cut short.

    release: of MicroPython; mpy: sys.implementation._mpy; unique: machine.unique_id in hex;
    free_bytes, block_bytes: of the file system.
    """

    files: dict[str, str]
    sizes: dict[str, int]
    folders: frozenset[str]
    manifests: tuple[dict[str, Any], ...]
    release: str
    machine: str
    mpy: int
    unique: str
    free_bytes: int
    block_bytes: int

    @property
    def safe_mode(self) -> bool:
        """main.py is not run."""
        return MARKER in self.files

    @property
    def board(self) -> str:
        """The board that the last deploy was for; "" = there was none."""
        return str(self.manifests[0].get("board", "")) if self.manifests else ""

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

    def check_firmware(self) -> None:
        """Mismatch: a MicroPython too old for Galva."""
        release = tuple(int(part) for part in self.release.split(".")[:2])
        if release < OLDEST:
            least = ".".join(map(str, OLDEST))
            raise Mismatch(f"MicroPython {self.release}: {least} or later is needed: {_FIRMWARE}")

    def check_chip(self, board: str, chip: str) -> None:
        """Mismatch: another chip than the board's."""
        named = self.machine.split(" with ")[-1].upper()
        if named.replace("-", "") != _MACHINES[chip]:
            what = f"{self.machine} is no {board} ({_MACHINES[chip]})"
            raise Mismatch(f"{what}: give the --board that it is")

    def check_code(self, path: str, mpy: bytes) -> None:
        """Mismatch: this compiled file cannot be loaded there."""
        version, sub, arch = mpy[1], mpy[2] & 3, mpy[2] >> 2 & 0xF
        here = self.mpy >> 10 & 0xF
        arm = _ARMV6M <= arch <= here <= _ARM_MOST
        fits = not arch or (sub == self.mpy >> 8 & 3 and (arm or arch == here))
        if self.mpy & 0xFF != version or not fits:
            what = f"{path}: compiled code that this MicroPython ({self.release}) cannot load"
            raise Mismatch(f"{what}: {_FIRMWARE}")


def survey(remote: Remote) -> Survey:
    """Ask the board; ends the program that runs there. Problem."""
    printed = remote.do("exec", SURVEY, timeout_s=_TIMEOUT_S, resume=False)
    return _survey(_records(printed))


def _records(printed: str) -> list[dict[str, Any]]:
    """The lines that are JSON objects; a boot in safe mode prints others before them."""
    records = []
    for line in printed.splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            records.append(record)
    if not records or "release" not in records[-1]:
        raise Failed("the board did not tell its files: unplug it, plug it in, try again")
    return records


def _survey(records: list[dict[str, Any]]) -> Survey:
    head = records[-1]
    files = [record for record in records if "path" in record]
    block = int(head["block"])
    return Survey(
        files={each["path"]: each["sha"] for each in files},
        sizes={each["path"]: each["size"] for each in files},
        folders=frozenset(each["folder"] for each in records if "folder" in each),
        manifests=tuple(
            manifest for each in records if "manifest" in each for manifest in _manifest(each)
        ),
        release=head["release"],
        machine=head["machine"],
        mpy=head["mpy"],
        unique=head["unique"],
        free_bytes=block * int(head["free"]),
        block_bytes=block,
    )


def _manifest(record: dict[str, Any]) -> list[dict[str, Any]]:
    """One, or none when it is damaged."""
    try:
        manifest = json.loads(record["manifest"])
    except ValueError:
        return []
    well = isinstance(manifest, dict) and isinstance(manifest.get("files"), dict)
    return [manifest] if well else []
