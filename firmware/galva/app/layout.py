"""What the screen says: 8 rows of 16 characters, one layout a state."""

from galva.core import faults
from galva.core.contact import OPEN, SHORT
from galva.core.limits import HOLD_MS
from galva.core.session import CHECK, FAULT, HOLD, IDLE, SELF_TEST

from .signals import TABLE

ROWS, WIDTH = 8, 16
WHOLE, UPPER, LOWER = -1, 0, 1  # port Screen: half
BLANK = ("", WHOLE)
_BLOCK = "\x7f"  # the font's grey block
# Impedance -> length of the contact bar: 8 below the first, 7 below the second, ... From 20 kOhm
# on the contact is poor.
_BARS_OHM = (2000, 4000, 7000, 11_000, 15_000, 20_000, 40_000, 100_000)

# What to do, in the signals that a person can do something about: CURE_ROWS at most.
CURE_ROWS = 3
CURES = {
    "idle": "hold START to begin",
    "self test": "hold the electrodes in the air",
    "looking": "hold both electrodes on the skin",
    "no contact": "put both flat on the skin, then START",
    "no gel": "put gel on both, then START",
    "oily": "wipe the skin, take new gel, then START",
    "short": "they touch, or gel joins them: keep apart",
    "battery low": "charge it, unplug it, then START",
    "stuck button": "one is held or stuck: let it go",
    "read first": "read who must not use it, then confirm",
    "enough today": "no more today: go on tomorrow",
    "rest day": "microneedling today: go on tomorrow",
    "enough this week": "better rest a day; START still works",
    "confirm": "a link asks: hold START to agree",
    "bench": "into the dummy, not the skin",
}


def layout(engine: "Engine", signal: str, zone: "tuple[str, int]", ua: int) -> "list[Row]":
    """The 8 rows of now: (text, half). zone: name or "", and its seconds left; ua: delivered."""
    state = engine.course.state
    if state == FAULT:
        return _fault(engine, signal)
    if state == IDLE or state == SELF_TEST or state == CHECK:
        return _rest(engine, signal)
    return _session(engine.course, signal, zone, ua)


def headline(signal: str) -> str:
    """The screen line of a signal."""
    entry = TABLE[signal]
    return entry[2] if len(entry) > 2 else signal


def wrapped(text: str) -> "list[str]":
    """Lines of WIDTH characters at most, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def _rest(engine: "Engine", signal: str) -> "list[Row]":
    """Ready, or why not; what to do; what a session would give."""
    course = engine.course
    cure = CURES.get(signal, "")
    if course.state == SELF_TEST and not course.test.whole:
        cure = ""  # before a session: it takes a second
    will = _ends(str(course.plan.target_ua()) + " uA", _minutes(course.plan.session_ms))
    return (
        [_plan(course.plan), BLANK]
        + (_tall("READY") if signal == "idle" else [_row(headline(signal)), BLANK])
        + _words(cure, CURE_ROWS)
        + [_row(will)]
    )


def _session(course: "Course", signal: str, zone: "tuple[str, int]", ua: int) -> "list[Row]":
    """Delivered current, contact, time left, zone; last what the light says too."""
    plan = course.plan
    if course.state == HOLD:
        ua = 0
        last = _ends("ends in", _minutes(max(0, HOLD_MS - course.state_ms)))
    else:
        last = _ends(zone[0], _minutes(1000 * zone[1])) if zone[0] else ""
    return (
        [_plan(plan), BLANK]
        + _tall(str(ua) + " uA")
        + [
            _row("contact " + _bar(course.contact)),
            _row(_ends("time left", _minutes(max(0, plan.session_ms - plan.treated_ms)))),
            _row(last),
            _row(headline(signal)),
        ]
    )


def _fault(engine: "Engine", signal: str) -> "list[Row]":
    """The name of the gravest and its cure; of the self-test, the step and the part."""
    test = engine.course.test
    name, cure = faults.name(engine.faults), faults.cure(engine.faults)
    if name == "SELF_TEST":
        name, cure = name + " " + test.step, test.part
    rows = [_row(headline(signal)), _row(name)] + _words(cure, ROWS - 2)
    if rows[-1] == BLANK:
        rows[-1] = _row("hold START 2 s")
    return rows


# ---- the parts of a layout


def _plan(plan: "Plan") -> "Row":
    return _row(_ends(plan.mode.name, "level " + str(plan.level)))


def _row(text: str) -> "Row":
    return (text, WHOLE)


def _tall(text: str) -> "list[Row]":
    """Two rows of double size, in the middle: 8 characters."""
    text = " " * ((WIDTH // 2 - len(text)) // 2) + text
    return [(text, UPPER), (text, LOWER)]


def _words(text: str, rows: int) -> "list[Row]":
    """The text on so many rows."""
    lines = wrapped(text)[:rows]
    return [_row(line) for line in lines] + [BLANK] * (rows - len(lines))


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
        blocks = sum(contact.ohm < ohm for ohm in _BARS_OHM)
    return _BLOCK * blocks + "." * (len(_BARS_OHM) - blocks)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.contact import Contact
    from galva.core.course import Course
    from galva.core.engine import Engine
    from galva.core.plan import Plan

    Row = tuple[str, int]  # text, half
