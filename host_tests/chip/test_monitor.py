"""galva monitor at the real emulated chip, on USB power: what its rows say is what flowed."""

import csv
import io
import sys
from bisect import bisect_left

import pytest

from host_tests.scenarios.sessions import assert_off, power_on, start, until
from tools.emulator import bridge
from tools.emulator.chip import Chip
from tools.emulator.rig import EmulatedRig

SECONDS = 3
PART, UA = 0.05, 8  # docs/hardware.md: what the device tolerates of itself
BEFORE_MS = 60.0  # a tick's mean, the line's way through the console
PROBE_UA = 10


class Seen:
    """A rig whose current into the dummy is looked at as its time passes."""

    def __init__(self, rig: EmulatedRig) -> None:
        self._rig = rig
        self.chip: Chip = rig.chip
        self.ms: list[float] = []
        self.ua: list[float] = []

    def run(self, ms: float) -> None:
        """As the bridge lets it pass."""
        self._rig.run(ms)
        self.ms.append(self._rig.now_ms)
        self.ua.append(abs(self._rig.front.load_ua))

    def between(self, begin_ms: float, end_ms: float) -> list[float]:
        """What flowed."""
        return self.ua[bisect_left(self.ms, begin_ms) : bisect_left(self.ms, end_ms)]


@pytest.fixture(scope="module")
def rig() -> EmulatedRig:
    rig = EmulatedRig()
    rig.usb(True)
    power_on(rig)
    start(rig)
    until(rig, "RUN", 6000)
    return rig


def test_rows_agree_with_the_current_into_the_dummy(rig: EmulatedRig) -> None:
    seen = Seen(rig)
    program = (sys.executable, "-m", "tools.cli", "monitor", "--csv", "-")
    done = bridge.ran(seen, lambda path: (*program, "--seconds", str(SECONDS), "--port", path))
    assert done.status == 0, done.printed
    rows = list(csv.DictReader(io.StringIO(done.printed)))
    came_ms = {record["ms"]: ms for ms, record in rig.statuses}
    told_ua = []
    for row in rows[1:]:
        ms = came_ms[int(row["ms"])]
        flowed = seen.between(ms - BEFORE_MS, ms)
        least, most = min(flowed) * (1 - PART) - UA, max(flowed) * (1 + PART) + UA
        assert least <= int(row["ua"]) <= most, (row, min(flowed), max(flowed))
        assert row["state"] == "RUN" and row["link"] == "usb: bench only"
        assert 8000 < int(row["ohm"]) < 12_000
        told_ua.append(int(row["ua"]))
    target_ua = int(rows[-1]["target_ua"])
    assert len(rows) >= 8 * SECONDS
    assert max(told_ua) >= target_ua - UA and min(told_ua) <= PROBE_UA + UA  # LIFT rests
    assert rig.front.trace.peak_ua(0, rig.now_ms * 1000) == 0  # nothing of it at the skin
    rig.send(b"STOP\n")
    until(rig, "IDLE", 2000)
    assert_off(rig)
