"""The full-screen view: what the device does now, and STOP."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import ClassVar, Protocol

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from tools.link import Status
from tools.monitor import chart, paint
from tools.monitor.changes import running
from tools.monitor.feed import News
from tools.monitor.model import Model
from tools.monitor.rows import Writer
from tools.problems import Problem

_LOOK_S = 0.05  # how often news are looked for
_CLOSED_S = 1.0
KEYS = "s, space STOP   o OFF at once   + - level   q leave (a session goes on)"
LEAVING = "A session runs, and goes on when you leave.  q: leave   s: STOP   any other key: stay"


class Source(Protocol):
    """A Feed, or a record of one."""

    def run(self) -> Iterator[News]: ...
    def ask(self, what: str) -> None: ...
    def close(self) -> None: ...


class Monitor(App[Problem | None]):
    """Returns the Problem that ended it, or None."""

    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (96, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (23, "-high")]
    CSS = """
    #head { height: 1; margin: 0 1; }
    #chart { height: 3fr; min-height: 3; margin: 1 1 0 1; }
    #parts { layout: grid; grid-size: 3 1; grid-columns: 41 1fr 1fr; height: 8; margin: 1 0 0 0; }
    #parts Static { height: 100%; padding: 0 1; border-left: solid $surface-lighten-2; }
    #events { height: 2fr; min-height: 2; padding: 0 1; border-top: solid $surface-lighten-2; }
    #answer { height: 1; padding: 0 1; text-style: bold; }
    #keys { height: 1; padding: 0 1; background: $primary-darken-2; color: white; }
    .-narrow #parts { grid-size: 2 2; grid-columns: 1fr 1fr; grid-rows: 5 4; height: 9; }
    .-narrow #device { column-span: 2; }
    .-short #parts, .-short #events { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,S,space", "ask('stop')", priority=True),
        Binding("o,O", "ask('off')", priority=True),
        Binding("plus,equals_sign", "ask('level up')"),
        Binding("minus,underscore", "ask('level down')"),
        Binding("q,Q,ctrl+q,ctrl+c", "leave", priority=True),
    ]

    def __init__(
        self,
        source: Source,
        model: Model,
        writer: Writer | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self._source = source
        self._writer = writer
        self._now = now
        self._news: SimpleQueue[News | Problem] = SimpleQueue()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._leaving = False
        self.model = model

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield Static(id="head")
        yield Static(id="chart")
        with Horizontal(id="parts"):
            yield Static(id="skin")
            yield Static(id="session")
            yield Static(id="device")
        yield Static(id="events")
        yield Static(id="answer")
        yield Static(KEYS, id="keys")

    def on_mount(self) -> None:
        """Listen in a thread of its own, look at what it heard often."""
        self._thread.start()
        self.set_interval(_LOOK_S, self.look)

    def on_unmount(self) -> None:
        """Let go of the port."""
        self._source.close()
        self._thread.join(_CLOSED_S)

    def _listen(self) -> None:
        try:
            for news in self._source.run():
                self._news.put(news)
        except Problem as problem:
            self._news.put(problem)

    def look(self) -> None:
        """Take all that was heard, and show it."""
        if not self.query("#keys"):
            return  # it ends: its parts are gone already
        while True:
            try:
                news = self._news.get_nowait()
            except Empty:
                break
            if isinstance(news, Problem):
                self.exit(news)
                return
            self.model.take(news)
            if isinstance(news, Status):
                self._write(news)
        self.model.look()
        self._show()

    def _write(self, status: Status) -> None:
        """To the file; one that fails is told, and the view goes on: STOP matters more."""
        try:
            if self._writer:
                self._writer.row(status, self._now())
        except Problem as problem:
            self._writer = None
            self.model.tell("fault", f"no more rows: {problem}")

    def _show(self) -> None:
        model, old = self.model, not self.model.live
        self._part("head").update(paint.head(model))
        for name, rows in (
            ("skin", paint.skin),
            ("session", paint.session),
            ("device", paint.device),
        ):
            self._part(name).update(paint.fields(rows(model), old))
        drawn, listed = self._part("chart"), self._part("events")
        drawn.update(self._chart(drawn))
        listed.update(paint.events(model, listed.content_size.height))
        self._part("answer").update(LEAVING if self._leaving else model.answer)

    def _chart(self, place: Static) -> Text:
        model, size = self.model, place.content_size
        target_ua = model.status.target_ua if model.status else 0
        return chart.draw(model.samples, model.now_s, target_ua, size.width, max(1, size.height))

    def _part(self, name: str) -> Static:
        return self.query_one(f"#{name}", Static)

    # ---- keys

    def action_ask(self, what: str) -> None:
        """STOP and OFF go out before anything is drawn."""
        self._source.ask(what)
        self.model.asked(what)
        self._leaving = False
        self._show()

    def action_leave(self) -> None:
        """At once when nothing runs; else the second time. The device is not stopped."""
        known = self.model.status is not None
        quiet = self.model.live and not running(self.model.status)
        if self._leaving or quiet or not known:
            self.exit(None)
        self._leaving = True

    def on_key(self) -> None:
        """Any other key: stay."""
        self._leaving = False
