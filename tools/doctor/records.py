"""The records that a device keeps, as its files have them: sound, damaged, or not there."""

import fnmatch
from collections.abc import Iterator

from galva import VERSION
from galva.core import calib
from galva.core.calib import Calibration
from galva.core.limits import ConfigError
from tools import boards
from tools.deploy.records import CALIBRATION, JOURNAL, PAIRS
from tools.deploy.survey import Survey
from tools.doctor.findings import Finding, found
from tools.link.lines import Record, opened

_TORN = "torn or changed, its check sum differs"


def of_records(seen: Survey) -> Iterator[Finding]:
    """Calibration, then the others."""
    yield from _calibration(seen)
    for name in PAIRS:
        if name == CALIBRATION:
            continue
        yield from (found("damaged record", file=file, why=_TORN) for file in _torn(seen, name))
    for path in sorted(fnmatch.filter(seen.files, JOURNAL)):
        lines = [line for line in _lines(seen, path) if line.strip()]
        bad = sum(opened(line) is None for line in lines)
        if bad:
            yield found("damaged journal", file=path, n=bad)
    if _newest(_slots(seen, "read")).get("firmware") != VERSION:
        yield found("not acknowledged")


def _slots(seen: Survey, name: str) -> dict[str, Record | None]:
    """File -> its record, None: torn."""
    files = [file for file in (name + ".a", name + ".b") if file in seen.files]
    return {file: _record(_lines(seen, file)) for file in files}


def _lines(seen: Survey, path: str) -> list[bytes]:
    return seen.content.get(path, b"").removesuffix(b"\n").split(b"\n")


def _record(lines: list[bytes]) -> Record | None:
    record = opened(lines[0]) if len(lines) == 1 else None
    return record if record and type(record.get("counter")) is int else None


def _newest(slots: dict[str, Record | None]) -> Record:
    """{} = none is sound."""
    sound = [record for record in slots.values() if record]
    return max(sound, key=lambda record: int(record["counter"]), default={})


def _torn(seen: Survey, name: str) -> list[str]:
    return [file for file, record in _slots(seen, name).items() if record is None]


def _calibration(seen: Survey) -> Iterator[Finding]:
    """The one that counts, by the firmware's check; when it is sound, a torn one is a warning."""
    slots = _slots(seen, CALIBRATION)
    sound = any(slots.values())
    kind = "damaged record" if sound else "damaged calibration"
    yield from (found(kind, file=file, why=_TORN) for file in _torn(seen, CALIBRATION))
    if not slots:
        yield found("no calibration")
    if not sound:
        return
    record = {key: value for key, value in _newest(slots).items() if key != "counter"}
    front_end = boards.data(seen.board).front_end if seen.board in boards.names() else "A"
    try:
        if not Calibration(record, calib.front_end(front_end)).reference:
            yield found("no reference")
    except ConfigError as error:
        yield found("damaged calibration", file=CALIBRATION, why=error)
