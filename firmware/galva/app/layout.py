"""What the screen says: 8 rows of 16 characters, one layout a state."""

from galva.core import faults
from galva.core.contact import OPEN, SHORT
from galva.core.limits import HOLD_MS
from galva.core.selftest import FAILED
from galva.core.session import FAULT, HOLD, RAMP_UP, SELF_TEST

from .words import CURES, WIDTH, headline, wrapped

ROWS = 8
WHOLE, UPPER, LOWER = -1, 0, 1  # port Screen: half
_BLOCK = "\x7f"  # the font's grey block
# Impedance -> length of the contact bar: 8 below the first, 7 below the second, ... From 20 kOhm
# on the contact is poor.
_BARS_OHM = (2000, 4000, 7000, 11_000, 15_000, 20_000, 40_000, 100_000)


class Layout:
    """The rows of now: `begin` a pass, then ask for each `row`: (text, half). One takes 1 ms."""

    def __init__(self, engine: "Engine", guide: "Guide") -> None:
        self._engine = engine
        self._guide = guide
        self._signal = self._large = self._words = ""
        self._lines = [""]  # the words, wrapped
        rest = (
            (self._plan, self._blank, self._ready, self._ready_lower)
            + (self._cure, self._cure, self._cure, self._gives)
        )  # fmt: skip
        session = (
            (self._plan, self._blank, self._upper, self._lower)
            + (self._contact, self._left, self._last, self._head)
        )  # fmt: skip
        fault = (self._head, self._name) + (self._cure,) * (ROWS - 3) + (self._clear,)
        # in the order of session.STATES
        self._in_state = (rest,) * 3 + (session,) * 4 + (fault,)
        self._rows: "tuple[Callable[[int], Row], ...]" = rest
        self._first = 0  # row of the words

    def begin(self, signal: str, ua: int) -> None:
        """What all rows of this pass agree on; ua: delivered."""
        state = self._engine.course.state
        self._signal = signal
        self._rows = self._in_state[state]
        if state >= RAMP_UP:
            self._large = ("0" if state == HOLD else str(ua)) + " uA"
        else:
            self._large = "READY" if signal == "idle" else ""
        self._first = 2 if state == FAULT else 4
        words = self._words_of(state, signal)
        if words != self._words:
            self._words = words
            self._lines = wrapped(words)

    def row(self, at: int) -> "Row":
        """Row 0..7 of this pass."""
        return self._rows[at](at)

    def _words_of(self, state: int, signal: str) -> str:
        """What to do."""
        engine = self._engine
        if state == FAULT:
            bits = engine.faults
            return engine.course.test.part if self._tested() else faults.cure(bits)
        if state == SELF_TEST and not engine.course.test.whole:
            return ""  # before a session: it takes a second
        return CURES.get(signal, "")

    # ---- rows of any layout

    def _blank(self, _at: int) -> "Row":
        return _row("")

    def _head(self, _at: int) -> "Row":
        return _row(headline(self._signal))

    def _upper(self, _at: int) -> "Row":
        return (_middle(self._large), UPPER)

    def _lower(self, _at: int) -> "Row":
        return (_middle(self._large), LOWER)

    def _plan(self, _at: int) -> "Row":
        plan = self._engine.course.plan
        return _row(_ends(plan.mode.name, "level " + str(plan.level)))

    def _cure(self, at: int) -> "Row":
        """The words go on."""
        at -= self._first
        return _row(self._lines[at] if at < len(self._lines) else "")

    # ---- of those with the output off, or at the probe

    def _ready(self, at: int) -> "Row":
        """Ready, or why not."""
        return self._upper(at) if self._large else self._head(at)

    def _ready_lower(self, at: int) -> "Row":
        return self._lower(at) if self._large else _row("")

    def _gives(self, _at: int) -> "Row":
        """What a session would give, and how long."""
        if not self._large:
            return _row("")
        plan = self._engine.course.plan
        return _row(_ends(str(plan.target_ua()) + " uA", _minutes(plan.session_ms)))

    # ---- of a session

    def _contact(self, _at: int) -> "Row":
        return _row("contact " + _bar(self._engine.course.contact))

    def _left(self, _at: int) -> "Row":
        plan = self._engine.course.plan
        return _row(_ends("time left", _minutes(max(0, plan.session_ms - plan.treated_ms))))

    def _last(self, _at: int) -> "Row":
        """The zone and its time; while the contact is lost, the time until the session ends."""
        course, guide = self._engine.course, self._guide
        if course.state == HOLD:
            return _row(_ends("ends in", _minutes(max(0, HOLD_MS - course.state_ms))))
        if guide.zone:
            return _row(_ends(guide.zone, _minutes(1000 * guide.zone_left_s)))
        return _row("")

    # ---- of a fault

    def _name(self, _at: int) -> "Row":
        """The gravest; of the self-test, the step too."""
        bits = self._engine.faults
        step = " " + self._engine.course.test.step if self._tested() else ""
        return _row(faults.name(bits) + step)

    def _tested(self) -> bool:
        """The gravest is the self-test of this power-on: its step names the part."""
        failed = self._engine.course.test.verdict == FAILED
        return failed and faults.name(self._engine.faults) == "SELF_TEST"

    def _clear(self, at: int) -> "Row":
        """How it is cleared, where the words leave room."""
        row = self._cure(at)
        return row if row[0] else _row("hold START 2 s")


def _row(text: str) -> "Row":
    return (text, WHOLE)


def _middle(text: str) -> str:
    """8 characters of double size."""
    return " " * ((WIDTH // 2 - len(text)) // 2) + text


def _ends(left: str, right: str) -> str:
    """One at each end of a row."""
    left = left[: WIDTH - 1 - len(right)]
    return left + " " * (WIDTH - len(left) - len(right)) + right


def _minutes(ms: int) -> str:
    seconds = ms // 1000
    return str(seconds // 60) + ":" + ("0" + str(seconds % 60))[-2:]


def _bar(contact: "Contact") -> str:
    blocks = 0
    if contact.state != OPEN and contact.state != SHORT:
        for ohm in _BARS_OHM:
            blocks += contact.ohm < ohm
    return _BLOCK * blocks + "." * (len(_BARS_OHM) - blocks)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from galva.core.contact import Contact
    from galva.core.engine import Engine

    from .routines import Guide

    Row = tuple[str, int]  # text, half
