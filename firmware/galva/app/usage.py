"""The over-use guard: what is asked before a start, and who counts; rules: docs/usage.md."""

from galva.core.limits import SESSION_MS, ConfigError
from galva.core.usage import (
    DAY_S,
    NO_DAY,
    RECORD,
    SOME_DAY,
    UNIT,
    UNKNOWN,
    VERSION,
    Counts,
    week_most,
)

from .keep import keep, settled
from .notice import Notice

LEAST_MS = 10_000  # less time left is not worth a ramp
YEAR_2025_S, YEAR_2100_S = 9132 * DAY_S, 36_525 * DAY_S


class Usage:
    """Refuses a start on battery power; sessions into the dummy are neither refused nor counted.

    trouble: what was wrong with the records, or why they could not be written; "" = nothing.
    """

    def __init__(self, engine: "Engine", device: "Device") -> None:
        self._engine = engine
        self._device = device
        self._day = UNKNOWN  # today
        self._needle_s = 0  # since power-on, when it was told or found
        self._session = 0
        self._seen_ms = 0  # treated time of this session that is counted
        self.trouble = ""
        self._counts = self._load()
        self.notice = Notice(engine, device)

    # ---- what others ask

    def refusal(self) -> str:
        """Why a session may not start now: the name of a signal; "" = it may."""
        if self._engine.usb:
            return ""
        if not self.notice.read:
            return "read first"
        if self._resting():
            return "rest day"
        return "enough today" if self.left_ms() < LEAST_MS else ""

    def begin(self) -> str:
        """For START, just before it: `refusal`, and if it may, the session is marked as begun.

        The mark counts as its whole planned time at the next power-on if the power is cut before
        its end is stored. Writes a file: up to half a second.
        """
        refusal = self.refusal()
        if refusal or self._engine.usb:
            return refusal
        self._allow()
        if settled(self._engine):
            self._counts.begin(self._day, self._engine.course.plan.session_ms)
            self._save()
        return ""

    @property
    def warning(self) -> str:
        """The name of a signal when this week has had its sessions; "" without a clock."""
        first_day = self._counts.days.first_day
        if UNKNOWN in (self._day, first_day):
            return ""
        return "enough this week" if self.week >= week_most(first_day, self._day) else ""

    @property
    def today_s(self) -> int:
        """Treated today; without a clock, since power-on."""
        return self._counts.treated_ms(self._day) // 1000

    @property
    def week(self) -> int:
        """Sessions of the last seven days; without a clock, of those up to the last one known."""
        days = self._counts.days
        return days.week(max(self._day, days.day))

    def left_ms(self) -> int:
        """Treated time left for today; without a clock, for this power-on."""
        return self._counts.left_ms(self._day)

    # ---- what others say

    def acknowledge(self) -> None:
        """The contraindications were read and do not apply."""
        self.notice.acknowledge()

    def microneedling(self) -> str:
        """It was done today: no session until tomorrow. Why this was not taken, or ""."""
        if not self._engine.course.quiet:
            return "microneedling: a session runs: stop it first"
        self._counts.needled(SOME_DAY if self._day == UNKNOWN else self._day)
        self._needle_s = self._device.calendar.up_s()
        return ""

    def set_time(self, seconds: int) -> str:
        """Local seconds since 2000-01-01. A note on what follows from it, or ""."""
        if type(seconds) is not int or not YEAR_2025_S <= seconds < YEAR_2100_S:
            return "time: not within 2025..2099: give local seconds since 2000-01-01"
        self._device.calendar.set(seconds)
        return self._date()

    def poll(self) -> None:
        """Count what was treated; store it when nothing is energised."""
        self.notice.poll()
        self._count()
        if self._engine.course.quiet:  # in a fault too: the calendar wants to be asked
            self._date()
            self._allow()
            if self._counts.needle != NO_DAY and not self._resting():
                self._counts.needled(NO_DAY)
        if settled(self._engine):
            if self._counts.open_ms:
                self._counts.begin(UNKNOWN, 0)
            if self._counts.dirty:
                self._save()

    # ---- counting

    def _count(self) -> None:
        """By what came since the last poll: nothing is lost when a new session clears it."""
        now = self._engine.course
        if now.sessions != self._session:
            self._session = now.sessions
            self._seen_ms = 0
        ms = now.plan.treated_ms - self._seen_ms
        if ms > 0 and not now.bench:
            self._counts.count(self._day, ms, 0 if self._seen_ms else 1)
            self._seen_ms += ms

    def _allow(self) -> None:
        bench = self._engine.usb
        self._engine.course.plan.allow_ms(SESSION_MS if bench else self.left_ms())

    def _date(self) -> str:
        """See what day it is. A note when the clock went back."""
        seconds = self._device.calendar.seconds()
        day = UNKNOWN if seconds is None else seconds // DAY_S
        if day == self._day:
            return ""
        self._day = day
        if not self._counts.date(day):
            return ""
        note = "clock: set back, to before what was counted: no minute is given back"
        self._device.console.line(note)
        return note

    def _resting(self) -> bool:
        needle = self._counts.needle
        if needle == NO_DAY:
            return False
        if self._day != UNKNOWN:
            return self._day <= needle
        return self._device.calendar.up_s() - self._needle_s < DAY_S

    # ---- the record

    def _load(self) -> Counts:
        store = self._device.store
        record = store.load(RECORD, VERSION, UNIT)
        why, counts = store.trouble, Counts()
        try:
            counts = Counts(record)
        except ConfigError as error:
            why = str(error)
        if why:
            counts.doubt()
            self._tell(why + "; no session until the clock is set, or off and on again")
        return counts

    def _save(self) -> None:
        """One attempt for each change."""
        self._counts.dirty = False
        self.trouble = ""
        self._tell(keep(self._device.store, RECORD, self._counts.record()))
        self._engine.beat()  # a sector takes up to 0.4 s to erase, and a START may follow

    def _tell(self, why: str) -> None:
        if why:
            self.trouble = why
            self._device.console.line(why)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.engine import Engine

    from .app import Device
