"""Strict fake of `rp2`: one state machine that plays words, one every sample period.

It is the program of galva.hal.rp2.program at the level of words, not of instructions: pull (or
the safe word), frame into the DAC, three bridge states, IRQ. The instructions themselves run on
the emulated chip.
"""

from world import world

_FRAME_US = 67  # from the IRQ and the pull to CS up
_FIXED_US = 76
_FIFO = 8


class PIO:
    OUT_LOW = 0
    OUT_HIGH = 1
    SHIFT_LEFT = 0
    JOIN_TX = 1


def asm_pio(**settings):
    """Keeps the settings; the strict part: those the word player is made for."""
    wanted = {
        "sideset_init": [PIO.OUT_HIGH, PIO.OUT_LOW, PIO.OUT_LOW],
        "out_init": [PIO.OUT_LOW] * 3,
        "out_shiftdir": PIO.SHIFT_LEFT,
        "pull_thresh": 16,
        "fifo_join": PIO.JOIN_TX,
    }
    if settings != wanted:
        raise ValueError("asm_pio: %r" % (settings,))
    return lambda program: program


class StateMachine:
    """The word player, `world.stream`. Registers reach it through fakes.registers."""

    def __init__(self, number, program, *, freq, sideset_base, out_base):
        if number != 0 or freq != 1_000_000:
            raise ValueError("state machine %r at %r Hz" % (number, freq))
        self._cs, self._sck, self._mosi = (sideset_base.gpio + k for k in range(3))
        self._lines = [out_base.gpio + k for k in range(3)]  # PA, PB, RUN
        self._driven = 0
        self.fifo = []
        self._osr = self._x = self._isr = 0
        self._word = None  # None: at the start of a sample
        self.handler = None
        self.enabled = False
        self.due_us = 0
        for gpio in (*self._lines, self._sck, self._mosi):
            world.claim(gpio, "pio", 0)
        world.claim(self._cs, "pio", 1)
        world.stream = self

    # ---- what the constructor of the hal does

    def put(self, word):
        self.push(word)

    def exec(self, instruction):
        if instruction == "pull() .side(1)":
            self._osr = self.fifo.pop(0)
        elif instruction == "mov(x, osr) .side(1)":
            self._x = self._osr
        elif instruction == "mov(isr, osr) .side(1)":
            self._isr = self._osr
        else:
            raise ValueError("exec: %r" % (instruction,))

    def irq(self, handler, *, hard):
        if not hard:
            raise ValueError("the guard is a hard IRQ")
        self.handler = handler

    # ---- what the registers do

    def push(self, word):
        """TXF0; a full FIFO loses the word, on the chip too."""
        if not 0 <= word < 1 << 32:
            raise ValueError("word %r" % (word,))
        if len(self.fifo) < _FIFO:
            self.fifo.append(word)
        else:
            world.note("pio", "overflow", word)

    def enable(self, on):
        """CTRL, bit 0. Time goes on where it stood."""
        if on and not self.enabled:
            self.due_us = world.now_us
            world.timers.append(self)
        elif not on and self.enabled:
            world.timers.remove(self)
        self.enabled = on

    @property
    def period_us(self):
        return _FIXED_US + 4 * (self._isr + 1)

    def fire(self):
        """Called by World.advance: a sample begins, or its frame has been sent."""
        if self._word is None:
            self._word = self.fifo.pop(0) if self.fifo else self._x
            world.output(self._cs, "pio", 0)
            self.due_us += _FRAME_US
            self._call()
            return
        word, self._word = self._word, None
        frame = word >> 16
        for byte in (frame >> 8, frame & 255):
            if world.notes:
                world.note("spi", "write", byte)
            world.on_spi(world.now_us, byte)
        world.output(self._cs, "pio", 1)
        self.due_us += self.period_us - _FRAME_US
        for shift in (13, 10, 7):
            lines = word >> shift & 7
            if lines != self._driven:
                self._driven = lines
                for k, gpio in enumerate(self._lines):
                    world.output(gpio, "pio", lines >> k & 1)
            world.now_us += 2  # the swap: two cycles of the state machine each

    def _call(self):
        """The IRQ. An exception that escapes is printed and ends the callback, as on rp2."""
        if self.handler is None:
            return
        try:
            self.handler(self)
        except BaseException as error:
            self.handler = None
            world.note("pio", "handler died", repr(error))
