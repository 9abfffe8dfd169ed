"""A Galva device from the host: `Client` speaks its link (docs/link.md), `python -m tools.link` is
the command line on top of it."""

from tools.link.client import Client
from tools.link.errors import Failed, LinkError, NoDevice, Refused
from tools.link.port import SerialPort
from tools.link.records import Hello, Status, Usage

__all__ = (
    "Client",
    "Failed",
    "Hello",
    "LinkError",
    "NoDevice",
    "Refused",
    "SerialPort",
    "Status",
    "Usage",
)
