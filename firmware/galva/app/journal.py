"""Every session as one line in a ring of files: what was given, how well it touched, why it ended.

Fields: seq; t, local seconds since 2000-01-01 when it began, or -1; up_s, since power-on; mode,
level; routine; bench; treated_s; abs_uc, net_uc; dose, uA*min/cm2; ohm_min, ohm_median, ohm_max;
losses; fault; ended; calibrated.
"""

from crcline import line
from galva.core import faults, session
from galva.core.session import HOLD, RAMP_UP, RUN
from galva.core.spread import Spread

from .keep import not_stored, settled
from .ring import Ring

NAME = "journal"
QUEUE = 8  # sessions that wait in RAM for a disk that takes them


class Journal:
    """Follows the sessions; writes each when it is over and nothing is energised.

    dropped: lines that were numbered and are gone: rotated out, damaged, or never written.
    trouble: what was damaged at boot, or why the last line was not written; "" = nothing.
    """

    def __init__(self, engine: "Engine", device: "Device", settings: "Settings") -> None:
        self._engine = engine
        self._device = device
        self._settings = settings
        self._ring = Ring(device.store, NAME)
        self._seq = self._ring.next  # of the next session
        self._queue: "list[str]" = []
        self._due = False  # a line came that was not yet tried
        self._session = 0
        self._open = False
        self._spread = Spread()
        self.trouble = ""
        self._tell(self._ring.trouble)

    @property
    def count(self) -> int:
        """Lines kept."""
        return self._ring.count

    @property
    def dropped(self) -> int:
        """Lines gone."""
        return self._seq - 1 - self._ring.count - len(self._queue)

    def lines(self) -> "Iterator[str]":
        """The lines kept, oldest first, each with its newline."""
        return self._ring.lines()

    def poll(self) -> None:
        """See what the session does; write one line when that is allowed."""
        now = self._engine.course
        if now.sessions != self._session:
            if self._open:
                self._close()  # its end was not seen: what was seen last
            self._session = now.sessions
            self._begin(now)
        if self._open:
            over = now.quiet  # asked first: it may end at any moment
            self._look(now)
            if over:
                self._close()
        if self._due and settled(self._engine):
            self._write()

    def _begin(self, now: "Course") -> None:
        calendar = self._device.calendar
        seconds = calendar.seconds()
        self._t = -1 if seconds is None else seconds
        self._up_s = calendar.up_s()
        self._mode = now.plan.mode.name
        self._routine = self._settings.routine
        self._holds = False
        self._losses = 0
        self._spread.clear()
        self._open = True

    def _look(self, now: "Course") -> None:
        """Copied at every poll: a new session clears it all."""
        self._level = now.plan.level
        self._treated_ms = now.plan.treated_ms
        self._abs_uc = now.dose.absolute_uc
        self._net_uc = now.dose.net_uc
        self._dose = now.dose.ua_min_cm2(self._settings.area)
        self._bench = now.bench
        self._ended = now.ended
        if (now.state == RAMP_UP or now.state == RUN) and now.contact.present():
            self._spread.add(now.contact.ohm)
        holds = now.state == HOLD
        if holds and not self._holds:
            self._losses += 1
        self._holds = holds

    def _close(self) -> None:
        self._open = False
        fault = self._engine.faults if self._ended == session.FAULTED else 0
        spread = self._spread
        record = {
            "seq": self._seq,
            "t": self._t,
            "up_s": self._up_s,
            "mode": self._mode,
            "level": self._level,
            "routine": self._routine,
            "bench": self._bench,
            "treated_s": self._treated_ms // 1000,
            "abs_uc": self._abs_uc,
            "net_uc": self._net_uc,
            "dose": self._dose,
            "ohm_min": spread.least_ohm,
            "ohm_median": spread.median_ohm(),
            "ohm_max": spread.most_ohm,
            "losses": self._losses,
            "fault": faults.name(fault),
            "ended": session.ENDS[self._ended],
            "calibrated": self._engine.calibrated,
        }
        self._seq += 1
        if len(self._queue) == QUEUE:
            self._queue.pop(0)
        self._queue.append(line(record))
        self._due = True

    def _write(self) -> None:
        """The oldest that waits; what cannot be written waits for the next session's end."""
        self.trouble = ""
        try:
            self._ring.add(self._queue[0])
        except (OSError, MemoryError) as error:
            self._due = False
            self._tell(not_stored(NAME, error))
            return
        self._queue.pop(0)
        self._due = bool(self._queue)

    def _tell(self, why: str) -> None:
        if why:
            self.trouble = why
            self._device.console.line(why)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from galva.core.course import Course
    from galva.core.engine import Engine

    from .app import Device
    from .settings import Settings
