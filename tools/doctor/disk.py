"""What is on a board, told by one script at its prompt."""

import json
from dataclasses import dataclass, field
from typing import Any

# A line for each file: what grows fits no small heap. `record`: a line of Galva's own data, whose
# check sums are looked at on the host.
SCRIPT = """
import binascii, hashlib, json, os, sys
def tell(**told):
    print("galva:" + json.dumps(told))
def look(path):
    digest = hashlib.sha256()
    block = bytearray(512)
    view = memoryview(block)
    size = 0
    with open(path, "rb") as file:
        while True:
            n = file.readinto(block)
            if not n:
                break
            size += n
            digest.update(view[:n])
    tell(path=path, size=size, sha=str(binascii.hexlify(digest.digest()), "ascii"))
    if path == "board.py" or path[-2:] in (".a", ".b") or path[:8] == "journal.":
        with open(path, "rb") as file:
            for line in file:
                tell(path=path, record=str(binascii.hexlify(line), "ascii"))
def walk(folder):
    for entry in os.ilistdir(folder):
        path = folder + entry[0]
        if entry[1] & 0x4000:
            tell(folder=path)
            walk(path + "/")
            continue
        try:
            look(path)
        except OSError as error:
            tell(path=path, error=str(error))
own = sys.implementation
tell(version=own[1][:3], machine=getattr(own, "_machine", ""), mpy=getattr(own, "_mpy", 0))
disk = os.statvfs("/")
tell(block=disk[1], blocks=disk[2], free=disk[3])
walk("")
"""
_MARK = "galva:"


@dataclass
class Disk:
    """files: path -> sha256 in hex; records: path -> its lines; unreadable: path -> why.

    version: of MicroPython; mpy: sys.implementation._mpy; free_bytes, all_bytes: file system.
    """

    version: tuple[int, ...] = ()
    machine: str = ""
    mpy: int = 0
    free_bytes: int = 0
    all_bytes: int = 0
    files: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    records: dict[str, list[bytes]] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)

    @property
    def starts(self) -> bool:
        """main.py is there, and is run."""
        return "main.py" in self.files and "safe_mode" not in self.files

    @property
    def board(self) -> str:
        """The board of its board.py, "" = none."""
        words = b" ".join(self.records.get("board.py", [])).split()
        names = [word for word in words if word.startswith(b"boards.")]
        return names[0].decode().removeprefix("boards.") if names else ""


def read(printed: str) -> Disk:
    """What SCRIPT printed. ValueError: not that."""
    disk = Disk()
    for line in printed.splitlines():
        if line.startswith(_MARK):
            _take(disk, json.loads(line.removeprefix(_MARK)))
    if not disk.version:
        raise ValueError("the board's answer is not complete")
    return disk


def _take(disk: Disk, told: dict[str, Any]) -> None:
    if "version" in told:
        disk.version, disk.machine = tuple(told["version"]), told["machine"]
        disk.mpy = told["mpy"]
    elif "blocks" in told:
        disk.free_bytes = told["free"] * told["block"]
        disk.all_bytes = told["blocks"] * told["block"]
    elif "folder" in told:
        disk.folders.append(told["folder"])
    elif "error" in told:
        disk.unreadable[told["path"]] = told["error"]
    elif "record" in told:
        disk.records.setdefault(told["path"], []).append(bytes.fromhex(told["record"]))
    else:
        disk.files[told["path"]] = told["sha"]
