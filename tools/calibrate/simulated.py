"""A maker whose meter is simulated: it reads the volts over the emulated 10 kOhm."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tools.calibrate.readings import Reading
from tools.problems import Failed
from tools.sim.afe import Afe


@dataclass(frozen=True)
class Multimeter:
    """What it shows of a voltage: its gain error, and digits after the point."""

    gain: float = 1.0
    digits: int = 3

    def shows(self, mv: float) -> str:
        """Its display, in volts."""
        return f"{mv * self.gain / 1000:.{self.digits}f}"


_HANDHELD = Multimeter(1.002)  # 0.2 % off


def probed_mv(afe: Afe, jacks: bool) -> float:
    """What the probes are at: the dummy, or what is at the jacks, both only while joined."""
    if bool(afe.relay) != jacks:
        return 0.0
    kohm = afe.skin.dc_ohm / 1000 if jacks else afe.parts.dummy_kohm
    return afe.load_ua * kohm if afe.load_ua else 0.0


class Display:
    """A meter for programs elsewhere: what it shows, in a file."""

    def __init__(self, meter: Multimeter = _HANDHELD) -> None:
        self._meter = meter
        self._shown = ""

    def write(self, path: Path, afe: Afe) -> None:
        """When it changed. Failed: it cannot be written."""
        shown = self._meter.shows(probed_mv(afe, bool(afe.relay)))
        if shown == self._shown:
            return
        self._shown = shown
        try:
            path.write_text(shown + "\n", encoding="utf-8")
        except OSError as error:
            raise Failed(f"{path}: {error.strerror}: give another place") from None


class Hands(Protocol):
    """What a maker does to the device."""

    def start(self) -> None:
        """Hold START on it."""

    def switch(self) -> None:
        """Off and on; nothing at the jacks meanwhile."""

    def connect(self, resistor: bool) -> None:
        """The 10 kOhm at the jacks, or nothing."""


@dataclass
class Simulated:
    """tools.calibrate.maker.Maker. slips: entries typed instead, before the right one."""

    probe_mv: Callable[[], float]
    meter: Multimeter
    hands: Hands
    slips: dict[str, list[str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    _seen: int = 0
    _shown: str = ""

    def tell(self, text: str) -> None:
        """Remembered."""
        self.told.append(text)

    def watch(self, reading: Reading) -> bool:
        """Two readings later its display has settled."""
        self.readings.append(reading)
        self._seen += 1
        self._shown = self.meter.shows(self.probe_mv())
        return self._seen >= 3

    def volts(self, question: str) -> str:
        """What it showed, but for a slip."""
        self._seen = 0
        self.asked.append(question)
        for step, typed in self.slips.items():
            if question.startswith(step) and typed:
                return typed.pop(0)
        return self._shown

    def start(self) -> None:
        """Hold START on the device."""
        self.hands.start()

    def switch(self) -> None:
        """Switch it off and on."""
        self.hands.switch()

    def connect(self, resistor: bool) -> None:
        """To the jacks, or off them."""
        self.hands.connect(resistor)
