"""What a board is: checked data, built once, never changed."""

from . import calib
from .limits import PEAK_UA, require

TYPE_CHECKING = False


class Pins:
    """GPIO numbers by role (of the chip: chips.NAMES); ConfigError when a pin is used twice."""

    def __init__(self, **gpio: int) -> None:
        require(len(set(gpio.values())) == len(gpio), "Pins", "a pin is used twice")
        self.gpio = gpio
        for role in gpio:
            setattr(self, role, gpio[role])

    if TYPE_CHECKING:

        def __getattr__(self, role: str) -> int:
            """For the type checker: every role is a pin."""


class Board:
    """A board: `name`, `chip` (chips.NAMES), `front_end` (A or B), `pins` and peak current.

    area_mm2: electrode area, 100 mm2 = 1.0 cm2. peak_ua: what it may be asked for, at most what
    its front end may.
    """

    def __init__(
        self,
        name: str,
        chip: str,
        front_end: str,
        pins: Pins,
        peak_ua: int = PEAK_UA,
        area_mm2: int = 100,
    ) -> None:
        from .chips import NAMES  # here: a device forgets what checks its board (finder.py)
        from .chips import chip as chip_of

        require(chip in NAMES, name, "chip " + chip + " is none of " + ", ".join(NAMES))
        require(front_end in ("A", "B"), name, "front end " + front_end + " is none of A, B")
        self.afe = calib.front_end(front_end)
        chip_of(chip).check(name, pins, self.afe)
        require(0 < peak_ua <= PEAK_UA, name, "peak_ua outside 1..500")
        require(25 <= area_mm2 <= 10_000, name, "area_mm2 outside 25..10000")
        self.name = name
        self.chip = chip
        self.front_end = front_end
        self.pins = pins
        self.peak_ua = min(peak_ua, self.afe.PEAK_UA)
        self.area_mm2 = area_mm2
