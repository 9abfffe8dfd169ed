"""galva calibrate: the wizard with a multimeter."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from tools.calibrate.bench import PATIENCE_S, Bench
from tools.calibrate.maker import Keyboard, MeterFile
from tools.calibrate.progress import Progress
from tools.calibrate.wizard import Result, Wizard
from tools.cli import ports
from tools.cli.out import Json, PortName, fields, say, show
from tools.cli.remote import Remote
from tools.link import Client, SerialPort
from tools.problems import Refused, Usage

_OHM_LEAST, _OHM_MOST = 9_500.0, 10_500.0


def calibrate(
    port: PortName = "",
    jacks: Annotated[
        bool, typer.Option(help="An external 10 kOhm, over the isolated link, on battery.")
    ] = False,
    ohm: Annotated[float, typer.Option(help="The 10 kOhm, if you measured it.")] = 10_000.0,
    restart: Annotated[bool, typer.Option(help="From the beginning, whatever is done.")] = False,
    meter_file: Annotated[
        Path | None, typer.Option(help="A simulated meter's display (galva sim --meter).")
    ] = None,
    as_json: Json = False,
) -> None:
    """A multimeter's readings at 50 and 450 µA become the board's calibration record.

    Interrupted, it goes on where it was. Readings may come on stdin, one a line.
    """
    if not _OHM_LEAST <= ohm <= _OHM_MOST:
        raise Usage(f"--ohm {ohm:g}: give {_OHM_LEAST:g}..{_OHM_MOST:g}, or another resistor")
    path = ports.find(port)
    maker = MeterFile(meter_file) if meter_file else Keyboard()
    with Client(lambda: SerialPort(path)) as client:
        hello = client.hello()
    with Client(lambda: SerialPort(path), PATIENCE_S) as client:
        bench = Bench(client)
        _check_link(hello.link, hello.refused_output, jacks)
        progress = Progress(f"{hello.board} {_board_id(path)}")
        if restart:
            progress.forget()
        if progress.trouble:
            say(progress.trouble)
        again = maker.switch if hello.link != "usb" else _reset(client, path)
        result = Wizard(bench, maker, progress, again, jacks=jacks, ohm=ohm).run()
    progress.forget()
    _show(result, as_json)


def _check_link(link: str, refused: str, jacks: bool) -> None:
    if jacks and link == "usb":
        raise Refused("--jacks: over USB the relay cannot close: use the isolated UART link")
    if jacks and "USB power" in refused:
        raise Refused("--jacks: USB power is present: unplug it, the device works on its battery")


def _board_id(path: str) -> str:
    """Its USB serial number, or the port's name."""
    numbers = [each.serial for each in ports.boards_on_usb() if each.path == path]
    return next(filter(None, numbers), Path(path).name)


def _reset(client: Client, path: str) -> Callable[[], None]:
    def reset() -> None:
        client.close()
        Remote(path).reset()

    return reset


def _show(result: Result, as_json: bool) -> None:
    errors = [dict(zip(("set_ua", "before_ua", "after_ua"), row)) for row in result.errors]
    if as_json:
        show({"record": result.record, "errors": errors}, True)
        return
    say("stored, and read back:")
    show(result.record, table=lambda: fields(result.record))
    table = Table("set", "off before", "off after, by the meter")
    for set_ua, before, after in result.errors:
        table.add_row(f"{set_ua:+d} µA", f"{before:+.1f} µA", f"{after:+.1f} µA")
    show({}, table=lambda: table)
