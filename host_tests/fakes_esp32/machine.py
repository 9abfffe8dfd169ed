"""Strict fake of the part of `machine` that the ESP32 hal may use (MicroPython 1.27).

I2S is modelled as the port and its driver are (ports/esp32/machine_i2s.c, ESP-IDF 5.x
i2s_common.c): a ring of DMA buffers that plays on and on; each end of a buffer raises an interrupt
that clears it and queues it as free, the oldest free one falling out of a full queue.
"""

from array import array

import dog
import i2c_wire
import i2s_wire
import pwm_wire
from esp32_bench import bench
from mcp3204_chip import Mcp3204
from pwm_wire import bitstream  # noqa: F401  machine.bitstream
from world import world

_FRAMES = 256  # of a DMA buffer
_BYTES = 1024


class Pin:
    IN = 1
    OUT = 3
    PULL_UP = 2
    PULL_DOWN = 1

    def __init__(self, gpio, mode=-1, pull=None, *, value=None):
        chip = bench.chip
        if gpio not in chip["gpios"]:
            raise ValueError("invalid pin %r" % (gpio,))
        if mode == Pin.OUT and gpio in chip["input_only"]:
            raise ValueError("GPIO%d can only be input" % gpio)
        if pull is not None and gpio in chip["input_only"]:
            raise ValueError("GPIO%d has no pulls" % gpio)
        self.gpio = gpio
        self._mode = mode
        self._pull = pull
        if mode == Pin.OUT:
            world.claim(gpio, "sio", 0 if value is None else value)

    def __call__(self, *level):
        if not level:
            return self._read()
        if self._mode != Pin.OUT:
            raise RuntimeError("GPIO%d is driven but is no output" % self.gpio)
        if level[0] not in (0, 1):
            raise ValueError("GPIO%d: level %r" % (self.gpio, level[0]))
        if self.gpio in bench.broken_pins:
            raise OSError("GPIO%d" % self.gpio)
        world.output(self.gpio, "sio", level[0])

    def _read(self):
        if self._mode == Pin.OUT:
            return world.levels[self.gpio]
        if self.gpio in world.inputs:
            return world.inputs[self.gpio]
        if self._pull == Pin.PULL_UP or self.gpio in bench.pulled_up:
            return 1
        raise RuntimeError("GPIO%d floats: no pull-up and nothing wired" % self.gpio)


WDT_RESET = 3


def reset_cause():
    """Why the chip started."""
    return world.reset_cause


class WDT(dog.WDT):
    least_ms = 1000
    most_ms = 1 << 31


class _TimerGroup:
    """mem32 at the watchdog of timer group 0: closed but for whoever has the key."""

    _BASES = {"esp32": 0x3FF5F000, "esp32s3": 0x6001F000}

    def __init__(self):
        self._open = False

    def __getitem__(self, address):
        if address - self._BASES[world.chip] != 0x48:
            raise RuntimeError("mem32[%#x]" % address)
        return 0x7 << 28 | (1 << 31 if world.dog in world.timers else 0)

    def __setitem__(self, address, value):
        offset = address - self._BASES[world.chip]
        if offset == 0x64:
            self._open = value == 0x50D83AA1
        elif offset not in (0x48, 0x60) or not self._open:
            raise RuntimeError("mem32[%#x] = %#x" % (address, value))
        elif offset == 0x48 and not value >> 31:
            if value != 0x7 << 28:
                raise RuntimeError("CONFIG0 = %#x" % value)
            dog.stop()


mem32 = _TimerGroup()


class I2C(i2c_wire.I2C):
    absent = 19  # ENODEV

    def check(self, block, sda, scl):
        if block not in (0, 1) or sda == scl:
            raise ValueError("bad SDA/SCL pin for I2C%d" % block)


