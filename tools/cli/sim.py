"""galva sim: an emulated board as a page in the browser, and as a serial port."""

from pathlib import Path
from typing import Annotated

import typer

from tools import boards, image
from tools.calibrate.simulated import Display
from tools.cli.out import errors, say
from tools.cli.web import HttpPort, Open, begun, page_of
from tools.emulator import typed
from tools.emulator.rig import EmulatedRig
from tools.problems import Usage
from tools.rigs import until
from tools.web.server import PORT, Server
from tools.web.serving import served, until_stopped
from tools.web.virtual import Virtual


def sim(
    board: Annotated[str, typer.Option(help="One of `galva boards`, an RP2040.")] = "pico",
    skin: Annotated[str, typer.Option(help="On the electrodes: open, good, 10k, ...")] = "open",
    empty: Annotated[bool, typer.Option(help="MicroPython alone, nothing deployed.")] = False,
    calibrated: Annotated[bool, typer.Option(help="As a commissioned board.")] = True,
    usb: Annotated[
        bool | None,
        typer.Option(help="USB power: sessions run into the dummy. Without the page it has it."),
    ] = None,
    meter: Annotated[
        Path | None, typer.Option(help="A multimeter over the 10 kOhm: it writes its volts there.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0, help="So long; 0: until Ctrl-C.")] = 0,
    page: Annotated[bool, typer.Option(help="The page, with its buttons, light and skin.")] = True,
    open_it: Open = True,
    http: HttpPort = PORT,
) -> None:
    """The real MicroPython image on an emulated Pico: a page in the browser, and a serial port.

    It is at most as fast as the clock; without the page its time stands still until the first
    byte comes to the port. Type what you do to it: start, mode, plus, minus, with the seconds that
    it is held (start 0.5); skin good, skin open, ...; usb on, usb off.
    """
    _check(board)
    files = {} if empty else image.files(board, calibrated=calibrated)
    try:
        rig = EmulatedRig(board, skin, files)
    except ValueError as error:
        raise Usage(f"galva sim: {error}") from None
    rig.usb(not page if usb is None else usb)
    server = None
    if not page and not empty:
        _boot(rig)
    device = Virtual(rig, board, idle=not page)
    if page:
        server = Server(page_of(), device, device.bench, http)
    _attend(device, meter)
    say(device.pty)
    until_stopped(served(server, device.run, lambda: begun(server, open_it)), seconds)


def _attend(device: Virtual, meter: Path | None) -> None:
    """Whoever types is obeyed, and the meter shows."""
    hands, display = typed.Lines(), Display()

    def each() -> None:
        for trouble in filter(None, (typed.act(device.rig, line) for line in hands.new())):
            errors.print(f"galva sim: {trouble}")
        if meter:
            display.write(meter, device.rig.front.afe)

    device.each.append(each)


def _check(board: str) -> None:
    """Usage: no board that can be emulated."""
    able = boards.emulated()
    if board not in able:
        raise Usage(f"sim --board {board}: no chip that is emulated: use {', '.join(able)}")


def _boot(rig: EmulatedRig) -> None:
    """Until its self-test is over, as a person would wait."""
    with errors.status("the emulated board starts and tests itself"):
        until(rig, "IDLE", "FAULT", slice_ms=100)
