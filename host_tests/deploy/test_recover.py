"""safe-mode, factory-reset, backup, restore: on a board that is a folder."""

import json
import zipfile
from pathlib import Path

import pytest

from host_tests.deploy.boards import FolderBoard
from host_tests.deploy.test_layouts import records
from tools import image
from tools.cli import recover
from tools.cli.app import build, main
from tools.deploy import atwork, backup, sending
from tools.deploy.scripts import SURVEY
from tools.deploy.survey import read, survey
from tools.problems import Failed, Problem, Refused

MANIFEST = {image.MANIFEST: image.manifest("pico", {})}
OTHERS = {"notes.txt": b"mine", "main.py": b"main"}
DATA = records("1")
ON_BOARD = DATA | MANIFEST | OTHERS


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderBoard:
    """Whatever galva does goes to it; idle, as far as it says."""
    (tmp_path / "board").mkdir()
    board = FolderBoard(tmp_path / "board")
    for module in (atwork, recover):
        monkeypatch.setattr(module, "Remote", lambda _port: board)
        monkeypatch.setattr(module, "refuse_in_session", lambda _port: None)
    monkeypatch.setattr(sending, "_stream", lambda remote, commands, _heard: remote.do(*commands))
    monkeypatch.chdir(tmp_path)
    board.put(ON_BOARD)
    return board


def galva(*words: str) -> int:
    return main([words[0], "--port", "folder", *words[1:]])


def test_a_backup_holds_all_data_and_nothing_else(board: FolderBoard, tmp_path: Path) -> None:
    assert galva("backup", "--to", "b.zip") == 0
    told = backup.read(tmp_path / "b.zip")
    assert told.content == DATA and board.files == ON_BOARD and board.resets == 1
    assert (told.head.board, told.head.unique) == ("pico", board.unique)


def test_a_factory_reset_forgets_all_but_calibration_and_a_latched_fault(
    board: FolderBoard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert galva("factory-reset", "--yes", "--to", "b.zip") == 0
    kept = {name: DATA[name] for name in ("calibration.a", "fault.a")}
    assert board.files == MANIFEST | OTHERS | kept
    assert backup.read(tmp_path / "b.zip").content == DATA
    told = capsys.readouterr().out
    assert "the record of faults stays" in told and "removed settings.a: settings" in told


def test_a_factory_reset_needs_a_yes_and_calibration_another(board: FolderBoard) -> None:
    assert galva("factory-reset") == 2 and board.files == ON_BOARD
    assert galva("factory-reset", "--yes", "--calibration-too", "--to", "b.zip") == 0
    assert "calibration.a" not in board.files and "fault.a" in board.files


def test_a_backup_is_restored_whole_and_the_fault_of_now_stays(board: FolderBoard) -> None:
    """A newer record beside an old one would win: what is not in the backup goes."""
    assert galva("backup", "--to", "b.zip") == 0
    (board.folder / "settings.a").write_bytes(b"later")
    (board.folder / "usage.b").unlink()
    (board.folder / "journal.1").write_bytes(b"later")
    (board.folder / "fault.a").write_bytes(b"of now")
    assert galva("restore", "b.zip", "--to", "before.zip") == 0
    assert board.files == ON_BOARD | {"fault.a": b"of now"}
    before = backup.read(Path("before.zip"))
    assert before.content["journal.1"] == b"later"  # and nothing is lost


def test_safe_mode_stays_on_over_a_restore(board: FolderBoard) -> None:
    assert galva("safe-mode", "on") == 0 and "safe_mode" in board.files
    assert galva("backup", "--to", "b.zip") == 0
    assert galva("restore", "b.zip", "--to", "before.zip") == 0 and "safe_mode" in board.files
    assert galva("safe-mode", "off") == 0 and board.files == ON_BOARD
    assert galva("safe-mode", "off") == 0


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("calls", range(1, 8))
def test_a_restore_that_is_cut_leaves_the_old_data_or_safe_mode(
    board: FolderBoard, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    """The board dies after so many of its file operations."""
    assert galva("backup", "--to", "b.zip") == 0
    (board.folder / "settings.a").write_bytes(b"later")
    (board.folder / "journal.1").write_bytes(b"later")
    before = board.files
    whole = FolderBoard.execute
    dying = f"""
import os, builtins
left = [{calls}]
def counted(function):
    def call(*given, **named):
        if len(given) > 1 and given[1] == "rb":
            return function(*given, **named)
        left[0] -= 1
        if left[0] < 0:
            raise OSError("dead")
        return function(*given, **named)
    return call
for name in ("rename", "remove", "rmdir"):
    setattr(os, name, counted(getattr(os, name)))
builtins.open = counted(builtins.open)
"""

    def execute(self: FolderBoard, code: str, timeout_s: float = 60) -> str:
        return whole(self, (dying if "TABLE" in code else "") + code)

    monkeypatch.setattr(FolderBoard, "execute", execute)
    status = galva("restore", "b.zip", "--to", "before.zip")
    files = {name: data for name, data in board.files.items() if not name.endswith(".part")}
    assert files in (before, ON_BOARD) or "safe_mode" in files, calls
    assert (status == 0) == (files == ON_BOARD)


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"version": "9.9.9"}, 5, "the backup is of Galva 9.9.9"),
        ({"board": "esp32"}, 5, "the backup is of a esp32"),
        ({"unique": "000000000000"}, 4, "calibration in it is another board's"),
        ({"layout": 2}, 5, "layout 2, this galva knows 1"),
        ({"files": {}}, 1, "is damaged"),
    ],
)
def test_what_does_not_fit_is_refused(
    board: FolderBoard, change: dict[str, object], status: int, words: str
) -> None:
    assert galva("backup", "--to", "b.zip") == 0
    with zipfile.ZipFile("b.zip") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    head = json.loads(entries[backup.HEAD]) | change
    with zipfile.ZipFile("c.zip", "w") as archive:
        for name, data in (entries | {backup.HEAD: json.dumps(head).encode()}).items():
            archive.writestr(name, data)
    with pytest.raises(Problem) as told:
        build()(["restore", "c.zip", "--port", "folder"], standalone_mode=False)
    assert words in str(told.value) and told.value.exit_code == status
    assert "\n" not in str(told.value) and board.files == ON_BOARD


