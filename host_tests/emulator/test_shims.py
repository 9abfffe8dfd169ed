"""One test a shim: the stock emulator shows the bug, the shim mends it.

The day the stock half fails, upstream has mended the bug: delete the shim.
"""

from itertools import pairwise

import pytest

from tools.emulator.chip import Chip, ChipError
from tools.emulator.shims import SHIMS


def stock(*names: str) -> Chip:
    return Chip(without=names).boot()


def mended() -> Chip:
    return Chip().boot()


def number(chip: Chip, code: str, timeout_ms: float = 3000) -> int:
    return int(chip.execute(code, timeout_ms).split()[-1])


COUNT = """
import time
n = 0
end = time.ticks_ms() + 20
while time.ticks_ms() < end: n += 1
print(n)
"""


def test_usb_nak() -> None:
    """An idle host costs the firmware nothing."""
    assert number(stock("usb nak"), COUNT) < 0.7 * number(mended(), COUNT)


SQUARE = """
import rp2, time
from machine import Pin
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def square():
    set(pins, 1) [1]
    set(pins, 0) [1]
sm = rp2.StateMachine(0, square, freq=1_000_000, set_base=Pin(2))
sm.active(1)
time.sleep_ms(5)
sm.active(0)
"""


def edges(chip: Chip) -> list[float]:
    times_us: list[float] = []
    chip.watch(2, lambda t_us, level: times_us.append(t_us))
    chip.execute(SQUARE)
    return times_us


def test_pio_exact() -> None:
    """A square wave of 4 us has an edge each 2 us while the CPU sleeps."""
    assert len(edges(stock("pio exact"))) < 500
    times_us = edges(mended())
    gaps = {round(b - a, 6) for a, b in pairwise(times_us[5:-5])}
    assert gaps == {2.0} and 2450 < len(times_us) < 2600


DELAY = """
import rp2, time
from machine import Pin, mem32
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def delay():
    set(pins, 1)
    set(y, 31)
    label("wait")
    jmp(y_dec, "wait") [3]
    set(pins, 0)
sm = rp2.StateMachine(0, delay, freq=1_000_000, set_base=Pin(2))
sm.active(1)
for k in range(50):
    mem32[0x5020000C]  # a register is read in the middle of it all
    time.sleep_us(77)
sm.active(0)
"""


def test_pio_delay_loops() -> None:
    """Counting Y down on the spot is taken in one go, and the edges do not move."""
    chip = mended()
    edges_us: list[tuple[float, int | None]] = []
    chip.watch(2, lambda t_us, level: edges_us.append((t_us, level)))
    chip.execute(DELAY)
    gaps = [(round(b[0] - a[0], 6), a[1]) for a, b in pairwise(edges_us[4:-4])]
    assert len(gaps) > 40
    assert {gap for gap, level in gaps if level} == {130.0}  # set, set, 32 turns of 4 us
    assert {gap for gap, level in gaps if not level} == {1.0}


PADS = """
from machine import Pin
driven = Pin(2, Pin.OUT, value=1)
high = driven()
low = driven(0) or driven()
floating = Pin(2, Pin.IN, Pin.PULL_UP)()
print(high * 4 + low * 2 + floating)
"""


def test_pads_read_back() -> None:
    """An output is read back as what it drives, and as its pull-up when it lets go."""
    assert number(stock("pads read back"), PADS) == 0b001
    assert number(mended(), PADS) == 0b101


JOIN = """
import rp2
from machine import Pin, mem32
@rp2.asm_pio()
def stopped():
    pull()
sm = rp2.StateMachine(0, stopped)
for k in range(4): sm.put(k)
mem32[0x502010D0] = 1 << 30
mem32[0x502010D0] = 1 << 30
print(mem32[0x5020000C] & 15)
"""


def test_pio_exact_flushes_the_fifo_when_join_changes() -> None:
    assert number(stock("pio exact"), JOIN) == 4
    assert number(mended(), JOIN) == 0


def test_dma_timer() -> None:
    """X = 1, Y = 5000 at 125 MHz is one transfer each 40 us. Stock would never return from it."""
    for chip, right in ((Chip(without=["dma timer"]), False), (Chip(), True)):
        chip.mcu.dma._timer0 = 1 << 16 | 5000
        assert (chip.mcu.dma.get_timer(0x3B) == pytest.approx(40.0)) is right


