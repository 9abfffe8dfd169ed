"""Commands that speak with a running device over its link."""

import itertools
from datetime import datetime
from typing import Annotated, Any

import typer

from galva.core.settings import named
from tools.cli import ports
from tools.cli.out import Json, PortName, Sure, show
from tools.link import Client, SerialPort, Status
from tools.link.records import Told
from tools.problems import Usage

_FRAME = ("ok", "re", "do", "crc")  # of an answer: what it is to


def client_at(port: str, *, shared: bool = False) -> Client:
    """The device there, or the only one on USB. shared: see SerialPort."""
    path = ports.find(port)
    return Client(lambda: SerialPort(path, shared=shared))


def flat(told: Told) -> dict[str, Any]:
    """The fields of what a device said, without those that tell what it is an answer to."""
    return {name: value for name, value in told.flat().items() if name not in _FRAME}


def info(port: PortName = "", as_json: Json = False) -> None:
    """Who it is, why the skin gets nothing now, and what is left of today."""
    with client_at(port) as client:
        hello, usage = client.hello(), client.usage()
        names, chosen = client.routines()
    show(flat(hello) | flat(usage) | {"routines": ", ".join(names), "routine": chosen}, as_json)


def status(
    port: PortName = "",
    watch: Annotated[int, typer.Option(min=0, max=5000, help="A line each so many ms.")] = 0,
    count: Annotated[int, typer.Option(min=0, help="So many lines; 0: until Ctrl-C.")] = 0,
    as_json: Json = False,
) -> None:
    """What it does now; with --watch 500, line after line."""
    if 0 < watch < 100:
        raise Usage(f"--watch {watch}: give 100..5000 ms")
    with client_at(port) as client:
        if not watch:
            show(flat(client.status()), as_json)
            return
        for told in itertools.islice(client.watch(watch), count or None):
            show(flat(told) if as_json else [_line(told)], as_json)


def _line(told: Status) -> str:
    current = f"{told.ua:4d} µA of {told.target_ua:3d}"
    place = f"{told.mode} {told.level:2d}  {current}  {told.contact:5} {told.left_s:4d} s"
    return f"{told.state:9} {place}  {told.signal}"


def _told(text: str, as_json: bool) -> None:
    """What came of a command: a line, or {"told": line}."""
    show({"told": text} if as_json else [text], as_json)


def start(port: PortName = "", as_json: Json = False) -> None:
    """Ask for a session; the person begins it by holding START on the device."""
    with client_at(port) as client:
        _told(client.start(), as_json)


def stop(
    port: PortName = "",
    now: Annotated[bool, typer.Option(help="0 µA at once, without the ramp.")] = False,
    as_json: Json = False,
) -> None:
    """End the session with its ramp, also while a monitor has the port."""
    with client_at(port, shared=True) as client:
        client.off() if now else client.stop()
    _told("0 µA" if now else "it stops", as_json)


def press(action: str, port: PortName = "", as_json: Json = False) -> None:
    """What a button does, such as "level up" or "mute" (docs/states.md); never a start."""
    with client_at(port) as client:
        client.press(action)
    _told(f"pressed: {action}", as_json)


def settings(
    name: Annotated[str, typer.Argument(help="One of them; without it, all.")] = "",
    value: Annotated[str, typer.Argument(help="Its new value.")] = "",
    port: PortName = "",
    sure: Sure = False,
    as_json: Json = False,
) -> None:
    """Show the settings, or one, or change it (docs/link.md has them all)."""
    setting = named(name)
    if value and setting and setting.danger and not sure:
        raise Usage(f"{name} can raise what the skin gets: add --sure")
    with client_at(port) as client:
        if value:
            digits = value.removeprefix("-").isdecimal()
            client.set(name, int(value) if digits else value)
        told = client.settings()
    if name and name not in told:
        raise Usage(f"{name}: no setting of this name: one of {', '.join(told)}")
    show({name: told[name]} if name else told, as_json)


def time(port: PortName = "", as_json: Json = False) -> None:
    """Give the device this computer's local time: the day's minutes are counted by it."""
    with client_at(port) as client:
        note = client.set_time(datetime.now())
    _told(note or "the device has the time now", as_json)


def ack(port: PortName = "", as_json: Json = False) -> None:
    """You have read who must not use it (docs/safety.md), and it is not you."""
    with client_at(port) as client:
        client.acknowledge()
    _told("noted, with the time if the device knows it", as_json)


def microneedling(port: PortName = "", as_json: Json = False) -> None:
    """You did it today: no session before tomorrow."""
    with client_at(port) as client:
        client.microneedling()
    _told("noted: no session before tomorrow", as_json)
