"""The deepest chain of calls of the device's own code, on the fakes, which run the same files."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from host_tests.campaign.rigs import fake_rig
from host_tests.links import ask
from host_tests.scenarios.sessions import power_on, start, until
from tools import ROOT

_DEVICE = tuple(f"{ROOT / folder}/" for folder in ("firmware", "lib", "boards"))
APPLICATION, TICK, GUARD = CHAINS = ("application", "tick", "guard")
_ROOTS = {
    "on_timer": TICK,
    "sample": GUARD,
}  # whom an interrupt calls; all else is the application
BELOW = 3  # under the application on the chip: main.py, asyncio's run and its loop


def _is_device(frame: FrameType | None) -> bool:
    return frame is not None and frame.f_code.co_filename.startswith(_DEVICE)


def _chain(frame: FrameType) -> tuple[str, int]:
    """(whose chain, how deep) of a frame of the device, down to whoever outside called it."""
    depth = 1
    while frame.f_back is not None and _is_device(frame.f_back):
        frame = frame.f_back
        depth += 1
    return _ROOTS.get(frame.f_code.co_name, APPLICATION), depth


@contextmanager
def watched() -> Iterator[dict[str, int]]:
    """The deepest of each chain while the block runs."""
    most = dict.fromkeys(CHAINS, 0)

    def called(frame: FrameType, event: str, _arg: object) -> None:
        if event == "call" and _is_device(frame):
            chain, depth = _chain(frame)
            most[chain] = max(most[chain], depth)

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        yield most
    finally:
        sys.setprofile(before)


def _stopped(rig: Any) -> None:
    rig.press("START")
    until(rig, "IDLE", 3000)
    rig.run(1000)  # its records are written


def _lifted(rig: Any) -> None:
    rig.lift()
    until(rig, "HOLD", 1000)
    rig.touch("good")
    until(rig, "RUN", 5000)


def _asked(rig: Any) -> None:
    """By a host; a setting becomes a file."""
    for command in ({"do": "status"}, {"do": "set", "name": "brightness", "value": 50}):
        ask(rig, **command)


_STEPS: tuple[Callable[[Any], None], ...] = (_lifted, _asked, _stopped, _asked)


def deepest() -> dict[str, int]:
    """{chain: calls} from power-on over a session with a lift-off to its records."""
    with fake_rig() as rig, watched() as most:
        power_on(rig)
        rig.touch("good")
        start(rig)
        until(rig, "RUN", 5000)
        for step in _STEPS:
            step(rig)
    return most
