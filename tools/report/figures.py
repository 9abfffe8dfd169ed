"""What a journal sums up to: by session, by day, by week, by mode."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from galva.core.limits import DAY_MS
from galva.core.usage import DAYS, PLAN
from tools.journal.records import Journal, Record, begin

CAP_MIN = DAY_MS / 60_000  # of a day


@dataclass(frozen=True)
class Totals:
    """Sums. Times in min, charge in mC (absolute) and uC (net).

    on_skin: sessions that treated the skin; bench: into the dummy; refused: began, and gave
    nothing. Minutes and charge are of the skin alone.
    """

    sessions: int
    on_skin: int
    bench: int
    refused: int
    treated_min: float
    abs_mc: float
    net_uc: int
    losses: int
    missing: int
    left_aside: int
    undated: tuple[int, ...]
    faults: tuple[int, ...]


@dataclass(frozen=True)
class Week:
    """Sessions in seven days, the first being `begin`; the plan's least and most."""

    begin: date
    sessions: int
    least: int
    most: int


@dataclass(frozen=True)
class Day:
    """Treated minutes of a day by mode."""

    day: date
    minutes: dict[str, float]

    @property
    def total_min(self) -> float:
        """Of all modes."""
        return sum(self.minutes.values())


def treated(record: Record) -> bool:
    """The device counts it: current through the skin, not into the dummy."""
    return bool(not record["bench"] and record["treated_s"] > 0)


def day_of(record: Record) -> date | None:
    """The day on which it began; None: the device had no clock."""
    text = begin(record)
    return date.fromisoformat(text[:10]) if text else None


def totals(journal: Journal) -> Totals:
    """Of all sessions."""
    skin = [record for record in journal.records if treated(record)]
    bench = sum(record["bench"] for record in journal.records)
    return Totals(
        sessions=len(journal.records),
        on_skin=len(skin),
        bench=bench,
        refused=len(journal.records) - len(skin) - bench,
        treated_min=sum(record["treated_s"] for record in skin) / 60,
        abs_mc=sum(record["abs_uc"] for record in skin) / 1000,
        net_uc=sum(record["net_uc"] for record in skin),
        losses=sum(record["losses"] for record in skin),
        missing=journal.missing,
        left_aside=len(journal.troubles),
        undated=tuple(r["seq"] for r in journal.records if day_of(r) is None),
        faults=tuple(r["seq"] for r in journal.records if r["fault"]),
    )


def by_day(records: Iterable[Record]) -> list[Day]:
    """The days on which something was treated, in their order. Without a date: in none."""
    found: dict[date, Counter[str]] = {}
    for record in records:
        day = day_of(record)
        if day and treated(record):
            found.setdefault(day, Counter())[record["mode"]] += record["treated_s"]
    return [Day(day, {mode: s / 60 for mode, s in found[day].items()}) for day in sorted(found)]


def plan_of(week: int) -> tuple[int, int]:
    """Least and most sessions in this week, 0 = the first one (core/usage)."""
    for weeks, least, most in PLAN[:-1]:
        if week < weeks:
            return least, most
        week -= weeks
    return PLAN[-1][1:]


def by_week(records: Sequence[Record]) -> list[Week]:
    """The weeks that have a session, counted in sevens of days from the first dated one."""
    days = sorted(day for r in records if treated(r) and (day := day_of(r)))
    count = Counter((day - days[0]).days // DAYS for day in days)
    return [
        Week(days[0] + timedelta(days=DAYS * week), count[week], *plan_of(week))
        for week in sorted(count)
    ]


def by_mode(records: Iterable[Record]) -> list[tuple[str, int, float, float]]:
    """(mode, sessions, minutes, charge in mC) of the skin, most treated first."""
    sums: dict[str, list[float]] = {}
    for record in filter(treated, records):
        row = sums.setdefault(record["mode"], [0, 0, 0])
        row[0] += 1
        row[1] += record["treated_s"] / 60
        row[2] += record["abs_uc"] / 1000
    order = sorted(sums, key=lambda mode: (-sums[mode][1], mode))
    return [(mode, int(sums[mode][0]), sums[mode][1], sums[mode][2]) for mode in order]


def ends(records: Iterable[Record]) -> list[tuple[str, int]]:
    """How sessions ended, a fault by its name, most frequent first."""
    count = Counter(record["fault"] or record["ended"] or "not told" for record in records)
    return sorted(count.items(), key=lambda each: (-each[1], each[0]))


def told(journal: Journal) -> dict[str, Any]:
    """All figures as plain data, for --json."""
    records = journal.records
    return {
        "totals": asdict(totals(journal)),
        "days": [
            {"day": each.day.isoformat(), "minutes": each.total_min} for each in by_day(records)
        ],
        "weeks": [asdict(w) | {"begin": w.begin.isoformat()} for w in by_week(records)],
        "modes": [dict(zip(("mode", "sessions", "min", "mc"), row)) for row in by_mode(records)],
        "ends": dict(ends(records)),
        "left_aside": journal.troubles,
    }
