"""The results as words, for the terminal and docs/deploy.md alike."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tools.cuts.boot import BOOTS
from tools.cuts.cut import Moment
from tools.sheets import Sheet, page

CONDITIONS = (
    "Measured in emulation, never on hardware: `galva deploy` and the real mpremote 1.29 on a "
    "pseudo-terminal in front of the real MicroPython image on an emulated RP2040 (rp2040py 0.3.6 "
    "and the shims of tools/emulator); its flash is taken at the moment of the cut, and a new "
    "chip boots from it."
)
_HOWS = {"power": "power cut", "torn": "power cut, half a write", "cable": "cable pulled"}
_CUT_HEADS = ("deploy", "cut", "moments", *BOOTS, "half")
_CUT_NOTE = (
    "File boundary: each moment at which a name came or went in the file system (the parts, "
    "the marker, each rename); where the files differ in parts alone, which nothing reads at "
    "boot, one of ten is booted, and all are compared by content. Random: some of all changes "
    "of the flash, by a fixed seed; half a write: only half of the bytes of that change are "
    "there; cable pulled: the board goes on for 3 s without a host, then its power goes. Old "
    "and new: the app answers with its version, and each of its files has the hash of that "
    "version. Prompt: there is no app yet."
)
_TIME_HEADS = ("deploy", "files sent", "sent", "emulated", "wall")
_TIME_NOTE = (
    "From the first byte to the last, with two soft resets, the reset and the whole self-test at "
    "the end. Emulated: the chip's own clock, which waits for nobody but runs on while mpremote "
    "works; wall: on a laptop that also emulates the chip."
)


class Run(NamedTuple):
    """One deploy: what it sent, how long it took."""

    name: str
    files: int
    sent_bytes: int
    emulated_ms: float
    wall_s: float


Judged = Sequence[tuple[str, Moment, str]]  # deploy, moment, what booted


def failures(judged: Judged) -> list[str]:
    """One line each; none: what boots is never half."""
    return [
        f"{name}, {moment.what} at {moment.ms:.1f} ms, {moment.how}: {booted}"
        for name, moment, booted in judged
        if booted not in BOOTS or (booted == "prompt" and not name.endswith("empty board"))
    ]


def sheets(runs: Sequence[Run], judged: Judged) -> tuple[Sheet, Sheet]:
    """The times, and what cuts do."""
    times: list[tuple[str, ...]] = [
        (
            run.name,
            str(run.files),
            f"{run.sent_bytes / 1000:.1f} kB",
            f"{run.emulated_ms / 1000:.1f} s",
            f"{run.wall_s:.0f} s",
        )
        for run in runs
    ]
    return (
        Sheet("How long it takes", _TIME_HEADS, times, _TIME_NOTE),
        Sheet("Cut in the middle", _CUT_HEADS, _cut_rows(judged), _CUT_NOTE),
    )


def _cut_rows(judged: Judged) -> list[tuple[str, ...]]:
    kinds: dict[tuple[str, str], Counter[str]] = {}
    for name, moment, booted in judged:
        where = "random" if moment.what == "random" else "each file boundary"
        counts = kinds.setdefault((name, f"{where}, {_HOWS[moment.how]}"), Counter())
        counts[booted if booted in BOOTS else "half"] += 1
    return [
        (*kind, str(counts.total()), *(str(counts[each]) for each in (*BOOTS, "half")))
        for kind, counts in kinds.items()
    ]


def markdown(made: Sequence[Sheet]) -> str:
    """docs/deploy.md."""
    return page("Deploy, and what cuts it", f"Written by `make deploy-cuts`. {CONDITIONS}", made)
