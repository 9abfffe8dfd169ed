"""Serial clients that are not ours, breaking into a session: list, copy, reset."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.emulator.bridge import Done, ran
from tools.emulator.rig import EmulatedRig
from tools.ways_out.ways import COLLECTION_MS

_TIMEOUT_S = 120.0
_BIN = Path(sys.executable).parent
# From their first byte: 0.2 and 0.5, but for a collection that runs just then.
RUN_LOW_MS, CODE_0_MS = COLLECTION_MS + 2, COLLECTION_MS + 4


@dataclass(frozen=True)
class Client:
    """The words of its three commands; FILE stands for a local file, NAME for one on the board."""

    name: str
    start: Callable[[str], Sequence[str]]
    list: tuple[str, ...]
    copy: tuple[str, ...]
    reset: tuple[str, ...]

    def do(self, rig: EmulatedRig, words: Sequence[str], file: Path) -> Done:
        """Run it on this board's port."""
        given = [word.replace("FILE", str(file)).replace("NAME", file.name) for word in words]
        program = str(_BIN / self.name)
        return ran(rig, lambda path: (program, *self.start(path), *given), _TIMEOUT_S)


CLIENTS = (
    Client(
        "rshell",
        lambda path: ("--quiet", "--nocolor", "--port", path),
        ("ls", "/pyboard"),
        ("cp", "FILE", "/pyboard/NAME"),
        ("repl", "~", "import machine", "~", "machine.reset()", "~"),
    ),
    Client(
        "mpytool",
        lambda path: ("--port", path),
        ("ls", ":"),
        ("cp", "FILE", ":NAME"),
        ("reset",),
    ),
    Client(
        "ampy",
        lambda path: ("--port", path),
        ("ls",),
        ("put", "FILE", "NAME"),
        ("reset",),
    ),
)
