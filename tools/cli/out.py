"""What commands print: a table or text for a person, JSON with --json."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType
from rich.table import Table

console = Console(soft_wrap=True, highlight=False, markup=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)

Json = Annotated[bool, typer.Option("--json", help="JSON, for programs.")]
PortName = Annotated[
    str,
    typer.Option(
        "--port",
        envvar="GALVA_PORT",
        help="Serial port, such as /dev/ttyACM0 or COM5; without it the one board on USB.",
    ),
]
Sure = Annotated[bool, typer.Option("--sure", help="Yes, though it may raise the current.")]


def say(text: str) -> None:
    """A line for a person."""
    console.print(text)


def show(
    told: Mapping[str, Any] | Sequence[Any],
    as_json: bool = False,
    table: Callable[[], RenderableType] | None = None,
) -> None:
    """A result: one line of JSON, or `table()`, or the fields one below the other."""
    if as_json:
        print(json.dumps(told, default=str), flush=True)
    elif table:
        console.print(table())
    elif isinstance(told, Mapping):
        console.print(fields(told))
    else:
        for each in told:
            say(str(each))


def columns(*heads: str) -> Table:
    """A table that fits 80 columns; what does not, goes on in the next line, uncut."""
    shown = Table(box=None, padding=(0, 2, 0, 0))
    for head in heads:
        shown.add_column(head, overflow="fold")
    return shown


def fields(told: Mapping[str, Any]) -> Table:
    """Name and value of each."""
    shown = Table(show_header=False, box=None)
    for name, value in told.items():
        shown.add_row(name, str(value))
    return shown
