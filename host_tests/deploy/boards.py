"""A board that is a folder: what runs on the device runs here, under CPython.

The chip itself runs the same scripts in host_tests/chip/test_deploy.py.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.problems import Failed

_PRELUDE = """
import os, sys, types, json, hashlib, binascii
def ilistdir(folder):
    folder = folder or "."
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        yield entry.name, 0x4000 if entry.is_dir() else 0x8000, 0
os.ilistdir = ilistdir
os.statvfs = lambda _path: (4096, 4096, 212, 100)
machine = types.ModuleType("machine")
machine.unique_id = lambda: bytes.fromhex({unique!r})
sys.modules["machine"] = machine
machine_ = "Raspberry Pi Pico W with RP2040"
own = dict(_mpy=4870, _machine=machine_, cache_tag=sys.implementation.cache_tag)
sys.implementation = type("Own", (tuple,), own)(("micropython", (1, 27, 0, "")))
"""


class FolderBoard:
    """Port Remote. cut: the words of mpremote after which nothing is done any more."""

    def __init__(self, folder: Path, unique: str = "e66058388347") -> None:
        self.port = "folder"
        self.folder = folder
        self.unique = unique
        self.resets = 0

    def do(self, *commands: str | Path, timeout_s: float = 60, resume: bool = True) -> str:
        printed = ""
        words: list[str] = []
        for word in [*map(str, commands), "+"]:
            if word == "+":
                printed += self._one(words)
                words = []
            elif word != "soft-reset":
                words.append(word)
        return printed

    def _one(self, words: list[str]) -> str:
        match words:
            case ["exec", code]:
                return self.execute(code)
            case ["fs", "cp", source, to]:
                shutil.copy(self._path(source), self._path(to))
            case ["fs", "cp", "-f", source, to]:
                shutil.copy(self._path(source), self._path(to))
            case ["fs", "mkdir", *folders]:
                for folder in folders:
                    self._path(folder).mkdir()
            case _:
                raise AssertionError(words)
        return ""

    def _path(self, name: str) -> Path:
        return self.folder / name[1:] if name.startswith(":") else Path(name)

    def execute(self, code: str, timeout_s: float = 60) -> str:
        told = _PRELUDE.format(unique=self.unique) + code
        done = subprocess.run(
            [sys.executable, "-c", told], cwd=self.folder, capture_output=True, text=True
        )
        if done.returncode:
            raise Failed(done.stderr.strip().splitlines()[-1])
        return done.stdout

    def reset(self) -> None:
        self.resets += 1

    @property
    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    def put(self, files: dict[str, bytes]) -> None:
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
