"""Runs the four ways on the emulated chip, each on a fresh one."""

from collections.abc import Iterator
from dataclasses import dataclass

from tools import image
from tools.bench import on_chip
from tools.bench.figures import Stop, Stream, stop, stream
from tools.bench.recorder import Recorder
from tools.emulator.rig import EmulatedRig

MS = 400
COUNT_MS = 200
_BOOT_MS = 300


@dataclass(frozen=True)
class Result:
    """One way under both loads. cpu: share of the processor that it takes, 0..1."""

    way: str
    gc: Stream
    save: Stream
    stop: Stop
    cpu: float


def _idle_rig() -> EmulatedRig:
    """A device that runs no application, with the 10 kOhm dummy at its output."""
    rig = EmulatedRig(files=image.bare())
    rig.run(_BOOT_MS)
    return rig


def record(way: str, load: str, ms: int) -> Recorder:
    """One way beside one load for ms. ChipError when the chip's program fails."""
    rig = _idle_rig()
    recorder = Recorder(rig)
    rig.chip.execute(on_chip.run(way, load, ms))
    return recorder


def cpu_share(way: str, ms: int) -> float:
    """What a busy loop loses to the way, 0..1; the polled loop is all that there is."""
    if way == on_chip.LOOP:
        return 1.0
    alone, beside = map(int, _idle_rig().chip.execute(on_chip.count(way, ms)).split())
    return 1 - beside / alone


def results() -> Iterator[Result]:
    """All ways, one after the other."""
    for way in on_chip.WAYS:
        gc = record(way, on_chip.GC, MS)
        save = record(way, on_chip.SAVE, MS)
        ended = stop(save.frames, save.run_low, save.erases[0])
        cpu = cpu_share(way, COUNT_MS)
        yield Result(way, stream(gc.frames), stream(save.frames), ended, cpu)