class I2S:
    TX = 10
    RX = 9
    STEREO = 1

    def __init__(self, block, *, sck, ws, sd, mode, bits, format, rate, ibuf):
        if block != 0 or mode != I2S.TX or bits != 16 or format != I2S.STEREO:
            raise ValueError("I2S(%r): a transmitter of 16-bit stereo" % block)
        for pin in (sck, ws, sd):
            if pin.gpio in bench.chip["input_only"]:
                raise ValueError("GPIO%d can only be input" % pin.gpio)
        if not 0 < rate * 32 <= 20_000_000:
            raise ValueError("MCP4821 takes 20 MHz at most")
        count = max(2, ibuf // _BYTES)
        self._cs = ws.gpio
        self._ring = [bytes(_BYTES) for _ in range(count)]
        self._free = []  # indices, the oldest first
        self._playing = 0
        self._filling = None  # index of the buffer that the driver is filling, and how far
        self._filled = 0
        self._waits = True  # until the stream was polled once
        self._last_bit = 0
        self._period_us = _FRAMES * 1_000_000 // rate
        self.clears = True  # False: interrupts are dead, nothing clears a buffer or frees it
        self.broken = False
        self.due_us = world.now_us + self._period_us
        bench.i2s = self
        world.timers.append(self)
        world.levels[self._cs] = 1

    def poll(self):
        """MP_STREAM_POLL: from here on the port takes the caller for asyncio."""
        self._waits = False

    def write(self, data):
        """Bytes taken. A buffer that was taken in part plays with zeros behind it, as it would."""
        if self.broken:
            raise OSError("I2S")
        if self._waits:
            raise RuntimeError("this write would wait for a free buffer")
        data = bytes(data)
        taken = 0
        while taken < len(data):
            if self._filling is None:
                if not self._free:
                    break
                self._filling, self._filled = self._free.pop(0), 0
            n = min(_BYTES - self._filled, len(data) - taken)
            old = self._ring[self._filling]
            end = self._filled + n
            new = old[: self._filled] + data[taken : taken + n] + old[end:]
            self._ring[self._filling] = new
            self._filled = end
            taken += n
            if end == _BYTES:
                self._filling = None
        return taken

    def fire(self):
        """Called by World.advance: a buffer has ended and the next begins."""
        if self.clears:
            if len(self._free) == len(self._ring) - 1:
                self._free.pop(0)
            self._ring[self._playing] = bytes(_BYTES)
            self._free.append(self._playing)
        self._playing = (self._playing + 1) % len(self._ring)
        self.due_us += self._period_us
        self._play(self._ring[self._playing])

    def _play(self, buffer):
        """The frames reach the DAC; equal ones latch the same again, so one stands for a run."""
        if buffer == buffer[:4] * _FRAMES:
            self._frame(world.now_us, array("I", buffer[:4])[0], again=True)
            return
        for k, frame in enumerate(array("I", buffer)):
            self._frame(world.now_us + k * self._period_us // _FRAMES, frame)

    def _frame(self, at_us, frame, again=False):
        self._latch(at_us, i2s_wire.dac_words([frame], self._last_bit)[0])
        last_bit = frame >> 16 & 1
        if again and last_bit != self._last_bit:
            self._latch(at_us, i2s_wire.dac_words([frame], last_bit)[0])
        self._last_bit = last_bit

    def _latch(self, at_us, word):
        world.note("dac", "word", word)
        world.on_pin(at_us, self._cs, 0)
        world.on_spi(at_us, word >> 8)
        world.on_spi(at_us, word & 255)
        world.on_pin(at_us, self._cs, 1)


class SPI:
    def __init__(self, block, *, baudrate, sck, mosi, miso):
        if block not in (1, 2) or not 0 < baudrate <= 1_000_000:
            raise ValueError("SPI(%r) at %r Hz" % (block, baudrate))
        if sck.gpio in bench.chip["input_only"] or mosi.gpio in bench.chip["input_only"]:
            raise ValueError("SPI on a pin that can only be input")
        self._us = 24_000_000 // baudrate
        self.adc = bench.adc = Mcp3204(bench)

    def write_readinto(self, out, into):
        if bench.spi_broken:
            raise OSError("SPI")
        if len(out) != len(into):
            raise ValueError("buffers must be the same length")
        bench.spend(len(out) * self._us // 3)
        for k in range(len(out)):
            into[k] = self.adc.byte(out[k])


class PWM(pwm_wire.PWM):
    least_hz, most_hz = 1, 40_000_000

    def __init__(self, pin, *, freq, duty_u16):
        if pin.gpio in bench.chip["input_only"]:
            raise ValueError("GPIO%d can only be input" % pin.gpio)
        super().__init__(pin, freq=freq, duty_u16=duty_u16)


class Timer:
    """Soft: a callback is scheduled when due, and runs when the interpreter gets to it.

    `bench.delays` holds how late each of the next ones is: us, or None for one that is lost.
    While one is late, those that fall due wait behind it; more than eight are lost.
    """

    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, timer_id):
        if timer_id not in range(4):
            raise ValueError("invalid Timer number")
        self.due_us = 0
        self._callback = None
        self._waiting = 0

    def init(self, *, period, mode, callback):
        if mode != Timer.PERIODIC or period < 1:
            raise ValueError("the tick is a periodic timer")
        self._period_us = period * 1000
        self._callback = callback
        self.due_us = world.now_us + self._period_us
        world.timers.append(self)

    def fire(self):
        """Called by World.advance."""
        self.due_us += self._period_us
        if bench.hung:
            return
        if self._waiting:
            self._waiting = min(8, self._waiting + 1)
            return
        delay_us = bench.delays.pop(0) if bench.delays else 0
        if delay_us is None:
            return
        self._waiting = 1
        if delay_us:
            world.at(world.now_us + delay_us, self._run)
        else:
            self._run()

    def _run(self):
        while self._waiting and self._callback:
            self._waiting -= 1
            self._callback(self)
        self._waiting = 0

    def deinit(self):
        self._callback = None
        if self in world.timers:
            world.timers.remove(self)
