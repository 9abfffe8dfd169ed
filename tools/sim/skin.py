"""What the electrodes touch: named skins and plain resistors."""

import re
from dataclasses import dataclass

_RESISTOR = re.compile(r"(\d+(?:\.\d+)?)\s*([kM]?)(?:ohm)?")
_SCALE = {"": 1.0, "k": 1e3, "M": 1e6}


@dataclass(frozen=True)
class Skin:
    """A Cole load: rs_ohm in series with two electrodes, each rp_ohm parallel to c_nf.

    rs_ohm > 0 (inf: no contact). rp_ohm and c_nf are both 0 (a resistor) or both positive.
    """

    rs_ohm: float
    rp_ohm: float = 0.0
    c_nf: float = 0.0

    def __post_init__(self) -> None:
        if not self.rs_ohm > 0 or self.rp_ohm < 0 or self.c_nf < 0:
            raise ValueError(f"{self}: rs_ohm must be above 0, rp_ohm and c_nf not below")
        if bool(self.rp_ohm) != bool(self.c_nf):
            raise ValueError(f"{self}: give both rp_ohm and c_nf, or neither")

    @property
    def dc_ohm(self) -> float:
        """Resistance for direct current; inf without contact."""
        return self.rs_ohm + 2 * self.rp_ohm

    @property
    def contact(self) -> bool:
        """Whether the electrodes touch anything."""
        return self.rs_ohm != float("inf")


OPEN = Skin(float("inf"))
SHORT = Skin(1.0)
GOOD = Skin(1_000, 2_000, 200)  # gel, fresh
TYPICAL = Skin(1_000, 5_000, 100)
POOR = Skin(1_000, 9_500, 40)  # gel drying: 20 kOhm
DRY = Skin(1_000, 150_000, 20)

SKINS = {
    "open": OPEN,
    "short": SHORT,
    "good": GOOD,
    "typical": TYPICAL,
    "poor": POOR,
    "dry": DRY,
}


def as_skin(skin: "Skin | str") -> Skin:
    """A skin by name or as a resistor: "good", "470", "4.7k", "1M". ValueError otherwise."""
    if isinstance(skin, Skin):
        return skin
    if skin in SKINS:
        return SKINS[skin]
    match = _RESISTOR.fullmatch(skin)
    if match is None or not float(match[1]):
        names = ", ".join(SKINS)
        raise ValueError(f"skin {skin!r} is not known; use {names}, or ohms above 0 such as 10k")
    return Skin(float(match[1]) * _SCALE[match[2]])
