"""Files that survive a power cut: A/B records, and capped reads of a maker's text files.

A record is one line (lib/crcline) in `name.a` or `name.b`, with `version`, `unit` and `counter`.
"""

import os

from crcline import line, parse
from galva.core import calib
from galva.core.calib import Calibration
from galva.core.limits import ConfigError

MOST_BYTES = 8192
_A, _B = ".a", ".b"
_ENOENT = 2


class Store:
    """Records and texts in one folder ("" or ending in "/"). Not while the output is energised.

    trouble: what was wrong with the files of the last read or load, one line; "" = nothing.
    """

    def __init__(self, folder: str = "") -> None:
        self._folder = folder
        self.trouble = ""

    def read(self, name: str, most_bytes: int = MOST_BYTES) -> "str | None":
        """The text of a file; None with `trouble` when it is too long or unreadable.

        None without trouble: there is no such file. Its size is held, never more than most_bytes.
        """
        self.trouble = ""
        return self._read(name, most_bytes)

    def load(self, name: str, version: int, unit: str) -> "Record | None":
        """The valid record with the higher counter, without counter and crc; None: there is none.

        `trouble` says why a file was left aside.
        """
        self.trouble = ""
        newest, _ = self._slots(name, version, unit)
        if newest is None:
            return None
        del newest["counter"]
        return newest

    def save(self, name: str, record: "Record") -> None:
        """Write over the older or the broken one of the two. OSError: the old one is untouched.

        record: flat, with `version` and `unit`. A rename replaces in one step (littlefs, POSIX).
        """
        self.trouble = ""
        newest, slot = self._slots(name, record["version"], record["unit"])
        counter = newest["counter"] + 1 if newest else 1
        self._write(name, slot, line(dict(record, counter=counter)))

    # ---- files that grow (app/ring.py). OSError: what was there is untouched.

    def piece(self, name: str, at: int, most_bytes: int) -> bytes:
        """The line that begins at this byte, cut after most_bytes; b"" at the end. OSError."""
        try:
            with open(self._folder + name, "rb") as file:
                file.seek(at)
                found: bytes = file.readline(most_bytes)
                return found
        except OSError as error:
            if error.errno == _ENOENT:
                return b""
            raise

    def pieces(self, name: str, most_bytes: int) -> "Generator[bytes, None, None]":
        """All lines of a file, cut as by `piece`: it stays open until the last."""
        try:
            with open(self._folder + name, "rb") as file:
                while True:
                    found = file.readline(most_bytes)
                    if not found:
                        return
                    yield found
        except OSError as error:
            if error.errno != _ENOENT:
                raise

    def append(self, name: str, text: str) -> None:
        """Add to the end of a file, or begin one."""
        with open(self._folder + name, "a") as file:
            file.write(text)

    def replace(self, name: str, text: str) -> None:
        """The whole content of a file, anew."""
        self._write(name, "", text)

    # ---- both

    def _write(self, name: str, slot: str, text: str) -> None:
        """A cut or a full file system leaves what was there, and at most a .tmp beside it."""
        path = self._folder + name
        with open(path + ".tmp", "w") as file:
            file.write(text)
        os.rename(path + ".tmp", path + slot)

    def _slots(self, name: str, version: int, unit: str) -> "tuple[Record | None, str]":
        """The newest valid record with its counter, and the slot that may be written over."""
        newest, free = None, _A
        for slot, other in ((_A, _B), (_B, _A)):
            record = self._record(name + slot, version, unit)
            if record and (newest is None or record["counter"] > newest["counter"]):
                newest, free = record, other
        return newest, free

    def _record(self, file_name: str, version: int, unit: str) -> "Record | None":
        text = self._read(file_name, MOST_BYTES)
        if text is None:
            return None
        try:
            return _parsed(text, version, unit)
        except ValueError as error:
            self._tell(file_name, str(error))
            return None

    def _read(self, file_name: str, most_bytes: int) -> "str | None":
        try:
            with open(self._folder + file_name, "rb") as file:
                size = file.seek(0, 2)
                if size <= most_bytes:
                    file.seek(0)
                    return str(file.read(size), "utf-8")
            self._tell(file_name, "more than " + str(most_bytes) + " bytes: make it shorter")
        except OSError as error:
            if error.errno != _ENOENT:
                self._tell(file_name, "cannot be read: " + str(error))
        except MemoryError:
            self._tell(file_name, "does not fit the memory: make it shorter")
        except ValueError:  # UnicodeError
            self._tell(file_name, "not UTF-8 text: write it again")
        return None

    def _tell(self, file_name: str, why: str) -> None:
        self.trouble += ("; " if self.trouble else "") + file_name + ": " + why


def _parsed(text: str, version: int, unit: str) -> "Record":
    """The record in a file's text, with its counter; ValueError says what is wrong with it."""
    try:
        record = parse(text)
    except ValueError as error:
        raise ValueError(str(error) + ": left aside") from None
    for name, due in (("version", version), ("unit", unit)):
        if record.get(name) != due:
            is_now = name + " " + str(record.get(name))
            raise ValueError(is_now + " is not " + str(due) + ": left aside")
    if type(record.get("counter")) is not int:
        raise ValueError("has no counter: left aside")
    return record


def calibration(store: Store, afe: "FrontEnd") -> Calibration:
    """The board's own, or its front end's nominal one with its cap; store.trouble says why."""
    record = store.load(calib.RECORD, calib.VERSION, calib.UNIT)
    try:
        return Calibration(record, afe)
    except ConfigError as error:
        store.trouble = str(error)
        return Calibration(None, afe)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from galva.ports import FrontEnd

    Record = dict[str, Any]  # str, int or list of int
