"""python -m host_tests.calibrate: twenty simulated boards, printed and in docs/calibrate.md."""

import sys
from pathlib import Path

import host_tests.conftest  # noqa: F401  the paths of the device's code
from host_tests.calibrate.boards import BOARDS, board, markdown

FILE = Path(__file__).parents[2] / "docs" / "calibrate.md"


def main() -> None:
    """About 8 s a board."""
    boards = []
    for seed in range(BOARDS):
        boards.append(board(seed))
        print(f"board {seed + 1} of {BOARDS}", file=sys.stderr)
    text = markdown(boards)
    FILE.write_text(text, encoding="utf-8")
    print(text, FILE, sep="\n")


if __name__ == "__main__":
    main()
