"""The boards that Galva knows."""

from rich.table import Table

from tools import boards as known
from tools.cli.out import Json, columns, show


def boards(as_json: Json = False) -> None:
    """All boards, for `galva deploy --board NAME`; the wiring is in boards/NAME.py."""
    told = []
    for name in known.names():
        board = known.data(name)
        what = known.words(name).splitlines()[0]
        told.append({"name": name, "chip": board.chip, "front_end": board.front_end, "what": what})

    def table() -> Table:
        shown = columns("board", "chip", "front end", "what")
        for each in told:
            shown.add_row(*each.values())
        return shown

    show(told, as_json, table)
