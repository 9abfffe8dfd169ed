"""Buttons, the RGB light and the buzzer."""

from machine import PWM, Pin

_LIGHT_HZ = 500


class PinButton:
    """Port Button: closes to ground against the pull-up, the pin's own or one on the board."""

    def __init__(self, gpio: int, pull_up: bool = True) -> None:
        self._pin = Pin(gpio, Pin.IN, Pin.PULL_UP) if pull_up else Pin(gpio, Pin.IN)

    def pressed(self) -> bool:
        """True while the contact is closed, bounces included."""
        return self._pin() == 0


class RgbBuzzer:
    """Port Signal: three PWM lights and a passive buzzer."""

    def __init__(self, pins: "Pins") -> None:
        self._red = PWM(Pin(pins.red), freq=_LIGHT_HZ, duty_u16=0)
        self._green = PWM(Pin(pins.green), freq=_LIGHT_HZ, duty_u16=0)
        self._blue = PWM(Pin(pins.blue), freq=_LIGHT_HZ, duty_u16=0)
        self._buzzer = PWM(Pin(pins.buzzer), freq=1000, duty_u16=0)

    def light(self, red: int, green: int, blue: int) -> None:
        """Brightness 0..255 of each colour."""
        self._red.duty_u16(red * 257)
        self._green.duty_u16(green * 257)
        self._blue.duty_u16(blue * 257)

    def tone(self, hz: int) -> None:
        """A square wave of hz, 0 = silent."""
        if hz:
            self._buzzer.freq(hz)
        self._buzzer.duty_u16(32768 if hz else 0)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins
