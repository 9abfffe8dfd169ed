"""The table of commands: what each of them has to have."""

import inspect
from collections.abc import Callable

import pytest

from tools import boards
from tools.cli import app

NO_JSON = ("sim", "bridge")  # serve until they are stopped


@pytest.mark.parametrize("command", app.COMMANDS, ids=app.name_of)
def test_each_command_has_json_and_says_what_it_does(command: Callable[..., None]) -> None:
    assert (command.__doc__ or "").strip()
    has = "as_json" in inspect.signature(command).parameters
    assert has == (app.name_of(command) not in NO_JSON)


def test_no_name_stands_twice() -> None:
    names = [app.name_of(command) for command in app.COMMANDS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("board", ["esp32", "pico2", "nano"])
def test_sim_names_the_boards_that_it_can_be(
    board: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["sim", "--board", board]) == 2
    told = capsys.readouterr().err
    can = ", ".join(name for name in boards.names() if boards.data(name).chip == "rp2040")
    assert told == f"galva: sim --board {board}: no chip that is emulated: use {can}\n"
