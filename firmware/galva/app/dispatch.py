"""Commands of hosts: checked against their table, obeyed, answered."""

from crcline import seal

from .arguments import shown, wrong
from .commands import BENCH, TABLE

ID_MOST = (1 << 30) - 1


class Dispatch:
    """The table, on this device."""

    def __init__(
        self,
        engine: "Engine",
        device: "Device",
        settings: "Settings",
        panel: "Panel",
        usage: "Usage",
        journal: "Journal",
        routines: "Routines",
    ) -> None:
        self.engine = engine
        self.device = device
        self.settings = settings
        self.panel = panel
        self.usage = usage
        self.journal = journal
        self.routines = routines
        self.bench = False  # bench.py is loaded
        self.held: Hold | None = None  # the last that a bench asked for
        self.stored = False  # another calibration than the one in use

    def perform(self, host: "Host", record: "Record") -> "Record":
        """The answer: ok, or `error` (not understood) or `refused` (not now), with its cure."""
        answer = self._answer(host, record)
        if type(record.get("id")) is int and 0 <= record["id"] <= ID_MOST:
            answer["re"] = record["id"]
        answer["ok"] = not ("error" in answer or "refused" in answer)
        return answer

    def _answer(self, host: "Host", record: "Record") -> "Record":
        asked = record.get("do")
        if asked in BENCH and not self.bench:
            if not self.engine.course.quiet:  # loading takes longer than a session may wait
                return {"do": asked, "refused": "not while it works: stop it first"}
            self.bench = True
        row = _row(asked)
        if row is None:
            known = ", ".join([row[0] for row in TABLE] + list(BENCH))
            return {"error": "unknown command " + shown(asked) + ": one of " + known}
        name, arguments, _words, function = row
        why = wrong(arguments, record)
        if why:
            return {"do": name, "error": why}
        done = function(self, host, *[record[argument[0]] for argument in arguments])
        if isinstance(done, str):
            return {"do": name, "refused": done}
        done["do"] = name
        return done

    def record(self, host: "Host") -> None:
        """The next record of the journal; refused when a session began meanwhile."""
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
    rows: "tuple[Row, ...]" = TABLE
    if name in BENCH:
        from . import bench

        rows = bench.TABLE
    for row in rows:
        if row[0] == name:
            return row
    return None


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from galva.core.engine import Engine
    from galva.core.hold import Hold

    from .app import Device
    from .arguments import Argument
    from .journal import Journal
    from .link import Host
    from .panel import Panel
    from .routines import Routines
    from .settings import Settings
    from .usage import Usage

    Record = dict[str, Any]
    Row = tuple[str, tuple[Argument, ...], str, Callable[..., Record | str]]
