"""JSON lines with a check sum: flat records of files, and the lines of the link.

`crc`, the last field, is the CRC-32 (zlib) of the line's bytes without it.
"""

import json
from binascii import crc32

_CRC = ', "crc": '


def seal(text: str) -> str:
    """The text of a JSON object of at least one field, with its crc."""
    return text[:-1] + _CRC + str(crc32(text.encode())) + "}"


def unseal(text: str) -> "Record":
    """The object of a sealed text, without its crc; ValueError says what is wrong with it."""
    at = text.rfind(_CRC)
    if at < 0 or text[-1] != "}":
        raise ValueError("no crc at its end")
    body = text[:at] + "}"
    if text[at + len(_CRC) : -1] != str(crc32(body.encode())):
        raise ValueError("torn or changed, its check sum differs")
    try:
        record = json.loads(body)
    except (ValueError, RuntimeError, MemoryError):  # RuntimeError: nested too deep
        record = None
    if not isinstance(record, dict):
        raise ValueError("no JSON object")
    return record


def line(record: "Record") -> str:
    """The text of a flat record, ended by a newline: fields in the order of their names.

    Sorted, because MicroPython's dict has no order: one record has one text, there and on CPython.
    """
    fields = [json.dumps(name) + ": " + json.dumps(record[name]) for name in sorted(record)]
    return seal("{" + ", ".join(fields) + "}") + "\n"


def parse(text: str) -> "Record":
    """The record of a line, without its crc; ValueError unless it is what `line` writes."""
    try:
        record = unseal(text[:-1])
    except ValueError:
        record = None
    if record is None or line(record) != text:
        raise ValueError("torn or changed, its check sum differs")
    return record


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Record = dict[str, Any]
