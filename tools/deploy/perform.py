"""A deploy from the first question to the proof."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from galva import VERSION
from tools import boards, image
from tools.cli.remote import Remote
from tools.deploy.atwork import at_work
from tools.deploy.plan import Plan, plan
from tools.deploy.proof import prove
from tools.deploy.scripts import switch_app
from tools.deploy.sending import send
from tools.deploy.survey import Survey
from tools.problems import Failed, Usage

_SWITCH_S = 120


@dataclass
class Report:
    """What was done: files sent, kept under another name, removed, left alone; seconds a part."""

    board: str
    version: str
    before: str
    sent: tuple[str, ...] = ()
    sent_bytes: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    state: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Add the time of a part."""
        begin_s = time.monotonic()
        yield
        self.seconds[part] = round(time.monotonic() - begin_s, 1)


class Deploy:
    """One deploy; `watch(what, done_bytes, all_bytes)` is told how it goes."""

    def __init__(self, port: str, watch: Callable[[str, int, int], None]) -> None:
        self._port = port
        self._remote = Remote(port)
        self._watch = watch

    def run(self, board: str = "", *, source: bool = False) -> Report:
        """Bring the board at the port to this version. board: "" = what it is already.

        Problem: which leaves the old app, or safe mode, and what was sent is not sent again.
        """
        self._watch("ask the board", 0, 0)
        begin_s = time.monotonic()
        with at_work(self._port) as (self._remote, now):
            board = _board(board, now)
            app = _app(board, now, source=source)
            report = Report(board, VERSION, now.version)
            report.seconds["ask"] = round(time.monotonic() - begin_s, 1)
            due = plan(app, now)
            report.foreign = due.foreign
            if not due.idle:
                self._change(app, now, due, report)
        with report.timed("start"):
            self._watch("start it", 0, 0)
            report.state = prove(self._port, VERSION, board).state
        return report

    def _change(self, app: dict[str, bytes], now: Survey, due: Plan, report: Report) -> None:
        due.check_room(now.free_bytes)
        content = {path: app[path] for path in due.copy}
        report.sent, report.kept, report.removed = due.copy, due.keep, due.remove
        report.sent_bytes = sum(map(len, content.values()))
        with report.timed("copy"):
            self._copy(content, now)
        with report.timed("switch"):
            self._watch("check and switch", 0, 0)
            code = switch_app(due.drop, due.keep, due.remove)
            told = self._remote.do("soft-reset", "exec", code, timeout_s=_SWITCH_S)
            if '"done"' not in told:
                raise Failed("the switch did not say that it ended: deploy again")

    def _copy(self, content: dict[str, bytes], now: Survey) -> None:
        sizes = {path: len(data) for path, data in content.items()}
        total, done = sum(sizes.values()), 0

        def heard(path: str) -> None:
            nonlocal done
            self._watch(f"copy {path}", done, total)
            done += sizes.get(path, 0)

        send(self._remote, content, now.folders, heard)


def _board(wanted: str, now: Survey) -> str:
    """The board it is for. Usage: nobody said, and no deploy before did."""
    board = wanted or now.deployed_board
    names = ", ".join(boards.names())
    if board not in boards.names():
        what = f"--board {board}: no such board" if board else "which board is it? give --board"
        raise Usage(f"{what}: one of {names}")
    return board


def _app(board: str, now: Survey, *, source: bool) -> dict[str, bytes]:
    """Its files. Mismatch: they would not run there."""
    now.check_firmware()
    now.check_chip(board, boards.data(board).chip)
    app = image.app(board, source=source)
    for path, data in app.items():
        if path.endswith(".mpy"):
            now.check_code(path, data)
    return app
