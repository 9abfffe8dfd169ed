"""galva monitor: a device live, full-screen, with STOP; or as rows of CSV or JSON."""

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Annotated

import typer

from tools.cli.out import Json, PortName, errors, say
from tools.cli.talk import client_at
from tools.link import Status
from tools.monitor import rows
from tools.monitor.changes import running
from tools.monitor.feed import EVERY_MS, Feed, Lost
from tools.monitor.rows import Writer
from tools.problems import Failed, NoDevice, Problem, Usage

_SILENCE_S = 10.0


def monitor(
    port: PortName = "",
    csv: Annotated[str, typer.Option(help="Each line as a row: a file, or - alone.")] = "",
    view: Annotated[bool, typer.Option(help="The full-screen view.")] = True,
    every: Annotated[
        int, typer.Option(min=100, max=5000, help="ms from line to line.")
    ] = EVERY_MS,
    seconds: Annotated[
        float, typer.Option(min=0, help="Without the view: so long by the device's clock; 0: on.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """A device live: current, skin, dose, events; s stops, o is off at once, q leaves."""
    if as_json and csv:
        raise Usage("galva monitor: --json and --csv: give one of them")
    alone = as_json or csv == rows.STDOUT or not view
    if not alone and not sys.stdout.isatty():
        raise Usage("galva monitor: the view needs a terminal: use --csv - or --json")
    feed = Feed(client_at(port), every)
    with closing(rows.Csv(csv) if csv else rows.Json()) as writer:
        if alone:
            _write(feed, writer, seconds)
        else:
            _watch(feed, writer if csv else None)


def _watch(feed: Feed, writer: Writer | None) -> None:
    """Until q."""
    from tools.monitor.model import Model
    from tools.monitor.view import Monitor  # textual takes half a second

    model = Model(time.monotonic)
    problem = Monitor(feed, model, writer).run()
    if isinstance(problem, Problem):
        raise problem
    if running(model.status):
        say("The session goes on. galva stop ends it, and so does any button of the device.")


def _write(feed: Feed, writer: Writer, seconds: float) -> None:
    """Row after row, until Ctrl-C, or for so long by the device's clock."""
    begin_ms: int | None = None
    try:
        for status in _lines(feed, for_ever=not seconds):
            writer.row(status, datetime.now())
            begin_ms = status.ms if begin_ms is None else begin_ms
            if seconds and status.ms - begin_ms >= 1000 * seconds:
                return
    except KeyboardInterrupt:
        return
    finally:
        feed.close()


def _lines(feed: Feed, for_ever: bool) -> Iterator[Status]:
    """NoDevice, Failed: the first one did not come; not for_ever: nor did a later one."""
    heard_s, trouble, first = time.monotonic(), "", True
    for news in feed.run():
        if isinstance(news, Status):
            heard_s, trouble, first = time.monotonic(), "", False
            yield news
        elif isinstance(news, Lost) and news.why != trouble:
            trouble = news.why
            if first:
                raise NoDevice(trouble)
            errors.print(f"galva: {trouble}")
        elif time.monotonic() - heard_s > _SILENCE_S and (first or not for_ever):
            raise Failed("no line came: it may just be starting; else galva doctor tells why")
