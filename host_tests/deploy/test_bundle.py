"""The release: its files are those of a deploy, its sums are right, its bytes do not change."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from mpremote import mip

from host_tests.static.test_lib import Board
from tools import boards, image
from tools.deploy import bundle
from tools.deploy.package import PACKAGE, check_package, package


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "a.zip"
    bundle.write(path)
    return path


def inside(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {
            name.removeprefix(bundle.NAME + "/"): archive.read(name) for name in archive.namelist()
        }


@pytest.mark.parametrize("board", boards.names())
def test_a_boards_folder_is_what_a_deploy_puts_there(zipped: Path, board: str) -> None:
    found = {
        name.removeprefix(board + "/"): data
        for name, data in inside(zipped).items()
        if name.startswith(board + "/")
    }
    assert found == image.app(board)


def test_the_sums_are_of_all_files(zipped: Path) -> None:
    found = inside(zipped)
    lines = found.pop(bundle.SUMS).decode().splitlines()
    sums = {name: sha for sha, _, name in (line.partition("  ") for line in lines)}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def test_the_same_source_gives_the_same_bytes(zipped: Path, tmp_path: Path) -> None:
    again = tmp_path / "b.zip"
    bundle.write(again)
    assert again.read_bytes() == zipped.read_bytes()


def test_the_package_is_up_to_date_and_each_of_its_files_is_there() -> None:
    check_package()
    for name, place in json.loads(package())["urls"]:
        due = dict(image.sources("pico"))
        text = (PACKAGE.parent / place).read_bytes()
        assert name == "board.py" or text == due[name], name


def test_mip_itself_installs_the_whole_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own code, and a board that is a table: the emulated chip takes minutes for all files."""
    monkeypatch.chdir(PACKAGE.parent)
    board = Board()
    mip._install_package(board, f"./{PACKAGE.name}", mip._PACKAGE_INDEX, "/", None, True)
    due = dict(image.sources("pico"))
    due["board.py"] = due.pop("boards/pico.py")
    assert {path.lstrip("/"): data for path, data in board.files.items()} == due


def test_the_guide_names_the_machine_code_of_each_board(zipped: Path) -> None:
    guide = inside(zipped)[bundle.GUIDE].decode()
    assert "pico (rp2040): armv6m" in guide and "esp32 (esp32): xtensawin" in guide
