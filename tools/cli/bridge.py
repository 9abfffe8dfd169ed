"""galva bridge: the page for a real device, for browsers that cannot open a serial port."""

from typing import Annotated

import typer

from tools.cli.out import PortName, say
from tools.cli.ports import find
from tools.cli.web import HttpPort, Open, begun, page_of
from tools.web.serial_link import SerialLink
from tools.web.server import PORT, Server
from tools.web.serving import served, until_stopped


def bridge(
    port: PortName = "",
    seconds: Annotated[float, typer.Option(min=0, help="So long; 0: until Ctrl-C.")] = 0,
    open_it: Open = True,
    http: HttpPort = PORT,
) -> None:
    """The page for the device at a serial port, in any browser of this computer.

    It holds the port only while the page is connected.
    """
    say(find(port))
    link = SerialLink(lambda: find(port))
    server = Server(page_of(), link, None, http)
    until_stopped(served(server, link.run, lambda: begun(server, open_it)), seconds)
