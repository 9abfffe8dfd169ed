"""Virtual time, pins and buses that the fakes act on. Written in the MicroPython subset.

Nothing here guesses: an unknown pin, a wrong argument or a read of an unwired input raises.
"""


class Alarm:
    """Calls back once, from outside the firmware: a finger, a lifted electrode."""

    def __init__(self, world, due_us, call):
        self._world = world
        self.due_us = due_us
        self._call = call

    def fire(self):
        """Called by World.advance."""
        self._world.timers.remove(self)
        self._call()


class World:
    """One board on the bench. `timeline` holds (t_us, device, operation, value)."""

    def __init__(self):
        self.chip = "rp2040"
        self.now_us = 0
        self.epoch_ms = 0  # what the chip's clock counted at power-on
        self.timers = []
        self.levels = {}  # gpio -> level at the pad of an output
        self.owner = {}  # gpio -> "sio" or "pio": whose output reaches the pad
        self.outputs = {"sio": {}, "pio": {}}  # gpio -> what each of them drives
        self.windows = {}  # address -> registers that were asked for (fakes.registers)
        self.adc_pads = set()
        self.stream, self.joined = None, 1  # the state machine, FJOIN_TX
        self.inputs = {}  # gpio -> level from outside
        self.i2c = {}  # address -> device
        self.i2c_held = False  # a line is stuck low
        self.pwm = {}  # gpio -> (Hz, duty 0..65535)
        self.pixels = []  # (t_us, gpio, red, green, blue) sent to a WS2812
        self.watchdog = {0x08: 0, 0x0C: 0}  # its REASON and SCRATCH0
        self.reset_cause = 1  # power-on
        self.dog = None
        self.timeline = []
        self.notes = True  # False: a whole session of notes fills the memory
        self.on_pin = lambda t_us, gpio, level: None
        self.on_spi = lambda t_us, byte: None
        self.uart, self.on_uart = None, lambda data: None  # machine.UART(0), what it sends
        self.on_pwm = lambda t_us, gpio, hz: None
        self.read_adc = None  # (t_us, gpio) -> 12-bit counts

    def note(self, device, operation, value):
        """Add to the timeline."""
        if self.notes:
            self.timeline.append((self.now_us, device, operation, value))

    def claim(self, gpio, owner, level=None):
        """The pad goes to the plain output ("sio") or to the state machine ("pio")."""
        self.owner[gpio] = owner
        outputs = self.outputs[owner]
        outputs[gpio] = outputs.get(gpio, 0) if level is None else level
        self._settle(gpio)

    def output(self, gpio, owner, level):
        """One of the two drives a level; it reaches the pad if the pad is its own."""
        driven = self.outputs[owner]
        if driven[gpio] != level:
            driven[gpio] = level
            if self.owner[gpio] == owner:
                self._settle(gpio)

    def _settle(self, gpio):
        level = self.outputs[self.owner[gpio]][gpio]
        if self.levels.get(gpio) != level:
            if self.notes:
                self.note(gpio, "drive", level)
            self.levels[gpio] = level
            self.on_pin(self.now_us, gpio, level)

    def set_pwm(self, gpio, hz, duty):
        """What a PWM block gives from now on; hz is told as 0 while it is silent."""
        self.pwm[gpio] = (hz, duty)
        self.on_pwm(self.now_us, gpio, hz if duty else 0)

    def at(self, due_us, call):
        """Call back at this time."""
        self.timers.append(Alarm(self, due_us, call))

    def advance(self, us):
        """Let us microseconds pass: each timer that falls due runs at its own time."""
        end_us = self.now_us + us
        while True:
            due = None
            due_us = end_us + 1  # of the first that falls due; times are whole
            for timer in self.timers:
                if timer.due_us < due_us:
                    due = timer
                    due_us = timer.due_us
            if due is None:
                break
            self.now_us = max(self.now_us, due.due_us)
            due.fire()
        self.now_us = max(self.now_us, end_us)  # a callback may have taken longer


world = World()


def reset():
    """A fresh bench, in place: modules hold a reference to `world`."""
    world.__init__()
    return world
