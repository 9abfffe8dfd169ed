"""How much and how often: treated time and sessions by day, and the plan of the weeks.

A day is a number: local days since 2000-01-01. UNKNOWN: no clock was set since power-on.
"""

from .limits import DAY_MS, require

RECORD, VERSION, UNIT = "usage", 1, "ms"
UNKNOWN = -1
NO_DAY, SOME_DAY = -1, -2  # of the microneedling: none; which one is not known
BLIND_MS = DAY_MS // 2  # without a clock, for each power-on
DAY_S = 86_400
DAYS = 7

# (weeks from the first session on, least and most sessions in seven days), product.md; the last
# row holds for ever.
PLAN = ((6, 3, 5), (0, 2, 3))
_NUMBERS = (
    ("day", "first_day", "on_ms", "undated_ms", "undated_n")
    + ("open_ms", "open_day", "needle")
)  # fmt: skip


def week_most(first_day: int, day: int) -> int:
    """Sessions in seven days, at most, for somebody whose first one was on first_day."""
    weeks = max(0, day - first_day) // 7
    row = 0
    while row < len(PLAN) - 1 and weeks >= PLAN[row][0]:
        weeks -= PLAN[row][0]
        row += 1
    return PLAN[row][2]


class Days:
    """Seven days, index 0 the last on which something was counted; each day asked for is given.

    Nothing is moved by asking, so a clock that was wrong for a while loses nothing.
    """

    def __init__(self) -> None:
        self.day = UNKNOWN
        self.first_day = UNKNOWN
        self.ms = [0] * DAYS
        self.sessions = [0] * DAYS

    def today_ms(self, day: int) -> int:
        """Treated on this day."""
        return self.ms[0] if day == self.day else 0

    def week(self, day: int) -> int:
        """Sessions on this day and the six before it."""
        return sum(self.sessions[: max(0, DAYS - (day - self.day))])

    def count(self, day: int, ms: int, sessions: int) -> None:
        """So much more on this day, which is not before `day`."""
        if self.first_day == UNKNOWN:
            self.first_day = day
        past = DAYS if self.day == UNKNOWN else min(DAYS, day - self.day)
        if past:
            self.ms = [0] * past + self.ms[: DAYS - past]
            self.sessions = [0] * past + self.sessions[: DAYS - past]
            self.day = day
        self.ms[0] += ms
        self.sessions[0] += sessions

    def set_back(self, day: int) -> None:
        """The clock says a day before `day`: all that was counted since is of that day.

        A week back and more: what was counted on that day is not known, so it counts as full.
        """
        back = self.day - day
        self.ms = _joined(self.ms, back)
        self.sessions = _joined(self.sessions, back)
        if back >= DAYS:
            self.ms[0] = max(self.ms[0], DAY_MS)
        self.day = day
        self.first_day = min(self.first_day, day)


class Counts:
    """All that the guard keeps. record: what `record` gave, None = a new device; ConfigError.

    Changed by whoever calls; `dirty` then says that it should be stored.
    """

    def __init__(self, record: "Record | None" = None) -> None:
        self.days = Days()
        self.on_ms = 0  # treated since power-on
        self.undated_ms = 0  # of these, without a clock
        self.undated_n = 0
        self.open_ms = 0  # planned time of the session that was asked for
        self.open_day = UNKNOWN
        self.needle = NO_DAY
        self.dirty = False
        if record:
            self._take(record)

    def _take(self, record: "Record") -> None:
        _check(record)
        days = self.days
        days.day, days.first_day = record["day"], record["first_day"]
        days.ms, days.sessions = record["ms"], record["sessions"]
        self.needle = record["needle"]
        open_ms = record["open_ms"]
        if not open_ms:
            return
        self.on_ms = record["on_ms"] + open_ms  # the power was cut: the last power-on goes on
        self.undated_ms, self.undated_n = record["undated_ms"], record["undated_n"]
        if record["open_day"] == UNKNOWN:
            self.undated_ms += open_ms
            self.undated_n += 1
        else:
            days.count(max(record["open_day"], days.day), open_ms, 1)
        self.dirty = True

    def record(self) -> "Record":
        """What is to be stored; version and unit among it."""
        days = self.days
        values = (days.day, days.first_day, self.on_ms, self.undated_ms, self.undated_n)
        values += (self.open_ms, self.open_day, self.needle)
        record: "Record" = {"version": VERSION, "unit": UNIT}
        record["ms"], record["sessions"] = days.ms, days.sessions
        for name, value in zip(_NUMBERS, values):
            record[name] = value
        return record

    def doubt(self) -> None:
        """A record was damaged; it may have held a session more than what is left."""
        self.on_ms = max(self.on_ms, BLIND_MS)
        self.undated_ms = max(self.undated_ms, BLIND_MS)
        self.dirty = True

    def treated_ms(self, day: int) -> int:
        """Of this day; UNKNOWN: since power-on."""
        return self.on_ms if day == UNKNOWN else self.days.today_ms(day)

    def left_ms(self, day: int) -> int:
        """Treated time left for this day; UNKNOWN: for this power-on."""
        most_ms = BLIND_MS if day == UNKNOWN else DAY_MS
        return max(0, most_ms - self.treated_ms(day))

    def count(self, day: int, ms: int, sessions: int) -> None:
        """So much more was treated."""
        self.on_ms += ms
        if day == UNKNOWN:
            self.undated_ms += ms
            self.undated_n += sessions
        else:
            self.days.count(day, ms, sessions)
        self.dirty = True

    def begin(self, day: int, ms: int) -> None:
        """A session of at most so much is asked for; 0: it is over, or never came."""
        self.open_ms = ms
        self.open_day = day
        self.dirty = True

    def date(self, day: int) -> bool:
        """It is this day now. True: before what was counted, so the clock went back."""
        went_back = day < self.days.day
        if went_back:
            self.days.set_back(day)
            self.dirty = True
        if self.undated_ms:
            self.days.count(day, self.undated_ms, self.undated_n)
            self.undated_ms = self.undated_n = 0
            self.dirty = True
        if self.needle == SOME_DAY or self.needle > day:
            self.needle = day
            self.dirty = True
        return went_back

    def needled(self, day: int) -> None:
        """Microneedling, today: NO_DAY when its day is over."""
        self.needle = day
        self.dirty = True


def _check(record: "Record") -> None:
    """ConfigError unless every count is there and can be."""
    well = True
    for name in _NUMBERS:
        well = well and type(record.get(name)) is int and record[name] >= SOME_DAY
    for name in ("ms", "sessions"):
        days = record.get(name)
        well = well and isinstance(days, list) and len(days) == DAYS
        well = well and all(type(each) is int and each >= 0 for each in days)
    require(well, RECORD, "impossible counts: left aside")


def _joined(days: "list[int]", back: int) -> "list[int]":
    """The first back + 1 of them as one."""
    at = min(back, DAYS - 1) + 1
    return [sum(days[:at])] + days[at:] + [0] * (at - 1)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Record = dict[str, Any]  # UNIT is str, ms and sessions are lists of int, the rest is int