def test_a_yes_takes_another_boards_calibration(board: FolderBoard) -> None:
    assert galva("backup", "--to", "b.zip") == 0
    board.unique = "000000000000"
    with pytest.raises(Refused):
        backup.check_fit(backup.read(Path("b.zip")), survey(board))  # type: ignore[arg-type]
    assert galva("restore", "b.zip", "--yes", "--to", "before.zip") == 0


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_changed(
    board: FolderBoard, capsys: pytest.CaptureFixture[str]
) -> None:
    (board.folder / "journal.2").symlink_to("nowhere")
    assert galva("factory-reset", "--yes", "--to", "b.zip") == 1 and board.resets == 1
    assert "journal.2 on the board cannot be read" in capsys.readouterr().err
    assert board.files == ON_BOARD and not Path("b.zip").exists()


def test_an_answer_that_is_cut_is_told(board: FolderBoard) -> None:
    whole = board.execute(SURVEY)
    for end in (0, len(whole) // 2, len(whole) - 20):
        with pytest.raises(Failed, match="did not tell its files"):
            read(whole[:end])
    assert read("galva\n{}\n" + whole).content[image.MANIFEST] == MANIFEST[image.MANIFEST]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04torn", None])
def test_no_backup_is_one_line(board: FolderBoard, content: bytes | None) -> None:
    if content is not None:
        Path("c.zip").write_bytes(content)
    code = 2 if content is None else 1
    assert galva("restore", "c.zip") == code and board.files == ON_BOARD


def test_files_with_other_names_do_not_come_out_of_a_zip(board: FolderBoard) -> None:
    head = {"version": "0.1.0", "board": "pico", "unique": board.unique, "files": {}}
    for name in ("../evil", "main.py", "/boot.py"):
        with zipfile.ZipFile("c.zip", "w") as archive:
            archive.writestr(name, b"x")
            archive.writestr(backup.HEAD, json.dumps(head | {"layout": 1}))
        assert galva("restore", "c.zip") == 1 and board.files == ON_BOARD
