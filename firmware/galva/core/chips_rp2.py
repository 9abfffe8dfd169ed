"""RP2040 and RP2350: the pins of a Pico."""

from .chips import DRIVES, OPTIONAL, PANEL, Chip

_OWN_ADC = ("adc_i", "adc_vb", "adc_vt")
_BATTERY = ("adc_battery", "battery_on")
_UART = ("uart_tx", "uart_rx")

RP2 = Chip(
    roles=DRIVES + _OWN_ADC + _BATTERY + ("vbus",) + PANEL,
    optional=OPTIONAL + _UART,
    gpios=tuple(range(23)) + (25, 26, 27, 28, 29),  # 23, 24 serve the Pico's supply and radio
    trios=(("pa", "pb", "run"), ("cs", "sck", "mosi")),  # each one block for the PIO
    never=(
        ((26, 27, 28), _OWN_ADC, "an input of the ADC"),
        ((25,), ("battery_on",), "the board's own LED or radio is there"),
        ((29,), ("adc_battery",), "the board's own divider of the battery is there"),
    ),
)
