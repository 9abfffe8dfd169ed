"""The boards that Galva knows."""

import importlib

from rich.table import Table

from tools import image
from tools.cli.out import Json, columns, show


def boards(as_json: Json = False) -> None:
    """All boards, for `galva deploy --board NAME`; the wiring is in boards/NAME.py."""
    told = []
    for name in image.boards():
        module = importlib.import_module(f"boards.{name}")
        told.append(
            {
                "name": name,
                "chip": module.BOARD.chip,
                "front_end": module.BOARD.front_end,
                "what": (module.__doc__ or "").strip().splitlines()[0],
            }
        )

    def table() -> Table:
        shown = columns("board", "chip", "front end", "what")
        for each in told:
            shown.add_row(*each.values())
        return shown

    show(told, as_json, table)
