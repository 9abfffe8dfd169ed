"""python -m tools.link --port ...: speak with a device.

Exit codes: 0 well, 1 failed, 2 usage, 3 no device, 4 refused by the device.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from galva.core.settings import named
from tools.link import Client, LinkError, SerialPort

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
_told = Console(soft_wrap=True, highlight=False, markup=False)
_errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
_FRAME = ("ok", "re", "do")  # of an answer: what it is to
As = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.callback()
def main(
    context: typer.Context,
    port: Annotated[str, typer.Option(help="Serial port, such as /dev/ttyACM0 or COM5.")],
    silence: Annotated[float, typer.Option(min=0.1, help="Seconds without a byte: failed.")] = 3.0,
) -> None:
    """Speak with a Galva device over USB or its UART."""
    context.obj = Client(lambda: SerialPort(port), silence)


def _client(context: typer.Context) -> Client:
    client: Client = context.obj
    return client


def _show(record: dict[str, Any], as_json: bool = False) -> None:
    """Fields that this host does not know come last, among the others."""
    known = {name: value for name, value in record.items() if name != "more"}
    more = {k: v for k, v in record.get("more", {}).items() if k not in _FRAME}
    if as_json:
        print(json.dumps(known | more), flush=True)
        return
    table = Table(show_header=False, box=None)
    for name, value in (known | more).items():
        table.add_row(name, str(value))
    _told.print(table)


@app.command()
def hello(context: typer.Context, as_json: As = False) -> None:
    """Version, board, link, and why the skin gets nothing."""
    _show(asdict(_client(context).hello()), as_json)


@app.command()
def status(context: typer.Context, as_json: As = False) -> None:
    """One status line."""
    _show(asdict(_client(context).status()), as_json)


@app.command()
def watch(
    context: typer.Context,
    every_ms: Annotated[int, typer.Option(min=100, max=5000)] = 500,
    count: Annotated[int, typer.Option(min=0, help="So many lines; 0: until Ctrl-C.")] = 0,
    as_json: As = False,
) -> None:
    """Status lines as they come."""
    for k, told in enumerate(_client(context).watch(every_ms), 1):
        if as_json:
            _show(asdict(told), True)
        else:
            current = f"{told.ua:4d} µA of {told.target_ua:3d}"
            place = f"{told.mode} {told.level:2d}  {current}  {told.contact:5} {told.left_s:4d} s"
            _told.print(f"{told.state:9} {place}  {told.signal}")
        if k == count:
            return


@app.command()
def stop(context: typer.Context) -> None:
    """End the session with its ramp."""
    _client(context).stop()


@app.command()
def off(context: typer.Context) -> None:
    """0 µA at once."""
    _client(context).off()


@app.command()
def press(context: typer.Context, action: str) -> None:
    """What a button does, such as "level up" or "mute"."""
    _client(context).press(action)


@app.command()
def start(context: typer.Context) -> None:
    """Ask for a session; the person holds START on the device."""
    _told.print(_client(context).start())


@app.command()
def settings(context: typer.Context, as_json: As = False) -> None:
    """All settings."""
    _show(_client(context).settings(), as_json)


@app.command("set")
def set_(
    context: typer.Context,
    name: str,
    value: str,
    sure: Annotated[bool, typer.Option(help="Yes, though it may raise the current.")] = False,
) -> None:
    """Change one setting (docs/link.md has them all)."""
    setting = named(name)
    if setting and setting.danger and not sure:
        raise typer.BadParameter(f"{name} can raise what the skin gets: add --sure")
    digits = value.removeprefix("-").isdecimal()
    _client(context).set(name, int(value) if digits else value)
    _told.print(f"{name} is {value} now")


@app.command()
def journal(context: typer.Context) -> None:
    """All sessions, one JSON object a line."""
    records, dropped = _client(context).journal()
    for record in records:
        print(json.dumps(record))
    _errors.print(f"{len(records)} records, {dropped} dropped before them")


@app.command()
def routines(context: typer.Context) -> None:
    """Their names; the chosen one has a star."""
    names, chosen = _client(context).routines()
    for name in names:
        _told.print(f"{'*' if name == chosen else ' '} {name}")


@app.command()
def time(context: typer.Context) -> None:
    """Give the device this computer's local time."""
    note = _client(context).set_time(datetime.now())
    if note:
        _told.print(note)


@app.command()
def usage(context: typer.Context, as_json: As = False) -> None:
    """Treated time and sessions."""
    _show(asdict(_client(context).usage()), as_json)


@app.command()
def acknowledge(context: typer.Context) -> None:
    """You have read who must not use it (docs/safety.md), and it is not you."""
    _client(context).acknowledge()
    _told.print("noted, with the time if the device knows it")


@app.command()
def microneedling(context: typer.Context) -> None:
    """You did it today: no session before tomorrow."""
    _client(context).microneedling()
    _told.print("noted: no session before tomorrow")


def run(command: Callable[[], None]) -> int:
    """Its exit code; a failure is one line."""
    try:
        command()
    except LinkError as error:
        _errors.print(f"link: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(run(app))
