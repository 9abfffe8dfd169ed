"""The lines of the link: a JSON object each, `crc` last (lib/crcline, written independently)."""

import json
import zlib
from typing import Any

_CRC = ', "crc": '
Record = dict[str, Any]


def sealed(record: Record) -> bytes:
    """The line of a record, with its crc and the newline."""
    text = json.dumps(record)
    return f"{text[:-1]}{_CRC}{zlib.crc32(text.encode())}}}\n".encode()


def opened(line: bytes) -> Record | None:
    """The record of a line, without crc; None for one that is torn, or is for a person."""
    body, found, crc = line.strip().rpartition(_CRC.encode())
    if not found or crc != b"%d}" % zlib.crc32(body + b"}"):
        return None
    try:
        record = json.loads(body + b"}")
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
