"""galva flash-firmware: MicroPython onto a board, before the first deploy."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tools.cli import ports
from tools.cli.out import Json, PortName, errors, show
from tools.flash import esp, images, rp2
from tools.flash.chips import ESP32
from tools.flash.images import Image
from tools.problems import Usage

FirmwareFile = Annotated[
    Path | None,
    typer.Option("--file", help="UF2 or bin; without it the one that set-up got for this board."),
]


def flash_firmware(
    board: Annotated[str, typer.Option(help="One of `galva boards`.")],
    file: FirmwareFile = None,
    port: PortName = "",
    erase: Annotated[bool, typer.Option("--erase", help="ESP32: everything, first.")] = False,
    baud: Annotated[int, typer.Option(min=9600, help="ESP32: slower when it fails.")] = esp.BAUD,
    as_json: Json = False,
) -> None:
    """Put MicroPython on a board: boot drive of a Pico (hold BOOT), esptool for an ESP32.

    The image is looked at before anything is written. What is on the file system stays, without
    --erase.
    """
    wanted = images.target(board)
    if erase and wanted.chip not in ESP32:
        raise Usage("--erase is for ESP32: on a Pico the image does not touch the files")
    image = images.read(file or images.cached(wanted))
    warning = images.check(image, wanted)
    if warning:
        _note(warning)
    if image.chip in ESP32:
        at = _with_esptool(image, ports.find(port), erase=erase, baud=baud)
    else:
        at = _over_drive(image, port)
    version = ".".join(map(str, image.version))
    told = {"board": board, "port": at, "image": image.path.name, "version": version}
    told["warning"] = warning
    words = f"MicroPython {version} is on it; next: galva deploy --board {board} --port {at}"
    show(told if as_json else [words], as_json)


def _note(text: str) -> None:
    errors.print(f"galva flash-firmware: {text}")


def _bar() -> Progress:
    words = TextColumn("{task.description}")
    return Progress(words, BarColumn(), TimeElapsedColumn(), console=errors, transient=True)


def _over_drive(image: Image, port: str) -> str:
    """The port that the board has then."""
    computer = rp2.ThisComputer()
    drive = rp2.drive_for(image, computer, port, _note)
    with _bar() as bar:
        task = bar.add_task(f"to {drive.path}", total=len(image.data))
        return rp2.flash(image, drive, computer, lambda n: bar.update(task, completed=n))


def _with_esptool(image: Image, port: str, *, erase: bool, baud: int) -> str:
    with _bar() as bar:
        task = bar.add_task(f"to {port}", total=100)
        esp.flash(image, port, lambda n: bar.update(task, completed=n), erase=erase, baud=baud)
    return port
