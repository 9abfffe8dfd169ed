"""Recordings, NAME.galva: lines of JSON in UTF-8 (page/recording.js is the twin of this module).

The first is the header, each other one `[t_ms, kind, record]`: "link" what the device said, "said"
what it was asked, "bench" the truth of a virtual one. t_ms begins at 0 and never falls.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.problems import Failed

VERSION = 1
KINDS = ("link", "said", "bench")
MOST_BYTES = 200_000_000
LINE_MOST = 1 << 18  # bytes
DEEPEST = 20  # objects and arrays in each other, in a record
LATEST_MS = 1e9  # eleven days
_TIME = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
Record = dict[str, Any]
Line = tuple[float, str, Record]


@dataclass(frozen=True)
class Header:
    """firmware: its version; board: a module of boards/; begun: when, ISO 8601 with its zone;
    source: "serial", "socket" or "emulator"; "" = not known."""

    firmware: str
    board: str
    begun: str
    source: str


@dataclass(frozen=True)
class Damage:
    """The line, from 1 on, at which a recording ends early, and why."""

    line: int
    why: str


def dumped(header: Header, lines: Iterable[Line]) -> bytes:
    """The file. ValueError: a line that `Recording` would not read."""
    head = {"galva": "recording", "version": VERSION, **asdict(header)}
    if why := _wrong_header(head):
        raise ValueError(f"recording: {why}")
    texts = [_text(head)]
    before_ms = 0.0
    for line in lines:
        texts.append(_checked(line, before_ms))
        before_ms = line[0]
    return "".join(texts).encode()


def _checked(line: Line, before_ms: float) -> str:
    why = _wrong_line(list(line), before_ms)
    text = "" if why else _text(line)
    if why or len(text) > LINE_MOST:
        raise ValueError(f"recording: {why or 'too long'}: {str(line)[:80]}")
    return text


def _text(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False) + "\n"


class Recording:
    """The lines of a file, read while they are asked for; `damage` is known after the last one."""

    def __init__(self, path: Path) -> None:
        """Failed: it is no recording, or too large, or not there."""
        self._path = path
        self.damage: Damage | None = None
        try:
            if path.stat().st_size > MOST_BYTES:
                raise Failed(f"{path}: larger than {MOST_BYTES // 10**6} MB: no recording is")
            with path.open("rb") as file:
                value = _parsed(file.readline(LINE_MOST + 1))
        except OSError as error:
            raise Failed(f"{path}: {error.strerror}: give the path of a recording") from None
        if why := _wrong_header(value):
            raise Failed(f"{path}: {why}")
        assert isinstance(value, dict)
        self.header = Header(*(value[name] for name in Header.__dataclass_fields__))

    def __iter__(self) -> Iterator[Line]:
        """All whole lines before a damage."""
        before_ms, self.damage = 0.0, None
        with self._path.open("rb") as file:
            file.readline(LINE_MOST)
            at = 2
            while text := file.readline(LINE_MOST + 1):
                value = _parsed(text)
                if why := _wrong_line(value, before_ms):
                    self.damage = Damage(at, why)
                    return
                before_ms, kind, record = value
                yield before_ms, kind, record
                at += 1


def _endless(_text: str) -> None:
    raise ValueError("no number")


def _parsed(text: bytes) -> Any:
    """None: too long, or no JSON in UTF-8, or null."""
    if len(text) > LINE_MOST:
        return None
    try:
        return json.loads(text.decode(), parse_constant=_endless)
    except (ValueError, RecursionError):
        return None


def _wrong_header(value: object) -> str:
    """Why it is no header, "" = it is."""
    if not isinstance(value, dict) or value.get("galva") != "recording":
        return "not a recording: give a file NAME.galva that the page or `make demo` has saved"
    version = value.get("version")
    if type(version) not in (int, float) or version != VERSION:
        return f"a recording of version {str(version)[:20]}: take the Galva that wrote it"
    texts = [value.get(name) for name in Header.__dataclass_fields__]
    if not all(isinstance(text, str) for text in texts) or not _TIME.fullmatch(value["begun"]):
        return "its first line is damaged: nothing can be said of it"
    return ""


def _wrong_line(value: Any, before_ms: float) -> str:
    """Why it is no line, "" = it is."""
    if value is None:
        return "cut off, or changed"
    if not isinstance(value, list) or len(value) != 3:
        return "not [ms, kind, record]"
    t_ms, kind, record = value
    if kind not in KINDS or not isinstance(record, dict) or type(t_ms) not in (int, float):
        return "not [ms, kind, record]"
    if not before_ms <= t_ms <= LATEST_MS:
        return "its time goes back, or is out of range"
    return "" if _plain(record, DEEPEST) else "a number without end, or too deep"


def _plain(value: object, left: int) -> bool:
    """No number is endless, and nothing is nested deeper than that."""
    if isinstance(value, float | int):
        return _finite(value)
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return left > 0 and all(_plain(each, left - 1) for each in inner)


def _finite(value: float) -> bool:
    """As a number of JavaScript: whole numbers may be too large for it."""
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False
