"""PWM and the WS2812's line of both chips: `machine.PWM` but for what its pins and timers bear."""

from world import world


class PWM:
    """A pin that is given a frequency and a duty: world.pwm."""

    least_hz, most_hz = 8, 62_500_000

    def __init__(self, pin, *, freq, duty_u16):
        self._gpio = pin.gpio
        world.set_pwm(pin.gpio, freq, duty_u16)

    def freq(self, hz):
        if not self.least_hz <= hz <= self.most_hz:
            raise ValueError("freq %r" % (hz,))
        world.set_pwm(self._gpio, hz, world.pwm[self._gpio][1])

    def duty_u16(self, duty):
        if not 0 <= duty <= 65535:
            raise ValueError("duty %r" % (duty,))
        world.set_pwm(self._gpio, world.pwm[self._gpio][0], duty)


def bitstream(pin, encoding, timing, data):
    """The bits of one WS2812: its high and low times in ns, 24 bits, green first."""
    if encoding != 0 or tuple(timing) != (400, 850, 800, 450):
        raise ValueError("a WS2812 takes other times: %r" % (timing,))
    if world.levels.get(pin.gpio) != 0 or len(data) != 3:
        raise ValueError("24 bits from an output at 0")
    world.pixels.append((world.now_us, pin.gpio, data[1], data[0], data[2]))
