"""A flat record as one line of JSON: fields in the order of their names, `crc` last.

`crc` is the CRC-32 (zlib) of the line without it. A line is valid when it is, to the byte, what
`line` writes for what it says: one record has one text, on MicroPython and on CPython.
"""

import json
from binascii import crc32


def line(record: "Record") -> str:
    """The text of a record of one field or more, ended by a newline.

    Keys sorted: MicroPython's dict has no order.
    """
    fields = [json.dumps(name) + ": " + json.dumps(record[name]) for name in sorted(record)]
    text = "{" + ", ".join(fields)
    return text + ', "crc": ' + str(crc32((text + "}").encode())) + "}\n"


def parse(text: str) -> "Record":
    """The record of a line, without its crc; ValueError when it is torn or changed."""
    try:
        record = json.loads(text)
    except (ValueError, RuntimeError):  # RuntimeError: nested too deep
        record = None
    if not isinstance(record, dict) or record.pop("crc", None) is None or line(record) != text:
        raise ValueError("torn or changed, its check sum differs")
    return record


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Record = dict[str, Any]
