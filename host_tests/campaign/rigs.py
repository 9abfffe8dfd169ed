"""A fake rig outside pytest, and what can be done to its processor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from host_tests.fake_rig import FakeRig, commissioned
from tools.faults.stage import OWN_FILE, OWN_MODES, Load, State, bring

_HANGS_MS = 400.0


@contextmanager
def fake_rig(board: str = "pico") -> Iterator[Any]:
    """Commissioned, with the maker's own modes, powered on. One at a time: they share a bench."""
    files = commissioned() | {OWN_FILE: OWN_MODES}
    with pytest.MonkeyPatch.context() as patch:
        rig = FakeRig(patch, board, files=files)
        rig.world.notes = False
        try:
            yield rig
        finally:
            rig.close()


@contextmanager
def rig_in(state: State, load: Load, board: str = "pico") -> Iterator[Any]:
    """A fake rig in this state."""
    with fake_rig(board) as rig:
        bring(rig, state, load)
        yield rig


def engine(rig: FakeRig) -> Any:
    """The device's own, as the tick calls it."""
    return rig.device.ticker._timer._callback.__self__


def _block(rig: FakeRig, ms: float) -> None:
    rig.loop.call_soon(rig.world.advance, round(ms * 1000))


def _collections(rig: FakeRig) -> None:
    """15 ms in which the application stands still, in each 50; interrupts go on."""
    for k in range(12):
        rig.loop.call_later(0.05 * k, rig.world.advance, 15_000)


def _ticks_late(rig: FakeRig) -> None:
    rig.device.ticker._timer._period_us = 8_000


def _tick_late(rig: FakeRig) -> None:
    rig.device.ticker._timer.due_us += 20_000


def _tick_raises(rig: FakeRig) -> None:
    def sample() -> None:
        raise OSError("a driver failed")

    rig.device.sense.sample = sample


def _guard_held_up(rig: FakeRig, samples: int) -> None:
    """Its interrupt is not served for this many samples."""
    stream = rig.world.stream
    handler, left = stream.handler, samples

    def late(machine: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            handler(machine)

    stream.handler = late


def _guard_stops(rig: FakeRig) -> None:
    rig.world.stream.handler = None


def _processor_stops(rig: FakeRig) -> None:
    _guard_stops(rig)
    rig.device.ticker._timer.deinit()
    _block(rig, _HANGS_MS)


def _dose(rig: FakeRig) -> None:
    engine(rig).course.dose.absolute_uc = 1_000_000


HOST: dict[str, Callable[..., None]] = {
    "collections": _collections,
    "application hangs": lambda rig: _block(rig, _HANGS_MS),
    "late ticks": _ticks_late,
    "late tick": _tick_late,
    "ticks stop": lambda rig: rig.device.ticker._timer.deinit(),
    "tick raises": _tick_raises,
    "guard held up": _guard_held_up,
    "guard stops": _guard_stops,
    "processor stops": _processor_stops,
    "dose": _dose,
}