UART = "import machine\nmachine.UART(0, 115200).write('hello')\nprint(1)"


def test_uart_tx() -> None:
    with pytest.raises(ChipError):
        number(stock("uart tx"), UART, 100)
    chip = mended()
    sent = bytearray()
    chip.mcu.uart[0].on_byte = sent.append
    assert number(chip, UART) == 1
    chip.run(5)
    assert bytes(sent) == b"hello"


ABSENT = """
import machine, time
i2c = machine.I2C(0, sda=machine.Pin(8), scl=machine.Pin(9), freq=400_000)
t = time.ticks_us()
try: i2c.writeto(0x55, b'12')
except OSError as error: print(error.errno)
print(time.ticks_us() - t)
"""


def test_i2c_abort() -> None:
    """An absent address fails at once, not by a timeout."""
    assert number(stock("i2c abort"), ABSENT) > 40_000
    assert number(mended(), ABSENT) < 2000


class Listener:
    def start(self, reading: bool) -> None: ...

    def stop(self) -> None: ...

    def write(self, value: int) -> bool:
        return True

    def read(self) -> int:
        return 0x5A


PRESENT = """
import machine, time
i2c = machine.I2C(0, sda=machine.Pin(8), scl=machine.Pin(9), freq=100_000)
i2c.writeto(0x55, b'12')
t = time.ticks_us()
i2c.writeto(0x55, b'12')
print(time.ticks_us() - t)
"""


def test_i2c_wire_time() -> None:
    """Address and two bytes are 27 clocks of 10 us."""
    chip = stock("i2c wire time")
    i2c = chip.mcu.i2c[0]
    i2c.on_connect = lambda address, mode: i2c.complete_connect(True)
    i2c.on_write_byte = lambda value: i2c.complete_write(True)
    assert number(chip, PRESENT) < 200
    chip = mended()
    chip.i2c_buses[0].devices[0x55] = Listener()
    assert 270 <= number(chip, PRESENT) < 500


ROBIN = """
from machine import mem32
mem32[0x4004C000] = 1 | {mask} << 16
for _ in range(6):
    mem32[0x4004E000] = 4
    while not mem32[0x4004C000] & 256: pass
print(1)
"""


@pytest.mark.parametrize(
    ("mask", "right"), [(0b00111, [0, 1, 2, 0, 1, 2]), (0b11001, [0, 3, 4, 0, 3, 4])]
)
def test_adc_round_robin(mask: int, right: list[int]) -> None:
    for chip, mends in ((stock("adc round robin"), False), (mended(), True)):
        asked: list[int] = []
        adc = chip.mcu.adc
        take = adc.on_adc_read

        def note(channel: int, take=take, asked=asked) -> None:  # type: ignore[no-untyped-def]
            asked.append(channel)
            take(channel)

        adc.on_adc_read = note
        number(chip, ROBIN.format(mask=mask))
        assert (asked == right) is mends


SPI = """
import machine, time
spi = machine.SPI(0, baudrate=1_000_000, sck=machine.Pin(18), mosi=machine.Pin(19))
t = time.ticks_us()
spi.write(bytes(64))
print(time.ticks_us() - t)
"""


def test_spi_wire_time() -> None:
    """64 bytes at 1 MHz are 512 us."""
    assert number(stock("spi wire time"), SPI) < 400
    assert 512 <= number(mended(), SPI) < 700


FLASH = """
import rp2, time
flash = rp2.Flash()
t = time.ticks_us()
flash.ioctl(6, 100)
print(time.ticks_us() - t)
"""


def test_flash_busy() -> None:
    """Erasing a sector takes 45 ms."""
    assert number(stock("flash busy"), FLASH) < 5000
    assert 45_000 <= number(mended(), FLASH) < 60_000


def test_every_shim_has_its_test() -> None:
    for name in SHIMS:
        assert f"test_{name.replace(' ', '_')}" in globals()


def test_an_unknown_shim_is_named() -> None:
    with pytest.raises(ValueError, match="no such shim: pio exakt"):
        Chip(without=["pio exakt"])
