"""An ESP32 image file: boot loader, partition table, application, as esptool writes it in one.

Layout: esptool docs, "Firmware Image Format". The table is at 0x8000 of the flash, the application
at 0x10000 in all of MicroPython's builds.
"""

import hashlib
import struct

from tools.flash.chips import ESP32
from tools.problems import Failed

MAGIC = b"\xe9"
_HEADER, _SEGMENT = 24, 8
_CHIP_AT, _HASHED_AT = 12, 23
_TABLE, _TABLE_MAGIC = 0x8000, b"\xaa\x50"
_APPLICATION = 0x10000
_AGAIN = "download it again"


def chip_of(name: str, data: bytes) -> str:
    """The chip of a whole image file. Failed: it is cut, damaged, or only a part of one."""
    if len(data) < _HEADER:
        raise Failed(f"{name}: cut short, {len(data)} bytes: {_AGAIN}")
    chip_id = struct.unpack_from("<H", data, _CHIP_AT)[0]
    of_id = {loader.chip_id: chip for chip, loader in ESP32.items()}
    if chip_id not in of_id:
        raise Failed(f"{name}: chip number {chip_id} is none that Galva has a board for")
    _whole(name, "boot loader", data, 0)
    offset = ESP32[of_id[chip_id]].offset
    table = _TABLE - offset
    if data[table : table + 2] != _TABLE_MAGIC:
        cure = "take the .bin, not the .app-bin, of MicroPython"
        raise Failed(f"{name}: no partition table at 0x{_TABLE:x} of the flash: {cure}")
    _whole(name, "application", data, _APPLICATION - offset)
    return of_id[chip_id]


def _whole(name: str, what: str, data: bytes, begin: int) -> None:
    """The image that begins there is complete, and its SHA-256 is right."""
    try:
        end = _end(data, begin)
    except (struct.error, IndexError):
        end = len(data)
    if data[begin : begin + 1] != MAGIC or end + 32 > len(data):
        raise Failed(f"{name}: cut short in the {what}: {_AGAIN}")
    if hashlib.sha256(data[begin:end]).digest() != data[end : end + 32]:
        raise Failed(f"{name}: the {what} is damaged, its check sum differs: {_AGAIN}")


def _end(data: bytes, begin: int) -> int:
    """Where its SHA-256 is: behind the segments and a check sum that fills up 16 bytes."""
    if not data[begin + _HASHED_AT]:
        raise IndexError
    at = begin + _HEADER
    for _ in range(data[begin + 1]):
        at += _SEGMENT + int(struct.unpack_from("<I", data, at + 4)[0])
    return begin + (at - begin) // 16 * 16 + 16
