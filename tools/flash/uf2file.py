"""A UF2 file for an RP2 chip: each of its blocks is looked at before one is written."""

import struct
from collections.abc import Iterator

from tools.flash.chips import ABSOLUTE, FAMILIES
from tools.problems import Failed

BLOCK = 512
PAYLOAD = 256  # of an RP2 block: a page of flash
FLASH, FLASH_END = 0x10000000, 0x11000000  # 16 MB, the most that is mapped
_LAYOUT = struct.Struct("<8I476sI")
MAGIC = b"UF2\n"
_MAGIC = (0x0A324655, 0x9E5D5157, 0x0AB16F30)
_HAS_FAMILY = 0x2000
_AGAIN = "download it again"


def content(name: str, data: bytes) -> tuple[str, bytes]:
    """(chip, what goes into its flash). name: for the lines. Failed: why it is no whole image."""
    if len(data) % BLOCK:
        raise Failed(f"{name}: cut short, {len(data)} bytes are no whole blocks: {_AGAIN}")
    family, due, out = 0, 0, bytearray()
    for at, (address, number, count, of_family, payload) in enumerate(_blocks(name, data)):
        if not due:
            family, due = of_family, count
        where = f"{name}: block {at}"
        if (of_family, count) != (family, due):
            raise Failed(f"{where} is of another image: {_AGAIN}")
        if number * PAYLOAD != len(out) or address != FLASH + len(out):
            raise Failed(f"{where} is not the one that belongs there: {_AGAIN}")
        out += payload
    if len(out) != due * PAYLOAD or not due:
        raise Failed(f"{name}: cut short, {len(out) // PAYLOAD} of {due} blocks: {_AGAIN}")
    return _chip(name, family), bytes(out)


def _chip(name: str, family: int) -> str:
    chip = FAMILIES.get(family)
    if chip is None:
        raise Failed(f"{name}: family 0x{family:08x} is no RP2 chip: get the image of your board")
    return chip


def _blocks(name: str, data: bytes) -> Iterator[tuple[int, int, int, int, bytes]]:
    """Address, number, count, family, payload of each, but for the one of the erratum."""
    for at in range(len(data) // BLOCK):
        first, second, flags, address, size, number, count, family, rest, last = _LAYOUT.unpack(
            data[at * BLOCK : (at + 1) * BLOCK]
        )
        if (first, second, last) != _MAGIC:
            raise Failed(f"{name}: block {at} is damaged, its magic numbers are wrong: {_AGAIN}")
        if at == 0 and family == ABSOLUTE:
            continue
        if not flags & _HAS_FAMILY:
            raise Failed(f"{name}: block {at} names no chip: get the image of your board")
        if size != PAYLOAD or not FLASH <= address < FLASH_END:
            wrong = f"{size} bytes for 0x{address:08x}"
            raise Failed(f"{name}: block {at} has {wrong}, outside a Pico's flash: {_AGAIN}")
        yield address, number, count, family, rest[:PAYLOAD]
