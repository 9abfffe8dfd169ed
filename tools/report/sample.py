"""python -m tools.report.sample: docs/report.png from a journal that nobody lived.

Eleven weeks of a person who begins on the bench, keeps the plan more or less, forgets the clock
twice and lets the gel dry. Made by a seeded generator; every line passes the journal's own check.
"""

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from crcline import line

from galva.core.modes import MODES, Mode
from galva.core.usage import DAYS
from tools import DOCS, command, files
from tools.journal.records import Journal, Record, read
from tools.link.client import EPOCH

SEED = 6
WEEKS = 11
AREA_MM2 = 100
BEGIN = datetime(2026, 1, 5, 19, 30)
CAPTION = "Synthetic: made by a seeded generator (tools/report/sample.py). No device, no person."
LOST, DAMAGED = (9,), (23,)  # numbers without a line, and with a broken one
_UNDATED = (17, 18)
_BENCH = 3  # sessions into the dummy, before the first one on skin
# |I| of a phase over its peak, and the share of time with current
_SHARE = {"LIFT": 0.55, "TIGHTEN": 0.5, "INFUSE": 0.95}
_ENDS, _ODDS = ("time up", "stopped", "contact lost", "battery low", "fault"), (24, 4, 2, 1, 1)
_REFUSED = ("no contact", "no gel", "oily")


class Person:
    """Makes the records of one journal, one after the other."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._seq = 0
        self._level = 1

    def journal(self) -> Iterator[Record]:
        """All of them, oldest first."""
        for k in range(_BENCH):
            yield self._session(
                MODES[k], BEGIN - timedelta(days=2, minutes=36 - 12 * k), bench=True
            )
        for week in range(WEEKS):
            for day in self._days(week):
                yield from self._evening(BEGIN + timedelta(days=day))

    def _days(self, week: int) -> list[int]:
        """Three to five days of a week while building up, then two or three; once too few."""
        n = self._chance.choice((3, 4, 4, 5) if week < 6 else (2, 2, 3))
        n = 2 if week == 3 else n
        return sorted(DAYS * week + day for day in self._chance.sample(range(DAYS), n))

    def _evening(self, at: datetime) -> Iterator[Record]:
        """One session; now and then a start without gel before it."""
        at += timedelta(minutes=self._chance.randint(-90, 90))
        if self._chance.random() < 0.12:
            yield self._refused(at)
            at += timedelta(minutes=3)
        if self._chance.random() < 0.25:
            self._level = min(7, self._level + 1)
        mode = self._chance.choices(MODES[:3], (5, 3, 2))[0]
        yield self._session(mode, at)

    def _refused(self, at: datetime) -> Record:
        return self._record(MODES[0], at, ended=self._chance.choice(_REFUSED))

    def _session(self, mode: Mode, at: datetime, bench: bool = False) -> Record:
        """One that treated, to its time or less."""
        planned_s, chance = mode.session_ms // 1000, self._chance
        (ended,) = chance.choices(_ENDS, _ODDS)
        ended = "time up" if bench else ended
        part = 1.0 if ended == "time up" else chance.uniform(0.2, 0.9)
        treated_s = int(planned_s * part)
        ohm = 10_000 if bench else round(chance.lognormvariate(8.6, 0.35))
        spread = 1.01 if bench else chance.uniform(1.4, 3.2)
        return self._record(
            mode,
            at,
            bench=bench,
            level=5 if mode.name == "INFUSE" else self._level,
            treated_s=treated_s,
            ohm_min=int(ohm / min(spread, 1.6)),
            ohm_median=ohm,
            ohm_max=int(ohm * spread),
            losses=0 if bench else chance.choices((0, 1, 2, 4), (10, 5, 2, 1))[0],
            fault="USB_POWER" if ended == "fault" else "",
            ended=ended,
        )

    def _record(self, mode: Mode, at: datetime, **fields: Any) -> Record:
        self._seq += 1
        seconds = int((at - EPOCH).total_seconds())
        made: Record = {
            "seq": self._seq,
            "t": -1 if self._seq in _UNDATED else seconds,
            "up_s": self._chance.randint(20, 400),
            "mode": mode.name,
            "level": 1,
            "routine": "face 5" if mode.name == "LIFT" and self._seq % 3 else "none",
            "bench": False,
            "treated_s": 0,
            "ohm_min": 0,
            "ohm_median": 0,
            "ohm_max": 0,
            "losses": 0,
            "fault": "",
            "ended": "",
            "calibrated": True,
        }
        return _charged(made | fields, mode, self._chance)


def _charged(record: Record, mode: Mode, chance: random.Random) -> Record:
    """With the charge and the dose that such a session gives."""
    abs_uc = int(mode.level_ua(record["level"]) * _SHARE[mode.name] * record["treated_s"])
    whole = record["treated_s"] * 1000 == mode.session_ms
    net_uc = chance.randint(-3, 3) if mode.biphasic or whole else abs_uc // 3
    dose = abs_uc * 100 // (60 * AREA_MM2)
    return record | {"abs_uc": abs_uc, "net_uc": net_uc if abs_uc else 0, "dose": dose}


def lines(seed: int = SEED) -> list[str]:
    """The files of such a device: one number has no line, one has a damaged one."""
    made = []
    for record in Person(seed).journal():
        text = line(record)
        if record["seq"] in DAMAGED:
            text = text.replace("ohm", "ohn", 1)
        if record["seq"] not in LOST:
            made.append(text)
    return made


def journal(seed: int = SEED) -> Journal:
    """Read back by the journal's own check."""
    return read(lines(seed), "journal")


def main() -> None:
    """Write docs/report.png."""
    from tools.report.picture import png  # matplotlib takes a second

    files.write(DOCS / "report.png", png(journal(), CAPTION))
    print(DOCS / "report.png")


if __name__ == "__main__":
    sys.exit(command.run("report-picture", main))
