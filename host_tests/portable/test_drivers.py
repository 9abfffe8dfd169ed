"""The drivers of lib/ allocate nothing where an IRQ may call them, and refuse without a heap."""

from esp32dac import ESP32DAC
from mcp48xx import MCP48xx
from mcp3204 import MCP3204
from mcp4725 import MCP4725

from support import heap_lock, heap_unlock, no_alloc


class Wire:
    """A SPI bus with a chip that answers 0xABC, and its chip select."""

    def __init__(self):
        self.sent = 0
        self.level = 1

    def select(self, level):
        self.level = level

    def write(self, buffer):
        self.sent = buffer[0] << 8 | buffer[1]

    def write_readinto(self, out, into):
        self.sent = out[1]
        into[1] = 0xEA  # the first three bits are not driven, the null bit is 0
        into[2] = 0xBC


class Port:
    """A DAC of the port."""

    def __init__(self):
        self.step = 0

    def write(self, step):
        self.step = step


class Off4725:
    """An I2C bus with a MCP4725 that is off and stays off."""

    def __init__(self):
        self.broken = False
        self.sent = 0

    def writeto(self, _address, buffer):
        if self.broken:
            raise OSError(5)
        self.sent = buffer[0] << 8 | buffer[1]
        return len(buffer)

    def readfrom_into(self, _address, buffer):
        for place, byte in enumerate((0x82, 0, 0, 0x20, 0)):
            buffer[place] = byte


def refuses(function, code):
    """True when function(code) raises ValueError on a locked heap, not MemoryError."""
    refused = False
    heap_lock()
    try:
        function(code)
    except ValueError:
        refused = True
    finally:
        heap_unlock()
    return refused


def told(error, function, *arguments):
    """What function(*arguments) says when it raises this error."""
    try:
        function(*arguments)
    except error as said:
        return str(said)
    return "no error"


def test_errors_of_construction_say_what_where_and_the_cure():
    wire = Wire()
    said = told(ValueError, MCP48xx, wire, wire.select, "MCP1")
    assert said.startswith("MCP48xx: no part 'MCP1': take one of MCP4801, ")
    assert told(ValueError, MCP4725, Off4725(), 0x20).startswith("MCP4725: address 0x20 outside")
    bus = Off4725()
    bus.broken = True
    said = told(OSError, MCP4725, bus)
    assert said.startswith("MCP4725 at 0x60: no answer (") and "check wiring" in said


def test_mcp48xx_allocates_nothing():
    wire = Wire()
    dac = MCP48xx(wire, wire.select, "MCP4922")
    no_alloc(lambda: dac.write(0x0CD, 1), 50)
    assert (wire.sent, wire.level) == (0xB0CD, 1)
    no_alloc(lambda: dac.write(4095), 50)
    assert wire.sent == 0x3FFF
    no_alloc(dac.shutdown)
    assert wire.sent == 0xA000
    assert refuses(dac.write, 4096)


def test_mcp4725_allocates_nothing():
    bus = Off4725()
    dac = MCP4725(bus)
    no_alloc(lambda: dac.write(0x123), 50)
    assert bus.sent == 0x0123
    no_alloc(dac.off, 50)
    assert bus.sent == 0x1000
    assert refuses(dac.write, -1)


def test_mcp4725_goes_off_without_a_heap_when_the_bus_fails():
    bus = Off4725()
    dac = MCP4725(bus)
    bus.broken = True
    off = dac.off
    heap_lock()
    told = off()
    heap_unlock()
    assert told is False


def test_mcp3204_allocates_nothing():
    wire = Wire()
    adc = MCP3204(wire, wire.select)
    no_alloc(lambda: adc.read(3), 50)
    assert adc.read(3) == 0xABC
    assert (wire.sent, wire.level) == (0xC0, 1)
    assert refuses(adc.read, 4)


def test_esp32dac_allocates_nothing():
    port = Port()
    dac = ESP32DAC(port)
    no_alloc(lambda: dac.write(4095), 50)
    assert port.step == 255
    assert refuses(dac.write, 4096)
