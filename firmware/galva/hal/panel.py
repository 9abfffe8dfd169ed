"""Buttons, the light and the buzzer."""

from galva.core.chips import BUTTONS
from machine import PWM, Pin, bitstream

_LIGHT_HZ = 500
_WS2812_NS = (400, 850, 800, 450)  # high and low of a 0, of a 1; data sheet, "timing"


class PinButton:
    """Port Button: closes to ground against the pull-up, the pin's own or one on the board."""

    def __init__(self, gpio: int, pull_up: bool = True) -> None:
        self._pin = Pin(gpio, Pin.IN, Pin.PULL_UP) if pull_up else Pin(gpio, Pin.IN)

    def pressed(self) -> bool:
        """True while the contact is closed, bounces included."""
        return self._pin() == 0


class _Rgb:
    """Three PWM lights."""

    def __init__(self, pins: "Pins") -> None:
        self._red = PWM(Pin(pins.red), freq=_LIGHT_HZ, duty_u16=0)
        self._green = PWM(Pin(pins.green), freq=_LIGHT_HZ, duty_u16=0)
        self._blue = PWM(Pin(pins.blue), freq=_LIGHT_HZ, duty_u16=0)

    def show(self, red: int, green: int, blue: int) -> None:
        """Brightness 0..255 of each colour."""
        self._red.duty_u16(red * 257)
        self._green.duty_u16(green * 257)
        self._blue.duty_u16(blue * 257)


class _Ws2812:
    """One addressable light. Its 24 bits keep interrupts waiting for 30 us: sent on a change."""

    def __init__(self, pins: "Pins") -> None:
        self._pin = Pin(pins.ws2812, Pin.OUT, value=0)
        self._grb = bytearray(3)
        self._send()

    def show(self, red: int, green: int, blue: int) -> None:
        """Brightness 0..255 of each colour."""
        grb = self._grb
        if grb[0] != green or grb[1] != red or grb[2] != blue:
            grb[0], grb[1], grb[2] = green, red, blue
            self._send()

    def _send(self) -> None:
        bitstream(self._pin, 0, _WS2812_NS, self._grb)


class LightBuzzer:
    """Port Signal: the board's light, and a passive buzzer."""

    def __init__(self, pins: "Pins") -> None:
        self.light = (_Ws2812(pins) if "ws2812" in pins.gpio else _Rgb(pins)).show
        self._buzzer = PWM(Pin(pins.buzzer), freq=1000, duty_u16=0)

    def tone(self, hz: int) -> None:
        """A square wave of hz, 0 = silent."""
        if hz:
            self._buzzer.freq(hz)
        self._buzzer.duty_u16(32768 if hz else 0)


def buttons(board: "Board") -> "dict[str, Button]":
    """The board's buttons by role."""
    pull_up = board.chip != "esp32"  # its pins 34-39 have none
    gpio = board.pins.gpio
    return {role: PinButton(gpio[role], pull_up) for role in BUTTONS if role in gpio}


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board, Pins
    from galva.ports import Button
