"""python -m host_tests.calibrate: twenty simulated boards, printed and in docs/calibrate.md."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import host_tests.conftest  # noqa: F401  the paths of the device's code
from host_tests.calibrate.boards import BOARDS, METER, board, markdown
from host_tests.calibrate.chip import bare, calibrate
from tools import DOCS, command, files
from tools.builds.accuracy import build
from tools.problems import Failed

FILE = DOCS / "calibrate.md"
_CHIP = """## On the emulated chip

Board 0 again: the real MicroPython image and application, `galva calibrate` itself on a
pseudo-terminal, a meter that shows the volts over the emulated dummy.
"""


def main() -> None:
    """Calibrate simulated boards: 8 s each, and some minutes for the one on the chip."""
    boards = []
    for seed in range(BOARDS):
        boards.append(board(seed))
        print(f"board {seed + 1} of {BOARDS}", file=sys.stderr)
    text = markdown(boards)
    files.write(FILE, text)
    text += on_chip()
    files.write(FILE, text)
    print(text, FILE, sep="\n")


def on_chip() -> str:
    """What galva printed of board 0, on the emulated chip."""
    with TemporaryDirectory() as folder:
        done = calibrate(bare(0), 1 + METER * build(0).dmm, Path(folder))
    printed = "\n".join("    " + line.rstrip() for line in done.printed.splitlines())
    if done.status:
        raise Failed(f"galva calibrate on the emulated chip: exit code {done.status}:\n{printed}")
    return f"\n{_CHIP}\n{printed}\n"


if __name__ == "__main__":
    sys.exit(command.run("calibrate-boards", main))
