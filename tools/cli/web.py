"""What the commands that serve the page have in common."""

from typing import Annotated

import typer

from tools.cli.out import say
from tools.web import build
from tools.web.server import Server
from tools.web.serving import show

HttpPort = Annotated[
    int, typer.Option("--http", min=0, max=65535, help="Port of the page on 127.0.0.1; 0: any.")
]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")]


def page_of() -> bytes:
    """The page, made anew. Failed: it does not build."""
    return build.build().read_bytes()


def begun(server: Server | None, open_it: bool) -> None:
    """Say where it is, and show it."""
    if server is None:
        return
    say(server.address)
    if open_it:
        show(server.address)
