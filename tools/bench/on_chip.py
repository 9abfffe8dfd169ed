"""What runs on the chip: four ways to send one sample a millisecond, two loads beside them.

Each way has begin(), poll(), which the main loop calls between two pieces of its own work, and
end(). All send the same numbered codes into the 10 kOhm dummy, rail up, bridge on PLUS.
"""

FIRST, CODES = 600, 400  # codes 600..999, again and again: a lost or doubled one shows
SAVE_AFTER_MS = 20
SAVED_BYTES = 1000  # above 512 littlefs gives a file its own block, and erases that first

_COMMON = f"""
import gc
from array import array
from time import sleep_ms, ticks_add, ticks_diff, ticks_ms, ticks_us
from board import BOARD
from machine import SPI, Pin, Timer

pins = BOARD.pins
codes = array("H", range({FIRST}, {FIRST + CODES}))
Pin(pins.hv_en, Pin.OUT, value=1)
sleep_ms(20)
"""

_STREAM = """
from galva.core.bridge import PLUS
from galva.core.calib import Calibration
from galva.core.engine import TICK_MS
from galva.hal.rp2.output import StreamOutput

class Numbered:  # port Wave
    n = len(codes)
    ua = 500
    floor_ua = 0
    watched = False
    first = second = PLUS

cal = Calibration()
output = StreamOutput(BOARD, cal)
span = cal.span(Numbered.ua)
wave = Numbered()
wave.phase_q15 = array("H", [-((cal.offset - code << 15) // span) for code in codes])
timer = Timer(-1)

def renew(_timer):
    output.renew(wave, 0)

def begin():
    output.arm()
    output.play(wave)
    renew(None)
    timer.init(period=TICK_MS, mode=Timer.PERIODIC, callback=renew, hard=True)

def poll():
    pass

def end():
    timer.deinit()
    output.off()
"""

_SPI = """
for gpio, level in ((pins.pa, 0), (pins.pb, 1), (pins.run, 1)):
    Pin(gpio, Pin.OUT, value=level)
cs = Pin(pins.cs, Pin.OUT, value=1)
spi = SPI(0, baudrate=10_000_000, sck=Pin(pins.sck), mosi=Pin(pins.mosi))
frame = bytearray(2)
at = 0

def send(_timer):
    global at
    code = codes[at]
    frame[0] = 0x30 | code >> 8
    frame[1] = code & 0xFF
    cs(0)
    spi.write(frame)
    cs(1)
    at += 1
    if at == len(codes):
        at = 0
"""

_TIMER = """
timer = Timer(-1)

def begin():
    timer.init(period=1, mode=Timer.PERIODIC, callback=send, hard=HARD)

def poll():
    pass

def end():
    timer.deinit()
"""

_LOOP = """
due_us = 0

def begin():
    global due_us
    due_us = ticks_add(ticks_us(), 1000)

def poll():
    global due_us
    if ticks_diff(ticks_us(), due_us) >= 0:
        due_us = ticks_add(due_us, 1000)
        send(None)

def end():
    pass
"""

ENGINE, HARD, SOFT, LOOP = WAYS = ("engine", "hard Timer", "soft Timer", "ticks_us loop")
_WAYS = {
    ENGINE: _STREAM,
    HARD: _SPI + "HARD = True\n" + _TIMER,
    SOFT: _SPI + "HARD = False\n" + _TIMER,
    LOOP: _SPI + _LOOP,
}

GC, SAVE = LOADS = ("gc", "save")
_LOADS = {
    GC: """
def work(ms):
    garbage = [str(n) for n in range(20)]
    gc.collect()
""",
    SAVE: f"""
saved = False

def work(ms):
    global saved
    if ms >= {SAVE_AFTER_MS} and not saved:
        saved = True
        with open("settings.json", "w") as file:
            file.write("{{}}" * {SAVED_BYTES // 2})
""",
}

_RUN = """
def run(ms):
    begin()
    start = ticks_ms()
    while (now := ticks_diff(ticks_ms(), start)) < ms:
        poll()
        work(now)
    end()

run({ms})
"""

_COUNT = """
def count(ms):
    n = 0
    until = ticks_add(ticks_ms(), ms)
    while ticks_diff(until, ticks_ms()) > 0:
        n += 1
    return n

alone = count({ms})
begin()
beside = count({ms})
end()
print(alone, beside)
"""


def run(way: str, load: str, ms: int) -> str:
    """The program: `way` sends for ms while `load` works."""
    return _COMMON + _WAYS[way] + _LOADS[load] + _RUN.format(ms=ms)


def count(way: str, ms: int) -> str:
    """The program that prints how far a busy loop counts in ms: alone, and beside `way`."""
    return _COMMON + _WAYS[way] + _COUNT.format(ms=ms)
