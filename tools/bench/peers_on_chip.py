"""What runs on the chip: our buttons and a library's, polled by one and the same loop.

Each program ends with poll(), one look at all four buttons, which toggles `mark` at a press of any
of them. The library is adafruit_debouncer, unchanged: on MicroPython it finds time.ticks_ms.
"""

MARK_GPIO, POLL_GPIO = 15, 16  # free on the pico

OURS, DEBOUNCER, BUTTON, PLAIN = NAMES = (
    "Galva's Buttons",
    "adafruit Debouncer",
    "adafruit Button",
    "the pin alone",
)

# What must be there before a program's own memory is counted.
_BEFORE = f"""
import gc, micropython
from time import sleep_ms, ticks_add, ticks_diff, ticks_ms
from board import BOARD
from machine import Pin
from galva.hal.clock import SystemClock
from galva.hal.panel import buttons

mark, busy = Pin({MARK_GPIO}, Pin.OUT, value=0), Pin({POLL_GPIO}, Pin.OUT, value=0)
gpios = [BOARD.pins.gpio[role] for role in ("start", "mode", "plus", "minus")]
gc.collect()
alone = gc.mem_alloc()
"""

_OURS = """
from galva.app.buttons import Buttons
from galva.core.controls import START_DOWN
from galva.core.session import RUN

def act(gesture, began, role):
    if gesture == START_DOWN:
        mark.toggle()

keys = Buttons(buttons(BOARD), SystemClock(), act)

def poll():
    keys.poll(RUN)
"""

_LIBRARY = """
from adafruit_debouncer import {kind}

keys = [{kind}(Pin(gpio, Pin.IN, Pin.PULL_UP).value) for gpio in gpios]

def poll():
    for key in keys:
        key.update()
        if key.{pressed}:
            mark.toggle()
"""

_PLAIN = """
pins = [Pin(gpio, Pin.IN, Pin.PULL_UP) for gpio in gpios]
was = [1] * len(pins)

def poll():
    for k, pin in enumerate(pins):
        now = pin()
        if was[k] and not now:
            mark.toggle()
        was[k] = now
"""

_PROGRAMS = {
    OURS: _OURS,
    DEBOUNCER: _LIBRARY.format(kind="Debouncer", pressed="fell"),
    BUTTON: _LIBRARY.format(kind="Button", pressed="pressed"),
    PLAIN: _PLAIN,
}

POLLS = 100
_COUNT = f"""
def grown():
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    for _ in range({POLLS}):
        poll()
    after = gc.mem_alloc()
    gc.enable()
    return after - before

gc.collect()
heap = gc.mem_alloc() - alone
poll()
print("HEAP", heap, grown())
"""

_LOOP = """
def nothing():
    pass

def loop(period_ms, look):
    due = ticks_ms()
    while True:
        busy(1)
        look()
        busy(0)
        due = ticks_add(due, period_ms)
        left = ticks_diff(due, ticks_ms())
        if left > 0:
            sleep_ms(left)
        else:
            due = ticks_ms()

"""


def build(name: str) -> str:
    """The program that builds it and prints HEAP, its bytes, and bytes that POLLS polls took."""
    return _BEFORE + _PROGRAMS[name] + _COUNT + _LOOP


def loop(period_ms: int, look: str = "poll") -> str:
    """The program that polls for ever, after build(); look "nothing": the loop alone."""
    return f"loop({period_ms}, {look})\n"


# In main.py after the device is built: the whole application marks the same presses.
APPLICATION = f"""
from galva.app import buttons
from galva.core.controls import START_DOWN
from machine import Pin
mark, look = Pin({MARK_GPIO}, Pin.OUT, value=0), buttons._Key.gesture
def gesture(key):
    made = look(key)
    if made == START_DOWN:
        mark.toggle()
    return made
buttons._Key.gesture = gesture
"""
