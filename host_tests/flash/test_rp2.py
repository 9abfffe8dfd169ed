"""The boot drive: a folder in place of it, a board behind it that obeys as the boot ROM does."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.emulator import uf2
from tools.flash import drives, images, rp2
from tools.flash.drives import BootDrive
from tools.flash.images import Image
from tools.problems import Failed, Mismatch, NoDevice, Refused

BOARD_IDS = {"rp2040": "RPI-RP2", "rp2350": "RP2350", "nrf": "nRF52840-Feather"}
PORT = "/dev/ttyACM0"
NAME = "galva.uf2"


class Board:
    """A Pico at a computer: `drive` is its folder while it is one. Time passes in `sleep`."""

    def __init__(self, place: Path, chip: str = "rp2040") -> None:
        self.place = place
        self.board_id = BOARD_IDS[chip]
        self.deaf = False  # takes no image
        self.mounts = True  # a file manager does it
        self.listed: list[str] = []
        self.asked: list[str] = []
        self.written = b""
        self.now_s = 0.0

    def hold_boot(self) -> "Board":
        self.listed = []
        if self.mounts:
            self.place.mkdir(exist_ok=True)
            told = f"UF2 Bootloader v3.0\nModel: Raspberry Pi RP2\nBoard-ID: {self.board_id}\n"
            (self.place / drives.INFO).write_text(told)
        return self

    # ---- Computer

    def drives(self) -> list[BootDrive]:
        return drives.found([self.place])

    def unmounted(self) -> str:
        return "" if self.mounts else self.board_id

    def ports(self) -> list[str]:
        return list(self.listed)

    def to_boot_drive(self, port: str) -> None:
        self.asked.append(port)
        self.hold_boot()

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        image = self.place / NAME
        if image.exists() and not self.deaf:
            self.written = image.read_bytes()
            for each in self.place.iterdir():
                each.unlink()
            self.listed = [PORT]


@pytest.fixture(scope="module")
def image() -> Image:
    return images.read(uf2.fetch())


@pytest.fixture
def board(tmp_path: Path) -> Board:
    return Board(tmp_path / "RPI-RP2")


def no_talk(_text: str) -> None:
    """Nobody listens."""


def test_with_boot_held_the_whole_image_reaches_the_board(board: Board, image: Image) -> None:
    told: list[int] = []
    drive = rp2.drive_for(image, board.hold_boot(), "", no_talk)
    assert rp2.flash(image, drive, board, told.append) == PORT
    assert board.written == image.data and not board.asked
    assert told == sorted(set(told)) and told[-1] == len(image.data)


def test_without_boot_a_running_board_is_asked(board: Board, image: Image) -> None:
    board.listed = [PORT]
    said: list[str] = []
    drive = rp2.drive_for(image, board, "", said.append)
    assert board.asked == [PORT] and "BOOT was not held" in said[0]
    assert rp2.flash(image, drive, board, lambda _n: None) == PORT
    assert board.written == image.data


def test_a_running_session_is_not_ended(
    board: Board, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_port: str) -> None:
        raise Refused("a session runs")

    monkeypatch.setattr(rp2, "refuse_in_session", refuse)
    monkeypatch.setattr(rp2, "Remote", pytest.fail)
    with pytest.raises(Refused):
        rp2.ThisComputer().to_boot_drive(PORT)


def test_no_drive_and_no_port_is_told_of_boot_and_of_the_cable(board: Board, image: Image) -> None:
    with pytest.raises(NoDevice, match=r"hold BOOT .*this cable only charges, it has no"):
        rp2.drive_for(image, board, "", no_talk)


def test_a_board_that_does_not_become_a_drive(
    board: Board, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.listed = [PORT]
    monkeypatch.setattr(board, "to_boot_drive", board.asked.append)
    with pytest.raises(NoDevice, match="no boot drive came: unplug the board, hold BOOT"):
        rp2.drive_for(image, board, "", no_talk)
    assert board.now_s < 60


def test_a_drive_that_is_not_mounted(board: Board, image: Image) -> None:
    board.mounts = False
    with pytest.raises(NoDevice, match=r"RPI-RP2 is there but not mounted: .*by-label/RPI-RP2"):
        rp2.drive_for(image, board, "", no_talk)


@pytest.mark.parametrize("chip", ["rp2350", "nrf"])
def test_another_chips_drive(chip: str, tmp_path: Path, image: Image) -> None:
    board = Board(tmp_path / "it", chip).hold_boot()
    due = f"drive of {BOARD_IDS[chip]}, the image is for RPI-RP2"
    with pytest.raises(Mismatch, match=due):
        rp2.drive_for(image, board, "", no_talk)
    assert [each.name for each in board.place.iterdir()] == [drives.INFO]


def test_two_boards(board: Board, image: Image, monkeypatch: pytest.MonkeyPatch) -> None:
    board.listed = [PORT, "/dev/ttyACM1"]
    with pytest.raises(NoDevice, match=r"2 boards: .*say which, with --port"):
        rp2.drive_for(image, board, "", no_talk)
    rp2.drive_for(image, board, "/dev/ttyACM1", no_talk)
    assert board.asked == ["/dev/ttyACM1"]
    monkeypatch.setattr(board, "drives", lambda: drives.found([board.place] * 2))
    with pytest.raises(NoDevice, match=r"2 boot drives, .*: leave one board plugged in"):
        rp2.drive_for(image, board, "", no_talk)


def test_a_full_drive(board: Board, image: Image) -> None:
    drive = rp2.drive_for(image, board.hold_boot(), "", no_talk)
    (board.place / NAME).symlink_to("/dev/full")
    with pytest.raises(Failed, match="RPI-RP2: the drive is full: unplug the board, hold BOOT"):
        rp2.flash(image, drive, board, lambda _n: None)


@pytest.fixture
def fsync(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int, int], None]]:
    """(error, after so many pieces): what the system says to a write through to the board."""
    calls = 0

    def use(error: int, pieces: int) -> None:
        def fail(_file: int) -> None:
            nonlocal calls
            calls += 1
            if calls > pieces:
                raise OSError(error, "as the system says")

        monkeypatch.setattr(os, "fsync", fail)

    yield use


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (errno.EROFS, "the drive is read-only: unplug"),
        (errno.EACCES, "no right to write there: mount the drive as your user"),
        (errno.EIO, "was it unplugged.*hold BOOT, plug it in, run it again"),
    ],
)
def test_what_the_system_says_to_a_write(
    error: int, text: str, board: Board, image: Image, fsync: Callable[[int, int], None]
) -> None:
    drive = rp2.drive_for(image, board.hold_boot(), "", no_talk)
    fsync(error, 3)
    with pytest.raises(Failed, match=text):
        rp2.flash(image, drive, board, lambda _n: None)


def test_the_board_may_leave_with_the_last_piece(
    board: Board, image: Image, fsync: Callable[[int, int], None]
) -> None:
    drive = rp2.drive_for(image, board.hold_boot(), "", no_talk)
    fsync(errno.EIO, (len(image.data) - 1) // (64 * 1024))
    assert rp2.flash(image, drive, board, lambda _n: None) == PORT


def test_a_board_that_does_not_take_it(board: Board, image: Image) -> None:
    board.deaf = True
    drive = rp2.drive_for(image, board.hold_boot(), "", no_talk)
    with pytest.raises(Failed, match="the board did not take the image: unplug the board, hold"):
        rp2.flash(image, drive, board, lambda _n: None)


def test_a_board_that_takes_it_and_does_not_come_back(board: Board, image: Image) -> None:
    drive = rp2.drive_for(image, board.hold_boot(), "", no_talk)
    board.ports = lambda: []  # type: ignore[method-assign]
    with pytest.raises(Failed, match="no port came: unplug it, plug it in"):
        rp2.flash(image, drive, board, lambda _n: None)


def test_a_boot_drive_on_usb_is_seen_before_it_is_mounted(tmp_path: Path) -> None:
    device = tmp_path / "1-2"
    device.mkdir()
    (device / "idVendor").write_text("2e8a\n")
    (device / "idProduct").write_text("000f\n")
    (tmp_path / "usb1").mkdir()
    assert drives.unmounted(tmp_path) == "RP2350"
    (device / "idProduct").write_text("0005\n")
    assert drives.unmounted(tmp_path) == ""


def test_where_drives_are_mounted_is_looked_for_in_the_systems_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a b"
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sdb1 {str(place).replace(' ', chr(92) + '040')} vfat rw 0 0\n")
    monkeypatch.setattr(drives, "_MOUNTS", mounts)
    monkeypatch.setattr(sys, "platform", "linux")
    assert place in drives.places()
    Board(place).hold_boot()
    assert [each.path for each in drives.found()] == [place]
