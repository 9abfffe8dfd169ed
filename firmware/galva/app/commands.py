"""What a host may ask for: one table, and what each command does.

No command starts a session: `start` only asks the person, who holds START on the device. What a
function returns is the answer, or, as a text, why it was refused, with the cure.
"""

from galva import VERSION
from galva.core import course, faults
from galva.core.limits import for_host

from .usage import YEAR_2025_S, YEAR_2100_S

MOST = 40  # characters of a name


# Signals of a refused start: what to do
_CURES = {
    "read first": "read the contraindications in the README, then acknowledge",
    "enough today": "go on tomorrow",
    "rest day": "microneedling was today: go on tomorrow",
    "stuck button": "a button is down since power-on: let go of it",
}


def refusal(engine: "Engine", usage: "Usage") -> str:
    """Why the skin gets nothing now, "" = a session may begin."""
    if engine.faults:
        return faults.name(engine.faults) + ": " + faults.cure(engine.faults)
    if engine.usb:
        return "USB power: sessions run into the dummy; unplug USB for a session on skin"
    return _cured(usage.refusal())


def _cured(signal: str) -> str:
    return signal + ": " + _CURES[signal] if signal in _CURES else signal


def _hello(own: "Dispatch", host: "Host") -> "Record":
    board = own.device.board
    return {
        "device": "galva",
        "version": VERSION,
        "board": board.name,
        "chip": board.chip,
        "link": host.link.name,
        "calibrated": own.engine.calibrated,
        "seconds": own.device.calendar.seconds(),
        "refused_output": refusal(own.engine, own.usage),
    }


def _status(_own: "Dispatch", host: "Host") -> "Record":
    host.look()
    return {}


def _watch(_own: "Dispatch", host: "Host", every_ms: int) -> "Record | str":
    if 0 < every_ms < 100:
        return "every_ms is " + str(every_ms) + ": give 0 or 100..5000"
    host.every_ms = every_ms
    return {}


def _stop(own: "Dispatch", _host: "Host") -> "Record":
    own.engine.ask(course.STOP)
    return {}


def _off(own: "Dispatch", _host: "Host") -> "Record":
    own.engine.ask(course.OFF)
    return {}


def _press(own: "Dispatch", _host: "Host", action: str) -> "Record | str":
    return own.panel.press(action) or {}


def _start(own: "Dispatch", _host: "Host") -> "Record | str":
    why = own.panel.ask_start()
    if why:
        return _cured(own.panel.refused) or why
    return {"now": "hold START on the device within 10 s"}


def _settings(own: "Dispatch", _host: "Host") -> "Record":
    return {"settings": own.settings.values(), "trouble": own.settings.trouble}


def _set(own: "Dispatch", _host: "Host", name: str, value: "int | str") -> "Record | str":
    why = own.settings.change(name, value)
    return why or {"name": name, "value": value}


def _journal(own: "Dispatch", host: "Host") -> "Record | str":
    if not own.engine.course.quiet:
        return "not in a session or a test: stop it, or wait"
    host.stream = own.journal.lines()
    return {"count": own.journal.count, "dropped": own.journal.dropped}


def _routines(own: "Dispatch", _host: "Host") -> "Record":
    return {"names": own.routines.names, "chosen": own.settings.routine}


def _time(own: "Dispatch", _host: "Host", seconds: int) -> "Record":
    return {"note": own.usage.set_time(seconds)}


def _usage(own: "Dispatch", _host: "Host") -> "Record":
    usage = own.usage
    return {
        "today_s": usage.today_s,
        "week": usage.week,
        "left_s": usage.left_ms() // 1000,
        "refusal": usage.refusal(),
        "warning": usage.warning,
    }


def _acknowledge(own: "Dispatch", _host: "Host") -> "Record":
    own.usage.acknowledge()
    return {}


def _microneedling(own: "Dispatch", _host: "Host") -> "Record | str":
    return own.usage.microneedling() or {}


# For a maker's bench: rows of bench.TABLE, which is loaded when one of them comes.
BENCH = ("test", "tested", "hold", "reading", "calibrate", "reference")

# (name, arguments (see arguments.py), what it does, function)
TABLE = (
    ("hello", (), for_host("version, board, this link, and why the skin gets nothing"), _hello),
    ("status", (), for_host("a status line now"), _status),
    (
        "watch",
        (("every_ms", int, 0, 5000),),
        for_host("status lines: 0 = none, 100..5000 ms"),
        _watch,
    ),
    ("stop", (), for_host("end the session with a ramp; a second one ends it at once"), _stop),
    ("off", (), for_host("0 uA at once"), _off),
    ("press", (("action", str, 1, MOST),), for_host("what buttons do, but never a start"), _press),
    ("start", (), for_host("ask for a session; START held on the device begins it"), _start),
    ("settings", (), for_host("all of them"), _settings),
    ("set", (("name", str, 1, MOST), ("value", None, 0, MOST)), for_host("change one"), _set),
    ("journal", (), for_host("count, dropped, then a line for each session"), _journal),
    ("routines", (), for_host("their names, and the chosen one"), _routines),
    (
        "time",
        (("seconds", int, YEAR_2025_S, YEAR_2100_S - 1),),
        for_host("set local s since 2000-01-01"),
        _time,
    ),
    ("usage", (), for_host("treated time today, sessions of 7 days, what is left"), _usage),
    ("acknowledge", (), for_host("the contraindications were read"), _acknowledge),
    ("microneedling", (), for_host("today: no session before tomorrow"), _microneedling),
)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from galva.core.engine import Engine

    from .dispatch import Dispatch
    from .link import Host
    from .usage import Usage

    Record = dict[str, Any]
