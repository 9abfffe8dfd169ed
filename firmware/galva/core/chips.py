"""What a board may do with the pins of its chip: one entry each, checked by Board."""

from .limits import require

DRIVES = ("pa", "pb", "run", "hv_en", "alive", "cs", "sck", "mosi")  # reach the skin
BUTTONS = ("start", "mode", "plus", "minus", "lift", "tighten", "infuse")
_PANEL = ("start", "buzzer")
_LIGHTS = ("red", "green", "blue")
# One set of each row: buttons beside START, and the light.
_EITHER = ((("mode", "plus", "minus"), ("lift", "tighten", "infuse")), (_LIGHTS, ("ws2812",)))
_INPUTS = ("vbus", "adc_miso") + BUTTONS
_OWN_ADC = ("adc_i", "adc_vb", "adc_vt")
_BATTERY = ("adc_battery", "battery_on")
_MCP3204 = ("adc_cs", "adc_sck", "adc_mosi", "adc_miso")
_OPTIONAL = ("sda", "scl")
_UART = ("uart_tx", "uart_rx")


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

    def check(self, name: str, pins: "Pins") -> None:
        """ConfigError when a role is missing or strange, or a pin is no good for its role."""
        gpio = pins.gpio
        roles = self.roles
        for sets in _EITHER:
            roles += _chosen(name, gpio, sets)
        for role in roles:
            require(role in gpio, name, "no pin for " + role)
        for role in gpio:
            require(role in roles + self.optional, name, "unknown role " + role)
            told = "GPIO" + str(gpio[role]) + " is no pin for " + role + ": "
            require(gpio[role] in self.gpios, name, told + "this chip has none")
            for barred, but, why in self.never:
                require(gpio[role] not in barred or role in but, name, told + why)
        for a, b, c in self.trios:
            in_a_row = gpio[a] + 1 == gpio[b] == gpio[c] - 1
            require(in_a_row, name, a + ", " + b + ", " + c + " must follow each other")


def _chosen(
    name: str, gpio: "dict[str, int]", sets: "tuple[tuple[str, ...], ...]"
) -> "tuple[str, ...]":
    """The set of roles that the board has begun, the first when it has none."""
    begun = [roles for roles in sets if any(role in gpio for role in roles)]
    told = "give " + " or ".join([", ".join(roles) for roles in sets])
    require(len(begun) < 2, name, told + " a pin, not both")
    return begun[0] if begun else sets[0]


_RP2 = Chip(
    roles=DRIVES + _OWN_ADC + _BATTERY + ("vbus",) + _PANEL,
    optional=_OPTIONAL + _UART,
    gpios=tuple(range(23)) + (25, 26, 27, 28, 29),  # 23, 24 serve the Pico's supply and radio
    trios=(("pa", "pb", "run"), ("cs", "sck", "mosi")),  # each one block for the PIO
    never=(
        ((26, 27, 28), _OWN_ADC, "an input of the ADC"),
        ((25,), ("battery_on",), "the board's own LED or radio is there"),
        ((29,), ("adc_battery",), "the board's own divider of the battery is there"),
    ),
)
CHIPS = {
    "rp2040": _RP2,
    "rp2350": _RP2,
    # ESP32 data sheet 2.4 (strapping), TRM 4.9; ESP32-S3 data sheet 2.3, 2.6.
    "esp32": Chip(
        roles=DRIVES + _MCP3204 + ("vbus",) + _PANEL,
        optional=_OPTIONAL,
        gpios=tuple(range(20)) + (21, 22, 23, 25, 26, 27) + (32, 33, 34, 35, 36, 39),
        trios=(),
        never=(
            ((6, 7, 8, 9, 10, 11), (), "the flash is there"),
            ((1, 3), (), "the console is there"),
            ((0, 5, 12), (), "a level at reset selects how the chip starts"),
            ((2, 15), _LIGHTS, "read at reset, where only a light to ground does no harm"),
            ((14,), _INPUTS, "moves while the chip starts"),
            ((34, 35, 36, 39), _INPUTS, "input only"),
        ),
    ),
    "esp32s3": Chip(
        roles=DRIVES + _MCP3204 + ("vbus",) + _PANEL,
        optional=_OPTIONAL,
        gpios=tuple(range(22)) + tuple(range(26, 49)),
        trios=(),
        never=(
            ((26, 27, 28, 29, 30, 31, 32), (), "the flash is there"),
            ((33, 34, 35, 36, 37), (), "octal PSRAM is there on some modules"),
            ((43, 44), (), "the console is there"),
            ((19, 20), (), "USB is there"),
            ((0, 3, 45, 46), (), "a level at reset selects how the chip starts"),
            ((18,), _INPUTS, "goes high for 60 us while the chip starts"),
            ((38, 48), (), "the board's own RGB LED is there"),
        ),
    ),
}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .board import Pins
