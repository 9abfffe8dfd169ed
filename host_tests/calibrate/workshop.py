"""A device of fakes on a bench: its links as ports, and hands that press and switch it."""

from collections.abc import Callable

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import power_on
from tools.builds.commission import READ_FILE, read_line
from tools.calibrate.bench import Bench
from tools.calibrate.progress import Progress
from tools.calibrate.simulated import Multimeter, Simulated, probed_mv
from tools.calibrate.wizard import Result, Wizard
from tools.link import Client
from tools.problems import NoDevice
from tools.sim.parts import NOMINAL, Parts
from tools.sim.skin import Skin

RESISTOR = Skin(10_000)


class Shop:
    """The device, which may be switched off and on, and all of its links."""

    def __init__(
        self,
        patch: pytest.MonkeyPatch,
        *,
        board: str = "pico",
        jacks: bool = False,
        parts: Parts | None = None,
        files: dict[str, bytes] | None = None,
        dac_bow_codes: float = 0.0,
    ) -> None:
        self._patch = patch
        self._board = board
        self._parts = parts or NOMINAL["B" if board.endswith("_b") else "A"]
        self._bow_codes = dac_bow_codes
        self.jacks = jacks
        self.link = "uart" if jacks else "usb"
        self.switched = 0
        self.unplug_after = 0  # bytes said to the device; 0: never
        self.spoil: Callable[[bytes], bytes] = lambda data: data
        self._boot({READ_FILE: read_line()} if files is None else files)
        self.connect(jacks)

    def _boot(self, files: dict[str, bytes]) -> None:
        self.rig = FakeRig(self._patch, self._board, files=files)
        front = self.rig.front
        front.build(self._parts, self._bow_codes)
        self.rig.usb(not self.jacks)
        self._seen = 0
        self._uart = bytearray()
        told = self.rig.world.on_uart

        def on_uart(data: bytes) -> None:
            self._uart += data
            told(data)

        self.rig.world.on_uart = on_uart
        power_on(self.rig)
        self.rig.run(300)

    # ---- hands

    def switch(self) -> None:
        """Off and on."""
        self.switched += 1
        files = self.rig.files()
        self.rig.close()
        self._boot(files)

    def start(self) -> None:
        """START is held a moment after the host has asked."""
        self.rig.at(300, lambda: self.rig.hold("START"))
        self.rig.at(1000, lambda: self.rig.release("START"))

    def connect(self, resistor: bool) -> None:
        """The 10 kOhm at the jacks."""
        self.rig.touch(RESISTOR if resistor else "open")

    # ---- tools.link.port.Port

    def read(self) -> bytes:
        """What came within 50 ms."""
        self.rig.run(50)
        if self.jacks:
            data = bytes(self._uart)
            self._uart.clear()
            return self.spoil(data)
        new = self.rig.console[self._seen :].encode()
        self._seen = len(self.rig.console)
        return self.spoil(new)

    def write(self, data: bytes) -> None:
        """NoDevice when it is unplugged."""
        if self.unplug_after:
            self.unplug_after -= 1
            if not self.unplug_after:
                self.unplug_after = 1  # and stays so
                raise NoDevice("usb: unplugged: plug it in, run it again")
        self.rig.send(data, self.link)

    def close(self) -> None:
        """The device does not care."""

    # ---- what is tried

    def bench(self) -> Bench:
        """Its link, and a pause that is its time."""
        return Bench(Client(lambda: self, 3.0), lambda seconds: self.rig.run(seconds * 1000))

    def maker(self, gain: float = 1.0, digits: int = 3) -> Simulated:
        """With a multimeter of these."""

        def mv() -> float:
            return probed_mv(self.rig.front.afe, self.jacks)

        return Simulated(mv, Multimeter(gain, digits), self)

    def calibrate(self, maker: Simulated, progress: Progress) -> Result:
        """The whole of it."""
        wizard = Wizard(self.bench(), maker, progress, self.switch, jacks=self.jacks)
        return wizard.run()
