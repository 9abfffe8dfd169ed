"""Strict fake of the part of `machine` that the RP2 hal may use (MicroPython 1.27)."""

import i2c_wire
from dog import WDT  # noqa: F401  machine.WDT
from pwm_wire import PWM, bitstream  # noqa: F401  machine.PWM, machine.bitstream
from registers import Mem32
from world import world

mem32 = Mem32()
_GPIOS = (*range(23), 25)  # GP25: the radio's select on W boards, high at rest
_ADC_GPIOS = (26, 27, 28, 29)
_SPI_PINS = {0: ((2, 6, 18), (3, 7, 19)), 1: ((10, 14), (11, 15))}  # (sck, mosi), RP2040 table 2


class Pin:
    IN = 0
    OUT = 1
    PULL_UP = 1
    PULL_DOWN = 2

    def __init__(self, gpio, mode=-1, pull=-1, *, value=None):
        if gpio not in _GPIOS and gpio not in _ADC_GPIOS:
            raise ValueError("invalid pin %r" % (gpio,))
        self.gpio = gpio
        self._mode = mode
        self._pull = pull
        if mode == Pin.OUT:
            world.claim(gpio, "sio", 0 if value is None else value)

    def __call__(self, *level):
        if not level:
            return self._read()
        if self._mode != Pin.OUT:
            raise RuntimeError("GP%d is driven but is no output" % self.gpio)
        if level[0] not in (0, 1):
            raise ValueError("GP%d: level %r" % (self.gpio, level[0]))
        world.output(self.gpio, "sio", level[0])

    def _read(self):
        if self._mode == Pin.OUT:
            return world.levels[self.gpio]
        if self.gpio in world.inputs:
            return world.inputs[self.gpio]
        if self._pull == Pin.PULL_UP:
            return 1
        raise RuntimeError("GP%d floats: no pull-up and nothing wired" % self.gpio)


class ADC:
    def __init__(self, pin):
        if pin.gpio not in _ADC_GPIOS:
            raise ValueError("GP%d has no ADC" % pin.gpio)
        world.adc_pads.add(pin.gpio)  # conversions are read from the registers


class SPI:
    def __init__(self, block, *, baudrate, sck, mosi):
        clocks, datas = _SPI_PINS[block]
        if sck.gpio not in clocks or mosi.gpio not in datas:
            raise ValueError("bad SCK/MOSI pin for SPI%d" % block)
        if not 0 < baudrate <= 20_000_000:
            raise ValueError("MCP4821 takes 20 MHz at most")

    def write(self, data):
        for byte in data:
            world.note("spi", "write", byte)
            world.on_spi(world.now_us, byte)


class UART:
    """UART0 with its two buffers. What leaves it takes its time on the wire."""

    def __init__(self, block, baudrate, *, tx, rx, rxbuf, txbuf, timeout):
        if (block, baudrate, timeout) != (0, 115200, 0):
            raise ValueError("UART%r %r" % (block, baudrate))
        if (tx.gpio, rx.gpio) not in ((0, 1), (12, 13), (16, 17)):
            raise ValueError("bad TX/RX pin for UART0")
        self._most = rxbuf + 32
        self._txbuf = txbuf
        self._byte_us = 10_000_000 // baudrate
        self._received = bytearray()
        self._free_us = 0  # when all that was written has left
        world.uart = self

    def arrive(self, data):
        """From outside: what does not fit is lost."""
        self._received += data[: self._most - len(self._received)]

    def any(self):
        return len(self._received)

    def read(self, most):
        if not self._received:
            return None
        data = bytes(self._received[:most])
        del self._received[:most]
        return data

    def txdone(self):
        return world.now_us >= self._free_us

    def write(self, data):
        waiting = max(0, self._free_us - world.now_us) // self._byte_us
        if waiting + len(data) > self._txbuf:
            raise RuntimeError("this write would wait for the wire")
        self._free_us = max(world.now_us, self._free_us) + len(data) * self._byte_us
        world.on_uart(bytes(data))
        return len(data)


class I2C(i2c_wire.I2C):
    def check(self, block, sda, scl):
        if sda % 4 != 2 * block or scl != sda + 1:  # RP2040 table 2
            raise ValueError("bad SDA/SCL pin for I2C%d" % block)


class Timer:
    ONE_SHOT = 0
    PERIODIC = 1

    def __init__(self, timer_id):
        if timer_id != -1:
            raise ValueError("rp2 has virtual timers only: -1")
        self.due_us = 0
        self._callback = None

    def init(self, *, period, mode, callback, hard):
        if mode != Timer.PERIODIC or period < 1 or not hard:
            raise ValueError("the tick is a periodic hard timer")
        self._period_us = period * 1000
        self._callback = callback
        self.due_us = world.now_us + self._period_us
        world.timers.append(self)

    def fire(self):
        """Called by World.advance. An exception that escapes stops the timer, as on rp2."""
        self.due_us += self._period_us
        try:
            self._callback(self)
        except BaseException:
            self.deinit()
            raise

    def deinit(self):
        if self in world.timers:
            world.timers.remove(self)
