"""The registers that the hal reaches by address: viper's ptr32 and machine.mem32.

An address that is not in the table of world.chip raises. Addresses: data sheets of both chips.
"""

import dog
from world import world

_PIO0, _SIO = 0x50200000, 0xD0000000  # of both
# chip: ADC, IO bank 0, GPIO_OUT_XOR, NVIC_IPR of PIO0_IRQ_0 (its highest byte), watchdog, timer
_CHIPS = {
    "rp2040": (0x4004C000, 0x40014000, _SIO + 0x1C, 0xE000E404, 0x40058000, 0x40054000),
    "rp2350": (0x400A0000, 0x40028000, _SIO + 0x28, 0xE000E40C, 0x400D8000, 0x400B0000),
}


class _Word:
    """One register: index 0 only."""

    def __init__(self, read=None, write=None):
        self._read = read
        self._write = write

    def __getitem__(self, index):
        if index or not self._read:
            raise RuntimeError("read of word %d" % index)
        return self._read()

    def __setitem__(self, index, value):
        if index or not self._write:
            raise RuntimeError("write of word %d" % index)
        self._write(value & 0xFFFFFFFF)


class _Adc:
    """CS and RESULT: a conversion is ready when CS is asked again, or time has passed."""

    def __init__(self):
        self._result, self._asked, self._begun_us = 0, 2, 0

    def __setitem__(self, index, value):
        if index or value & ~0x7000 != 0b101:
            raise RuntimeError("ADC word %d := %#x" % (index, value))
        channel = value >> 12
        if channel > 3 or 26 + channel not in world.adc_pads:
            raise RuntimeError("ADC channel %d: its pad was not set up" % channel)
        self._asked, self._begun_us = 0, world.now_us
        self._result = world.read_adc(world.now_us, 26 + channel)

    def __getitem__(self, index):
        if index == 0:
            self._asked += 1
            return 0x100 if self._asked > 1 else 0
        if index != 1 or (self._asked < 2 and world.now_us == self._begun_us):
            raise RuntimeError("ADC word %d while it converts" % index)
        return self._result


def _toggle_join(value):
    """FJOIN_TX through the XOR alias: each change empties the FIFO."""
    if value != 1 << 30:
        raise RuntimeError("SHIFTCTRL ^= %#x" % value)
    world.stream.fifo.clear()
    world.joined ^= 1


_GPIO = {1 << gpio: gpio for gpio in range(30)}


def _xor_outputs(bits):
    driven = world.outputs["sio"]
    while bits:
        lowest = bits & -bits
        gpio = _GPIO[lowest]
        world.output(gpio, "sio", 1 - driven[gpio])
        bits ^= lowest


def _inputs():
    bits = 0
    for levels in (world.levels, world.inputs):  # what is driven here, and from outside
        for gpio in levels:
            if levels[gpio]:
                bits |= 1 << gpio
    return bits


def _function(gpio):
    def write(value):
        world.claim(gpio, {5: "sio", 6: "pio"}[value])

    return _Word(write=write)


def _enable(on):
    def write(value):
        if value != 1:
            raise RuntimeError("CTRL bits %#x" % value)
        world.stream.enable(on)

    return _Word(write=write)


def _window(address):
    adc, bank, out_xor, _priority, _watchdog, timer = _CHIPS[world.chip]
    if address == adc:
        return _Adc()
    if bank <= address < bank + 8 * 30 and address % 8 == 4:
        return _function((address - bank) // 8)
    words = {
        _SIO + 0x04: lambda: _Word(read=_inputs),
        out_xor: lambda: _Word(write=_xor_outputs),
        timer + 0x28: lambda: _Word(read=lambda: int(world.now_us)),
        _PIO0 + 0x0C: lambda: _Word(read=lambda: len(world.stream.fifo)),
        _PIO0 + 0x10: lambda: _Word(write=lambda word: world.stream.push(word)),
        _PIO0 + 0x2000: lambda: _enable(True),
        _PIO0 + 0x3000: lambda: _enable(False),
        _PIO0 + 0x10D0: lambda: _Word(write=_toggle_join),
    }
    if address not in words:
        raise RuntimeError("nothing stands at %#x" % address)
    return words[address]()


class Mem32:
    """machine.mem32: interrupt priorities, and what `machine` cannot do with the watchdog."""

    def __init__(self):
        self._priorities = 0x80808080

    def __getitem__(self, address):
        if address - _CHIPS[world.chip][4] in world.watchdog:
            return world.watchdog[address - _CHIPS[world.chip][4]]
        if address != _CHIPS[world.chip][3]:
            raise RuntimeError("mem32[%#x]" % address)
        return self._priorities

    def __setitem__(self, address, value):
        watchdog = _CHIPS[world.chip][4]
        if address == watchdog + 0x0C:  # SCRATCH0
            world.watchdog[0x0C] = value
            return
        if address == watchdog + 0x3000 and value == 1 << 30:  # CTRL's alias that clears: ENABLE
            dog.stop()
            return
        if address != _CHIPS[world.chip][3]:
            raise RuntimeError("mem32[%#x]" % address)
        self._priorities = value
        world.note("nvic", "priority", value >> 24)


def ptr32(target):
    """Viper's: a buffer of words, or the registers at an address."""
    if not isinstance(target, int):
        return target
    windows = world.windows  # viper asks for the same few in each sample
    if target not in windows:
        windows[target] = _window(target & 0xFFFFFFFF)
    return windows[target]


def ptr16(target):
    """Viper's: a buffer of halfwords."""
    return target
