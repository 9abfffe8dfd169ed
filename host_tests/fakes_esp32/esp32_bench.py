"""What a test may do to the ESP32 on the bench, and which of its pins there are."""

from world import world

# The pins that each module brings out (data sheets: ESP32 2.2, ESP32-S3 2.2).
_CHIPS = {
    "esp32": {
        "gpios": tuple(range(20)) + (21, 22, 23, 25, 26, 27, 32, 33, 34, 35, 36, 39),
        "input_only": (34, 35, 36, 39),
    },
    "esp32s3": {"gpios": tuple(range(22)) + tuple(range(26, 49)), "input_only": ()},
}


class Esp32Bench:
    """Faults to inject; `reset` before every test."""

    def __init__(self):
        self.reset("esp32")

    def reset(self, chip):
        """A healthy chip of this name."""
        self.chip = _CHIPS[chip]
        self.pulled_up = ()  # GPIOs with a resistor on the board
        self.adc_cs = None
        self.adc = None  # the MCP3204
        self.i2s = None
        self.delays = []  # of the next callbacks: us, or None for a lost one
        self.hung = False  # the interpreter runs no callback any more
        self.broken_pins = ()  # GPIOs whose driver raises
        self.spi_broken = False

    def spend(self, us):
        """The interpreter is busy so long: DMA goes on, callbacks do not."""
        end_us = world.now_us + us
        while self.i2s and self.i2s in world.timers and self.i2s.due_us <= end_us:
            world.now_us = max(world.now_us, self.i2s.due_us)
            self.i2s.fire()
        world.now_us = max(world.now_us, end_us)


bench = Esp32Bench()
