"""build/demo/session.galva: the session as the companion page replays it."""

import heapq
from datetime import UTC, datetime
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, cast

from galva import VERSION
from tools.demo.recording import Recording
from tools.demo.script import Rig, Step, Watch
from tools.web.bench import Bench
from tools.web.recording import Header, Line, dumped

EVERY_MS = 50.0  # the truth is looked at, of the device's time


class Witness:
    """Sees what a page of the virtual device would be told of a rig that was just switched on."""

    def __init__(self, rig: Rig, board: str) -> None:
        self._bench = Bench(cast(Any, SimpleNamespace(rig=rig, board=board, factor=1.0)))
        self.lines: list[Line] = [(0, "bench", self._bench.hello())]

    def before(self, watch: Watch) -> Watch:
        """A watch that looks first. It is called with the rig's time."""

        def look(ms: float, step: Step) -> None:
            if ms - self.lines[-1][0] >= EVERY_MS:
                self.lines.append((round(ms, 1), "bench", self._bench.told()))
            watch(ms, step)

        return look


def build(recording: Recording, truth: list[Line], board: str) -> bytes:
    """The file: what the device said on its link, and the truth beside it."""
    said: list[Line] = [
        (round(t_ms, 1), "link", {key: status[key] for key in status if key != "crc"})
        for t_ms, status in recording.statuses
    ]
    begun = datetime.now(UTC).isoformat(timespec="seconds")
    header = Header(VERSION, board, begun, "emulator")
    return dumped(header, heapq.merge(truth, said, key=itemgetter(0)))
