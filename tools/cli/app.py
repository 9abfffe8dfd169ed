"""The commands of `galva`: one table, one way to end."""

from collections.abc import Callable

import typer

from tools.cli.boards import boards
from tools.cli.bridge import bridge
from tools.cli.bundle import bundle
from tools.cli.calibrate import calibrate
from tools.cli.deploy import deploy
from tools.cli.doctor import doctor
from tools.cli.flash_firmware import flash_firmware
from tools.cli.logs import logs
from tools.cli.monitor import monitor
from tools.cli.ports import ports
from tools.cli.recover import backup, factory_reset, restore, safe_mode
from tools.cli.report import report
from tools.cli.selftest import selftest
from tools.cli.sim import sim
from tools.cli.talk import ack, info, microneedling, press, settings, start, status, stop, time
from tools.command import ended

COMMANDS: tuple[Callable[..., None], ...] = (
    doctor,
    boards,
    ports,
    flash_firmware,
    info,
    status,
    start,
    stop,
    press,
    settings,
    time,
    ack,
    microneedling,
    monitor,
    logs,
    report,
    selftest,
    calibrate,
    sim,
    bridge,
    deploy,
    bundle,
    safe_mode,
    factory_reset,
    backup,
    restore,
)


def name_of(command: Callable[..., None]) -> str:
    """As it is typed."""
    return command.__name__.replace("_", "-")


def build() -> typer.Typer:
    """All of them."""
    app = typer.Typer(
        name="galva",
        help="From parts to a running device, and all that one may ask of it.",
        add_completion=False,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
    )
    for command in COMMANDS:
        app.command(name_of(command))(command)
    return app


def main(arguments: list[str] | None = None) -> int:
    """The entry of .venv/bin/galva: the exit code. arguments: of the command line unless given."""
    return ended("galva", build(), arguments)
