"""What a board may do with the pins of its chip, checked by Board; one module a family."""

from .limits import require

NAMES = ("esp32", "esp32s3", "rp2040", "rp2350")
DRIVES = ("pa", "pb", "run", "hv_en", "alive", "cs", "sck", "mosi")  # reach the skin
BUTTONS = ("start", "mode", "plus", "minus", "lift", "tighten", "infuse")
PANEL = ("start", "buzzer")
LIGHTS = ("red", "green", "blue")
# One set of each row: buttons beside START, and the light.
_EITHER = ((("mode", "plus", "minus"), ("lift", "tighten", "infuse")), (LIGHTS, ("ws2812",)))
OPTIONAL = ("sda", "scl")


class Chip:
    """roles: what a board must give a pin, with one set of each row of _EITHER. optional: what it
    may. gpios: what the chip has.

    trios: roles that must follow each other. never: (GPIOs, roles that may have them all the same,
    why no other may).
    """

    def __init__(
        self,
        roles: "tuple[str, ...]",
        optional: "tuple[str, ...]",
        gpios: "tuple[int, ...]",
        trios: "tuple[tuple[str, str, str], ...]",
        never: "tuple[tuple[tuple[int, ...], tuple[str, ...], str], ...]",
    ) -> None:
        self.roles = roles
        self.optional = optional
        self.gpios = gpios
        self.trios = trios
        self.never = never

    def check(self, name: str, pins: "Pins", afe: "FrontEnd") -> None:
        """ConfigError when a role is missing or strange, or a pin is no good for its role.

        afe: only a rail that is made on the board has a switch, HV_EN.
        """
        gpio = pins.gpio
        roles = self.roles
        for sets in _EITHER:
            roles += _chosen(name, gpio, sets)
        for role in roles:
            if role not in gpio and (role != "hv_en" or afe.REGULATED):
                require(False, name, "no pin for " + role)
        roles += self.optional
        for role in gpio:
            if role not in roles:
                require(False, name, "unknown role " + role)
            why = self._against(role, gpio[role])
            if why:
                require(False, name, "GPIO" + str(gpio[role]) + " is no pin for " + role + why)
        for a, b, c in self.trios:
            in_a_row = gpio[a] + 1 == gpio[b] == gpio[c] - 1
            require(in_a_row, name, a + ", " + b + ", " + c + " must follow each other")

    def _against(self, role: str, gpio: int) -> str:
        """What speaks against this pin for the role; "" = nothing."""
        if gpio not in self.gpios:
            return ": this chip has none"
        for barred, but, why in self.never:
            if gpio in barred and role not in but:
                return ": " + why
        return ""


def _chosen(
    name: str, gpio: "dict[str, int]", sets: "tuple[tuple[str, ...], ...]"
) -> "tuple[str, ...]":
    """The set of roles that the board has begun, the first when it has none."""
    begun = [roles for roles in sets if any(role in gpio for role in roles)]
    told = "give " + " or ".join([", ".join(roles) for roles in sets])
    require(len(begun) < 2, name, told + " a pin, not both")
    return begun[0] if begun else sets[0]


def chip(name: str) -> Chip:
    """The chip of one of NAMES; what the others may is not loaded."""
    if name.startswith("rp2"):
        from .chips_rp2 import RP2

        return RP2
    from .chips_esp32 import CHIPS

    return CHIPS[name]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import FrontEnd
    from .board import Pins
