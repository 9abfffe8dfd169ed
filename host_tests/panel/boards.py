"""Two boards of a test: with four buttons, and with a button for each mode and a WS2812."""

from boards.pico import BOARD
from galva.core.board import Board, Pins

FOUR_BUTTONS = BOARD
_OTHER = {"mode": "lift", "plus": "tighten", "minus": "infuse", "red": "ws2812"}
_GPIO = {
    _OTHER.get(role, role): gpio
    for role, gpio in FOUR_BUTTONS.pins.gpio.items()
    if role not in ("green", "blue")
}
MODE_BUTTONS = Board("mode buttons", FOUR_BUTTONS.chip, FOUR_BUTTONS.front_end, Pins(**_GPIO))
