"""A board whose file system is full: galva says so in one line, and the board runs what it ran."""

import sys
import zlib
from functools import cache

import pytest

from tools import image
from tools.cuts.boot import boots
from tools.cuts.cut import Moment, galva, older
from tools.deploy.scripts import PART
from tools.emulator import disk
from tools.emulator.bridge import ran
from tools.emulator.chip import FILES_AT
from tools.emulator.rig import EmulatedRig, forked

_SEND = """
import sys
from tools.cli.remote import Remote
from tools.deploy.sending import send
from tools.problems import Problem
try:
    send(Remote(sys.argv[1]), {"notes.txt": bytes(9000)}, (), lambda path: None)
except Problem as problem:
    sys.exit(f"{problem.exit_code} {problem}")
"""


@cache
def full() -> dict[str, bytes]:
    """A version before, and a file that leaves no block free."""
    return disk.filled(older(image.app("pico"), dict(image.sources("pico")), every=False))


@pytest.fixture(scope="module")
def board() -> EmulatedRig:
    rig = EmulatedRig(files=full())
    rig.run(400)
    return rig


def left(rig: EmulatedRig) -> Moment:
    """The board as it would be switched off now."""
    region = rig.chip.snapshot()[FILES_AT:][: disk.BLOCK * disk.BLOCKS]
    return Moment(rig.now_ms, "full", "power", zlib.compress(region, 1))


def test_a_deploy_is_told_and_changes_nothing(board: EmulatedRig) -> None:
    def deploy() -> tuple[int, str, Moment]:
        done = galva(board, "deploy")
        return done.status, done.printed.strip(), left(board)

    status, told, after = forked(deploy)
    assert status == 1 and "\n" not in told
    assert told.startswith("galva: no space on the board: 36 kB are needed, 0 kB are free: remove")
    assert "(filler): nothing was changed" in told
    assert after.content == full()
    assert boots(after, board.chip.snapshot()) == "old"


def test_a_copy_that_meets_the_end_of_the_room_is_told(board: EmulatedRig) -> None:
    """As when what the board counts as free is less: what was there is as it was."""

    def send() -> tuple[str, Moment]:
        done = ran(board, lambda path: (sys.executable, "-c", _SEND, path))
        return done.printed.strip(), left(board)

    told, after = forked(send)
    status, _port, words = told.split(" ", 2)
    assert status == "1" and words == "the file system is full: remove files that are not Galva's"
    there = after.content
    there.pop("notes.txt" + PART, b"")
    assert there == full()
