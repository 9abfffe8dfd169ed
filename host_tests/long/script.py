"""What a person does in a day, again and again: sessions of all kinds, and how each went."""

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

from galva.app.signals import REFUSED_MS
from galva.core.limits import IDLE_OFF_MS
from galva.core.routine import ROUTINES
from galva.core.usage import DAY_S
from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import start, until
from tools.link.lines import sealed
from tools.long.perform import PIECE
from tools.long.prompts import Marks, Treated

FIRST_DAY_S = 9800 * DAY_S  # since 2000-01-01
MODE_S = {"LIFT": 300, "TIGHTEN": 480, "INFUSE": 240}
WAIT_MS = 30_000
SKIN = "good"
AWAY_MS = 1500


class Visit(NamedTuple):
    """One session: how it is asked for, and how it ends. lift_s, end_s: seconds of RUN."""

    mode: str
    routine: str = "none"
    ended: str = "time up"
    lift_s: int = 0  # 0: the electrodes stay on
    end_s: int = 0  # 0: by itself

    @property
    def planned_s(self) -> int:
        """What the session lasts, of treated time, if nobody ends it."""
        totals = {routine.name: routine.total_s for routine in (*ROUTINES, PIECE)}
        return totals.get(self.routine, MODE_S[self.mode])


NO_SKIN = Visit("LIFT", ended="no contact")
SHORT = (
    Visit("LIFT", ended="stopped", end_s=9),
    Visit("TIGHTEN", ended="fault", end_s=5),
    NO_SKIN,
)
DAYS = (
    (Visit("LIFT"), Visit("TIGHTEN"), Visit("INFUSE"), *SHORT),
    (Visit("TIGHTEN", "face 10"), Visit("INFUSE", "face 5"), *SHORT, Visit("LIFT", "spot")),
    (Visit("LIFT", lift_s=100), Visit("TIGHTEN", "spot", lift_s=50), Visit("INFUSE", lift_s=60))
    + (*SHORT, Visit("LIFT", "face 5")),
)  # fmt: skip
ROTATION = ((Visit("LIFT", "piece"), *(NO_SKIN,) * 40),) * 3  # 123 lines of the journal
AT_FIRST_MS = 203_000  # since power-on: in the first session, if it is in LIFT


class Session(NamedTuple):
    """What the outside had of it. Charges uC through the skin; wave: what the DAC played."""

    visit: Visit
    day: int
    begin_ms: float
    end_ms: float
    treated_ms: float
    abs_uc: float
    net_uc: float
    wave: tuple[tuple[float, int, int], ...]  # (us since the first, code, bridge)
    ended: str


class Person:
    """Uses `rig`. marks: when it treats, told from outside (test_routines.watch_state)."""

    def __init__(self, rig: FakeRig, marks: list[tuple[float, bool]]) -> None:
        self._rig = rig
        self._marks = marks
        self._day = -1
        self._routine = "none"
        self.sessions: list[Session] = []
        self.changes = 0  # of the settings

    @property
    def now_ms(self) -> float:
        """Of the rig."""
        return self._rig.now_ms

    def next_day(self) -> None:
        """The host tells the time; the device has slept, and is woken."""
        self._day += 1
        rig = self._rig
        rig.run(IDLE_OFF_MS + 2000)
        rig.press("START")
        rig.run(REFUSED_MS)
        self._command(do="time", seconds=FIRST_DAY_S + self._day * DAY_S + 8 * 3600)

    def visit(self, visit: Visit) -> None:
        """One session from its choice to the journal's line."""
        rig = self._rig
        self._choose(visit)
        rig.forget(rig.now_ms)
        self._marks.clear()
        front = rig.front
        begin_ms, charges = rig.now_ms, (front.abs_charge_nc, front.net_charge_nc)
        if visit is not NO_SKIN:
            rig.touch(SKIN)
        start(rig)
        self._go(visit)
        ended, wave = str(rig.status["ended"]), _wave(rig, self._marks)
        self._leave(visit)
        self.sessions.append(
            Session(
                visit,
                self._day,
                begin_ms,
                rig.now_ms,
                Treated(front.trace, self._marks, 1000 * rig.now_ms).ms,
                (front.abs_charge_nc - charges[0]) / 1000,
                (front.net_charge_nc - charges[1]) / 1000,
                wave,
                ended,
            )
        )

    def _choose(self, visit: Visit) -> None:
        rig = self._rig
        if visit.routine != self._routine:
            self._command(do="set", name="routine", value=visit.routine)
            self._routine = visit.routine
            self.changes += 1
        while rig.status["mode"] != visit.mode:
            rig.press("MODE")
            rig.run(600)

    def _go(self, visit: Visit) -> None:
        """Until the output is off."""
        rig = self._rig
        if visit is NO_SKIN:
            until(rig, "IDLE", WAIT_MS)
            return
        until(rig, "RUN", WAIT_MS)
        if visit.lift_s:
            rig.run(1000 * visit.lift_s)
            rig.lift()
            rig.run(AWAY_MS)
            rig.touch(SKIN)
            until(rig, "RUN", WAIT_MS)
        if visit.end_s:
            rig.run(1000 * visit.end_s)
            if visit.ended == "stopped":
                rig.press("START")
            else:
                rig.usb(True)
                until(rig, "FAULT", WAIT_MS)
                return
        until(rig, "IDLE", 1000 * visit.planned_s + WAIT_MS)

    def _leave(self, visit: Visit) -> None:
        """Electrodes off; a fault is acknowledged; what follows an end is over."""
        rig = self._rig
        rig.run(500)
        rig.lift()
        if visit.ended == "fault":
            rig.usb(False)
            rig.run(1500)
            rig.press("START", 2300)
            until(rig, "IDLE", WAIT_MS)
        rig.run(2 * REFUSED_MS + 1000)

    def _command(self, **asked: Any) -> None:
        rig = self._rig
        rig.answers["usb"].clear()
        rig.send(sealed(asked))
        rig.run(500)
        answer = rig.answers["usb"][-1]
        assert answer["ok"], answer

    def usage(self) -> dict[str, Any]:
        """What the device says of today."""
        self._command(do="usage")
        return self._rig.answers["usb"][-1]


def _wave(rig: FakeRig, marks: Marks) -> tuple[tuple[float, int, int], ...]:
    """Each change of the DAC's code or of the bridge while the mode flows, from the first on."""
    flows = next((t_us for t_us, on in marks if on), None)
    if flows is None:
        return ()
    wave: list[tuple[float, int, int]] = []
    last = None
    for row in rig.front.trace.between(flows, 1000 * rig.now_ms):
        if (row.code, row.bridge) != last:
            last = row.code, row.bridge
            wave.append((row.t_us, *last))
    first_us = wave[0][0]
    return tuple((t_us - first_us, code, bridge) for t_us, code, bridge in wave)


def days(
    person: Person, hours: float, plan: tuple[tuple[Visit, ...], ...] = DAYS
) -> Iterator[Visit | None]:
    """Day after day until so much time is over; each visit when it is done, None after a day."""
    for number in count():
        person.next_day()
        for visit in plan[number % len(plan)]:
            person.visit(visit)
            yield visit
        yield None
        if number + 1 >= len(plan) and person.now_ms >= 3.6e6 * hours:
            return
