"""Calibration on the emulated chip: real memory, real times, real files. All: calibrate-boards."""

import json

import pytest

from galva.core.fit import fit
from host_tests.calibrate.chip import bare
from tools import image
from tools.calibrate.bench import Bench
from tools.calibrate.readings import Reading
from tools.emulator import disk
from tools.emulator.rig import EmulatedRig, forked
from tools.link import Client


class ChipPort:
    """USB of the chip as the client's port."""

    def __init__(self, rig: EmulatedRig) -> None:
        self._rig = rig
        self._seen = len(rig.chip.output)

    def read(self) -> bytes:
        self._rig.run(20)
        new = bytes(self._rig.chip.output[self._seen :])
        self._seen += len(new)
        return new

    def write(self, data: bytes) -> None:
        self._rig.chip.send(data)

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture(scope="module")
def rig() -> EmulatedRig:
    return bare(0)


@pytest.mark.hazard("H13")
def test_two_currents_and_the_record_on_the_flash(rig: EmulatedRig) -> None:
    def measure() -> None:
        bench = Bench(Client(lambda: ChipPort(rig)), lambda seconds: rig.run(seconds * 1000))
        points: list[tuple[int, int, int, int, int]] = []
        for ua in (50, 450):
            flowed: list[float] = []

            def watch(_reading: Reading, told: list[float] = flowed) -> bool:
                told.append(rig.front.afe.load_ua)
                return len(told) >= 2

            got = bench.hold(ua, False, False, watch)
            assert got.na / 1000 == pytest.approx(flowed[-1], rel=0.06, abs=8)
            i, vb, _vt = got.counts
            points.append((got.code, round(flowed[-1] * 1000), i, vb, got.n))
            rig.run(100)
            assert (rig.front.code, rig.front.bridge, rig.front.hv_on) == (0, 0, False)
        stored = bench.store(fit(points))
        system = disk.mounted(rig.chip.snapshot())
        with system.open(image.RECORD, "rb") as file:
            assert json.loads(file.read())["dac_pa"] == stored["dac_pa"] == fit(points)["dac_pa"]
        assert rig.status["late_us"] < 6000 and not rig.status["fault"]
        assert rig.front.trace.peak_ua(0, rig.now_ms * 1000) == 0  # of the skin

    forked(measure)
