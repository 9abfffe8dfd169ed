"""A Galva device from the host: `Client` speaks its link (docs/link.md)."""

from tools.link.client import Client
from tools.link.port import SerialPort
from tools.link.records import Hello, Status, Usage

__all__ = ("Client", "Hello", "SerialPort", "Status", "Usage")
