"""ESP32 and ESP32-S3: pins with duties of their own.

ESP32 data sheet 2.4 (strapping), TRM 4.9; ESP32-S3 data sheet 2.3, 2.6.
"""

from .chips import BUTTONS, DRIVES, LIGHTS, OPTIONAL, PANEL, Chip

_INPUTS = ("vbus", "adc_miso") + BUTTONS
_MCP3204 = ("adc_cs", "adc_sck", "adc_mosi", "adc_miso")

CHIPS = {
    "esp32": Chip(
        roles=DRIVES + _MCP3204 + ("vbus",) + PANEL,
        optional=OPTIONAL,
        gpios=tuple(range(20)) + (21, 22, 23, 25, 26, 27) + (32, 33, 34, 35, 36, 39),
        trios=(),
        never=(
            ((6, 7, 8, 9, 10, 11), (), "the flash is there"),
            ((1, 3), (), "the console is there"),
            ((0, 5, 12), (), "a level at reset selects how the chip starts"),
            ((2, 15), LIGHTS, "read at reset, where only a light to ground does no harm"),
            ((14,), _INPUTS, "moves while the chip starts"),
            ((34, 35, 36, 39), _INPUTS, "input only"),
        ),
    ),
    "esp32s3": Chip(
        roles=DRIVES + _MCP3204 + ("vbus",) + PANEL,
        optional=OPTIONAL,
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
