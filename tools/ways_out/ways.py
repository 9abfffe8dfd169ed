"""The ways out of a session, one row each: what happens, and how soon it must be over."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.emulator.bridge import mpremote
from tools.emulator.rig import EmulatedRig
from tools.sim.mcp4821 import Mcp4821
from tools.ways_out.bombs import Fuse

SKIN_MS = 75.0  # 0 uA at the skin for good: the relay's own time, and all that may be needed
COLLECTION_MS = 45.0  # of garbage, in a session: so long Ctrl-C is not heard
HANG_MS = 265.0  # the application's heartbeat is 250 ms, and two ticks
_WATCHED_MS = 150.0
_RESET_MS = 1100.0  # to see the watchdog
TIMED_OUT, FORCED = 1, 2  # REASON of a reset


@dataclass(frozen=True)
class Way:
    """strike: makes it happen, and says when it did (ms of the rig).

    run_low_ms, code_0_ms, skin_ms: bounds, each for good. resets: REASON of the reset that must
    follow within watched_ms; 0: none may.
    """

    name: str
    strike: Callable[[EmulatedRig], float]
    run_low_ms: float
    code_0_ms: float
    skin_ms: float = SKIN_MS
    watched_ms: float = _WATCHED_MS
    resets: int = 0


def _bomb(name: str, run_low_ms: float, code_0_ms: float, resets: int = 0) -> Way:
    """A way out that begins in the device (bombs.BOMBS)."""
    watched_ms = _RESET_MS if resets == TIMED_OUT else _WATCHED_MS
    skin_ms = max(SKIN_MS, run_low_ms)
    return Way(
        name,
        lambda rig: Fuse(rig).light(name),
        run_low_ms,
        code_0_ms,
        skin_ms,
        watched_ms,
        resets,
    )


def _ctrl_c_in_a_collection(rig: EmulatedRig) -> float:
    Fuse(rig).light("Ctrl-C while memory is cleared")
    return _typed(b"\x03")(rig)


def _typed(data: bytes, times: int = 1, gap_ms: float = 1.0) -> Callable[[EmulatedRig], float]:
    def strike(rig: EmulatedRig) -> float:
        begin_ms = rig.now_ms
        for _ in range(times):
            rig.chip.send(data)
            rig.run(gap_ms)
        return begin_ms

    return strike


def _tool(*arguments: str) -> Callable[[EmulatedRig], float]:
    """The real mpremote; `FILE` and `FOLDER` stand for a file to run and a folder to mount."""

    def strike(rig: EmulatedRig) -> float:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "hello.py")
            file.write_text("print('hello')\n")
            given = {"FILE": str(file), "FOLDER": folder}
            done = mpremote(rig, *(given.get(word, word) for word in arguments))
        if done.status:
            raise RuntimeError(f"mpremote {' '.join(arguments)}: {done.printed.strip()}")
        return done.first_ms

    return strike


def cut_power(rig: EmulatedRig) -> float:
    """The battery is gone: no pin is driven any more, nothing is executed."""
    front = rig.front
    front.dac = Mcp4821()  # as it powers up: shut down
    for role in ("run", "pa", "pb", "hv_en", "alive", "cs"):
        front.pin(rig.now_ms * 1e3, role, None)
    front.pin = lambda *_pin: None  # type: ignore[method-assign]  # what the chip does is not real
    front.spi_word = lambda *_word: None  # type: ignore[method-assign]
    return rig.now_ms


WAYS = (
    _bomb("exception in the application", 2, 4),
    _bomb("exception in a driver the application calls", 2, 4),
    # two collections of a full heap, 41 ms each: of what is asked for, and of the exception
    _bomb("MemoryError in the application", 95, 96),
    _bomb("exception in the tick", 2, 4),
    _bomb("exception in a driver the tick calls", 2, 4),
    _bomb("MemoryError in the tick", 2, 4),
    _bomb("exception in the guard", 5, 6),
    Way("Ctrl-C", _typed(b"\x03"), 2, 4),
    Way(
        "Ctrl-C while memory is cleared", _ctrl_c_in_a_collection, COLLECTION_MS, COLLECTION_MS + 1
    ),
    Way("Ctrl-C each millisecond, 100 times", _typed(b"\x03", 100), 2, 4),
    Way("Ctrl-C, Ctrl-D in one packet", _typed(b"\x03\x04"), 2, 4),
    Way("mpremote: raw REPL", _tool("resume", "exec", "print(1)"), 2, 4),
    Way("mpremote run", _tool("run", "FILE"), 2, 4),
    Way("mpremote mount", _tool("mount", "FOLDER", "exec", "import os; os.listdir()"), 2, 4),
    Way("mpremote soft-reset", _tool("soft-reset"), 2, 4),
    Way("mpremote reset", _tool("reset"), 2, 4, watched_ms=400, resets=FORCED),
    _bomb("machine.reset()", 1, 40, resets=FORCED),
    _bomb("machine.soft_reset()", 2, 4),
    _bomb("endless loop in the application", HANG_MS, HANG_MS, TIMED_OUT),
    _bomb("endless loop in the application, interrupts off", 5, 6, TIMED_OUT),
    _bomb("endless loop in the tick", 15, 16, TIMED_OUT),
    _bomb("endless loop in the guard", 5, 6, TIMED_OUT),
    _bomb("the tick's timer stops", 15, 16),
    Way("power cut", cut_power, 1, 1),
)
