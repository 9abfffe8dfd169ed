"""What a board is: checked data, built once, never changed."""

from .limits import PEAK_UA, require

ROLES = (
    ("pa", "pb", "run", "cs", "sck", "mosi", "hv_en", "alive")  # outputs that reach the skin
    + ("adc_i", "adc_vb", "adc_vt", "vbus")
    + ("start", "mode", "plus", "minus", "red", "green", "blue", "buzzer")
)
CHIPS = ("rp2040", "rp2350")
TYPE_CHECKING = False
TRIOS = (("pa", "pb", "run"), ("cs", "sck", "mosi"))  # each one block of pins for the PIO


class Pins:
    """GPIO numbers by role (ROLES); ConfigError on a missing, unknown or doubled pin."""

    def __init__(self, **gpio: int) -> None:
        for role in ROLES:
            require(role in gpio, "Pins", "no pin for " + role)
        for role in gpio:
            require(role in ROLES, "Pins", "unknown role " + role)
        require(len(set(gpio.values())) == len(gpio), "Pins", "a pin is used twice")
        for a, b, c in TRIOS:
            in_a_row = gpio[a] + 1 == gpio[b] == gpio[c] - 1
            require(in_a_row, "Pins", a + ", " + b + ", " + c + " must follow each other")
        for role in gpio:
            setattr(self, role, gpio[role])

    if TYPE_CHECKING:

        def __getattr__(self, role: str) -> int:
            """For the type checker: every role is a pin."""


class Board:
    """A board: `name`, `chip` (CHIPS), `front_end` (A), `pins`, SPI block and peak current.

    area_mm2: electrode area, 100 mm2 = 1.0 cm2. peak_ua: what this front end may be asked for.
    """

    def __init__(
        self,
        name: str,
        chip: str,
        front_end: str,
        pins: Pins,
        spi: int = 0,
        peak_ua: int = PEAK_UA,
        area_mm2: int = 100,
    ) -> None:
        require(chip in CHIPS, name, "chip " + chip + " is none of " + ", ".join(CHIPS))
        require(0 < peak_ua <= PEAK_UA, name, "peak_ua outside 1..500")
        require(25 <= area_mm2 <= 10_000, name, "area_mm2 outside 25..10000")
        self.name = name
        self.chip = chip
        self.front_end = front_end
        self.pins = pins
        self.spi = spi
        self.peak_ua = peak_ua
        self.area_mm2 = area_mm2
