"""galva safe-mode, factory-reset, backup, restore: out of trouble, with nothing lost."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tools.cli import ports
from tools.cli.out import Json, PortName, show
from tools.cli.remote import Remote, refuse_in_session
from tools.deploy import backup as data
from tools.deploy.atwork import at_work
from tools.deploy.records import kind_of
from tools.deploy.scripts import MARKER
from tools.deploy.survey import Survey
from tools.problems import Usage

Yes = Annotated[bool, typer.Option("--yes", help="Yes, do it.")]
To = Annotated[str, typer.Option(help="The zip to write; without it, a new one in this folder.")]
_USED = "today's minutes are forgotten too: if there were any, treat again tomorrow"


class Switch(StrEnum):
    """Safe mode."""

    ON = "on"
    OFF = "off"


def safe_mode(
    to: Annotated[Switch, typer.Argument()], port: PortName = "", as_json: Json = False
) -> None:
    """Start without main.py (red light), so that a broken device can be mended; or end that."""
    path = ports.find(port)
    refuse_in_session(path)
    remote = Remote(path)
    name = f"file = {MARKER!r}\n"
    if to is Switch.ON:
        remote.execute(name + "open(file, 'w').close()")
    else:
        remote.execute(name + "import os\nif file in os.listdir(): os.remove(file)")
    remote.reset()
    told = "on: red light, nothing runs" if to is Switch.ON else "off: main.py is run again"
    text = f"safe mode is {told}"
    show({"told": text} if as_json else [text], as_json)


def backup(port: PortName = "", to: To = "", as_json: Json = False) -> None:
    """Settings, journal, calibration and all other data of a board into one zip."""
    with at_work(ports.find(port)) as (remote, now):
        path = _saved(remote, now, to)
    _tell([f"{path}: written"], as_json, backup=str(path))


def restore(
    file: Path, port: PortName = "", yes: Yes = False, to: To = "", as_json: Json = False
) -> None:
    """A backup back onto its board. What is there now is written to a zip first.

    A latched fault stays: START held for 2 s and the self-test end it, no file does.
    """
    told = data.read(file)
    with at_work(ports.find(port)) as (remote, now):
        if not yes:
            data.check_fit(told, now)
        before = _saved(remote, now, to)
        gone = data.restore(remote, told, now)
    lines = [f"{file}: on the board now", f"what was there before: {before}"]
    _tell([*lines, *_gone(gone)], as_json, before=str(before), removed=gone)


def factory_reset(
    port: PortName = "",
    yes: Yes = False,
    calibration_too: Annotated[bool, typer.Option(help="Needs a new calibration then.")] = False,
    to: To = "",
    as_json: Json = False,
) -> None:
    """Forget settings, journal, own modes and routines; calibration and a latched fault stay.

    All of it is written to a zip first (galva restore brings it back).
    """
    if not yes:
        raise Usage("factory-reset: removes all data but the calibration: add --yes")
    with at_work(ports.find(port)) as (remote, now):
        gone = data.forget(now, calibration=calibration_too)
        before = _saved(remote, now, to)
        data.switch(remote, {}, gone, now)
    kept = [name for name in now.files if kind_of(name) and name not in gone]
    lines = [f"what was there before: {before}", *_gone(gone)]
    if any(kind_of(name) == "latched fault" for name in kept):
        lines.append("the record of faults stays: START held for 2 s clears one")
    _tell([*lines, _USED], as_json, before=str(before), removed=gone, kept=kept)


def _saved(remote: Remote, now: Survey, to: str) -> Path:
    """The zip of what is there."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    path = Path(to or f"galva-{now.deployed_board or 'board'}-{now.unique[-6:]}-{stamp}.zip")
    data.write(path, data.fetch(remote, now))
    return path


def _gone(names: tuple[str, ...]) -> list[str]:
    return [f"removed {name}: {kind_of(name)}" for name in names]


def _tell(lines: list[str], as_json: bool, **told: object) -> None:
    show(told if as_json else lines, as_json)
