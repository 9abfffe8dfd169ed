"""What a host may ask for: one table, and what each command does.

No command starts a session: `start` only asks the person, who holds START on the device.
"""

import json

from crcline import seal
from galva import VERSION
from galva.core import course, faults

ID_MOST = (1 << 30) - 1
_WORD_MOST = 40  # characters of a name
_SHOWN = 40  # of a wrong value in an error

Refused = str  # why a command was not obeyed, one line with the cure


def refusal(engine: "Engine", usage: "Usage") -> str:
    """Why the skin gets nothing now, "" = a session may begin."""
    if engine.faults:
        return faults.name(engine.faults) + ": " + faults.cure(engine.faults)
    if engine.usb:
        return "USB power: sessions run into the dummy; unplug USB for a session on skin"
    return usage.refusal()


def _hello(own: "Commands", host: "Host") -> "Record":
    board = own.device.board
    return {
        "device": "galva",
        "version": VERSION,
        "board": board.name,
        "chip": board.chip,
        "link": host.link.name,
        "calibrated": own.engine.calibrated,
        "refused_output": refusal(own.engine, own.usage),
        "seconds": own.device.calendar.seconds(),
    }


def _status(_own: "Commands", host: "Host") -> "Record":
    host.look()
    return {}


def _watch(_own: "Commands", host: "Host", every_ms: int) -> "Record | Refused":
    if 0 < every_ms < 100:
        return "every_ms is " + str(every_ms) + ": give 0 or 100..5000"
    host.every_ms = every_ms
    return {}


def _stop(own: "Commands", _host: "Host") -> "Record":
    own.engine.ask(course.STOP)
    return {}


def _off(own: "Commands", _host: "Host") -> "Record":
    own.engine.ask(course.OFF)
    return {}


def _press(own: "Commands", _host: "Host", action: str) -> "Record | Refused":
    if action not in own.actions:
        return action + ": no such action: one of " + ", ".join(own.actions)
    own.panel.press(action)
    return {}


def _start(own: "Commands", _host: "Host") -> "Record | Refused":
    why = refusal(own.engine, own.usage)
    if why and not own.engine.usb:
        return why
    own.panel.ask_start()
    return {"now": "hold START on the device"}


def _settings(own: "Commands", _host: "Host") -> "Record":
    return {"settings": own.settings.values(), "trouble": own.settings.trouble}


def _set(own: "Commands", _host: "Host", name: str, value: "int | str") -> "Record | Refused":
    why = own.settings.change(name, value)
    return why or {"name": name, "value": value}


def _journal(own: "Commands", host: "Host") -> "Record | Refused":
    if not own.engine.course.quiet:
        return "not while a session runs: stop it first"
    host.stream = own.journal.lines()
    return {"count": own.journal.count, "dropped": own.journal.dropped}


def _routines(own: "Commands", _host: "Host") -> "Record":
    return {"names": own.routines.names, "chosen": own.settings.routine}


def _time(own: "Commands", _host: "Host", seconds: int) -> "Record":
    return {"note": own.usage.set_time(seconds)}


def _usage(own: "Commands", _host: "Host") -> "Record":
    usage = own.usage
    return {
        "today_s": usage.today_s,
        "week": usage.week,
        "left_s": usage.left_ms() // 1000,
        "refusal": usage.refusal(),
        "warning": usage.warning,
    }


def _acknowledge(own: "Commands", _host: "Host") -> "Record":
    own.usage.acknowledge()
    return {}


def _microneedling(own: "Commands", _host: "Host") -> "Record | Refused":
    return own.usage.microneedling() or {}


