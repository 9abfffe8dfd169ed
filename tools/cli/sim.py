"""galva sim: an emulated board as a serial port, to try every command on."""

import time
from pathlib import Path
from typing import Annotated

import typer

from tools import image
from tools.boards import data
from tools.calibrate.simulated import Display
from tools.cli.out import errors, say
from tools.emulator import typed
from tools.emulator.bridge import Bridge
from tools.emulator.rig import EmulatedRig
from tools.problems import Usage

_BOOT_MOST_MS = 12_000
_CHIP = "rp2040"


def sim(
    board: Annotated[str, typer.Option(help="One of `galva boards`, an RP2040.")] = "pico",
    skin: Annotated[str, typer.Option(help="On the electrodes: open, good, 10k, ...")] = "open",
    empty: Annotated[bool, typer.Option(help="MicroPython alone, nothing deployed.")] = False,
    calibrated: Annotated[bool, typer.Option(help="As a commissioned board.")] = True,
    usb: Annotated[bool, typer.Option(help="USB power: sessions run into the dummy.")] = True,
    meter: Annotated[
        Path | None, typer.Option(help="A multimeter over the 10 kOhm: it writes its volts there.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0, help="So long; 0: until Ctrl-C.")] = 0,
) -> None:
    """The real MicroPython image on an emulated Pico behind a pseudo-terminal.

    Its time stands still until the first byte comes, and is some times slower than the clock.
    Type what you do to it: start, mode, plus, minus, with the seconds that it is held (start 0.5);
    skin good, skin open, ...; usb on, usb off.
    """
    _check(board)
    files = {} if empty else image.files(board, calibrated=calibrated)
    try:
        rig = EmulatedRig(board, skin, files)
    except ValueError as error:
        raise Usage(f"galva sim: {error}") from None
    rig.usb(usb)
    if not empty:
        _boot(rig)
    display = Display()
    with Bridge(rig) as bridge:
        say(bridge.path)
        hands = typed.Lines()
        end_s = time.monotonic() + seconds
        while not seconds or time.monotonic() < end_s:
            bridge.step()
            for trouble in filter(None, (typed.act(rig, line) for line in hands.new())):
                errors.print(f"galva sim: {trouble}")
            if meter:
                display.write(meter, rig.front.afe)


def _check(board: str) -> None:
    """Usage: no board that can be emulated."""
    able = [each for each in image.boards() if data(each).chip == _CHIP]
    if board not in able:
        raise Usage(f"galva sim --board {board}: only an {_CHIP} is emulated: {', '.join(able)}")


def _boot(rig: EmulatedRig) -> None:
    """Until its self-test is over, as a person would wait."""
    with errors.status("the emulated board starts and tests itself"):
        while rig.status.get("state", "SELF_TEST") == "SELF_TEST" and rig.now_ms < _BOOT_MOST_MS:
            rig.run(100)
