"""The whole of it on the emulated chip: the real `galva calibrate` on a pseudo-terminal."""

import sys
from pathlib import Path

from host_tests.scenarios.sessions import power_on
from tools import image
from tools.builds.accuracy import build
from tools.calibrate.simulated import Display, Multimeter
from tools.emulator.bridge import Done, ran
from tools.emulator.rig import EmulatedRig

TIMEOUT_S = 900.0


class Metered:
    """A rig whose 10 kOhm has a meter; what it shows is in a file."""

    def __init__(self, rig: EmulatedRig, display: Display, path: Path) -> None:
        self._rig = rig
        self.chip = rig.chip
        self._display = display
        self._path = path

    def run(self, ms: float) -> None:
        """Time passes, the meter follows."""
        self._rig.run(ms)
        self._display.write(self._path, self._rig.front.afe)


def bare(seed: int) -> EmulatedRig:
    """A board of random parts without a record, tested, on USB."""
    rig = EmulatedRig(files=image.files("pico", calibrated=False))
    one = build(seed)
    rig.front.build(one.parts, one.bow_codes)
    rig.usb(True)
    power_on(rig)
    return rig


def calibrate(rig: EmulatedRig, gain: float, folder: Path) -> Done:
    """galva calibrate, with a meter of this gain."""
    meter = folder / "meter.txt"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "tools.cli",
        "calibrate",
        "--meter-file",
        meter,
        "--restart",
    ]
    metered = Metered(rig, Display(Multimeter(gain)), meter)
    return ran(metered, lambda path: [*command, "--port", path], TIMEOUT_S)