# (name, arguments, what it does, function); argument: (name, type, least, most), of a text its
# length; type None: a whole number or a text.
TABLE = (
    ("hello", (), "version, board, this link, and why output is refused", _hello),
    ("status", (), "a status line now", _status),
    ("watch", (("every_ms", int, 0, 5000),), "status lines each 100..5000 ms, 0 = none", _watch),
    ("stop", (), "end the session with a ramp; a second one ends it at once", _stop),
    ("off", (), "0 uA at once", _off),
    ("press", (("action", str, 1, _WORD_MOST),), "what a button does, START excepted", _press),
    ("start", (), "ask for a session: START held on the device begins it", _start),
    ("settings", (), "all settings", _settings),
    ("set", (("name", str, 1, _WORD_MOST), ("value", None, 0, _WORD_MOST)), "one setting", _set),
    ("journal", (), "count, dropped, then a line for each session", _journal),
    ("routines", (), "their names, and the chosen one", _routines),
    ("time", (("seconds", int, 0, 0x7FFFFFFF),), "local seconds since 2000-01-01 00:00", _time),
    ("usage", (), "treated time today, sessions of 7 days, what is left", _usage),
    ("acknowledge", (), "the contraindications were read", _acknowledge),
    ("microneedling", (), "today: no session before tomorrow", _microneedling),
)


class Commands:
    """The table, on this device."""

    def __init__(
        self,
        engine: "Engine",
        device: "Device",
        settings: "Settings",
        panel: "Panel",
        journal: "Journal",
        usage: "Usage",
        routines: "Routines",
        actions: "tuple[str, ...]",
    ) -> None:
        self.engine = engine
        self.device = device
        self.settings = settings
        self.panel = panel
        self.journal = journal
        self.usage = usage
        self.routines = routines
        self.actions = actions

    def perform(self, host: "Host", record: "Record") -> "Record":
        """The answer: ok, or `error` (not understood) or `refused` (not now), each with its cure."""
        answer: "Record" = {"ok": False}
        if type(record.get("id")) is int and 0 <= record["id"] <= ID_MOST:
            answer["re"] = record["id"]
        row = _row(record.get("do"))
        if row is None:
            known = ", ".join([row[0] for row in TABLE])
            answer["error"] = "unknown command " + _shown(record.get("do")) + ": one of " + known
            return answer
        name, arguments, _words, function = row
        answer["do"] = name
        answer["error"] = _wrong(arguments, record)
        if answer["error"]:
            return answer
        del answer["error"]
        done = function(self, host, *[record[argument[0]] for argument in arguments])
        if isinstance(done, str):
            answer["refused"] = done
        else:
            answer.update(done)
            answer["ok"] = True
        return answer

    def record(self, host: "Host") -> None:
        """The next record of the journal; an error when a session began meanwhile."""
        if not self.engine.course.quiet:
            host.stream = None
            host.answer({"do": "journal", "ok": False, "refused": "a session began: ask again"})
            return
        text = next(host.stream, None) if host.stream else None
        if text is None:
            host.stream = None
            host.answer({"do": "journal", "ok": True, "end": True})
        else:
            host.say(seal('{"record": ' + text.strip() + "}"))


def _row(name: object) -> "Row | None":
    for row in TABLE:
        if row[0] == name:
            return row
    return None


def _wrong(arguments: "tuple[Argument, ...]", record: "Record") -> str:
    """What is wrong with the arguments of a command, and what to give; "" = nothing."""
    known = ["do", "id"] + [argument[0] for argument in arguments]
    for key in record:
        if key not in known:
            return "unknown argument " + _shown(key) + ": remove it"
    for name, kind, least, most in arguments:
        if name not in record:
            return name + " is missing: give " + _due(kind, least, most)
        value = record[name]
        size = len(value) if isinstance(value, str) else value
        right = type(value) is kind or (kind is None and type(value) in (int, str))
        number = kind is None and type(value) is int  # the setting knows its range
        if not right or not (number or least <= size <= most):
            return name + " is " + _shown(value) + ": give " + _due(kind, least, most)
    return ""


def _due(kind: "type | None", least: int, most: int) -> str:
    span = str(least) + ".." + str(most)
    text = "a text of " + span + " characters"
    return {int: "a whole number " + span, str: text}.get(kind, "a whole number or " + text)


def _shown(value: object) -> str:
    return json.dumps(value)[:_SHOWN]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from galva.core.engine import Engine

    from .app import Device
    from .journal import Journal
    from .link import Host
    from .panel import Panel
    from .routines import Routines
    from .settings import Settings
    from .usage import Usage

    Record = dict[str, Any]
    Argument = tuple[str, type | None, int, int]
    Row = tuple[str, tuple[Argument, ...], str, Callable[..., Record | Refused]]
