"""What the screen costs, measured on the emulated chip: time on the bus, heap, the tick."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from tools import image
from tools.emulator.rig import EmulatedRig
from tools.rigs import until
from tools.sim.oled import ADDRESS, PAGES, Oled

_PLACE_BYTES = 4  # the transfer that says where a page goes
_RENEW_MS = 6000
_RUN_MS = 4000

# Runs on the chip without main.py: what is loaded and built for the screen alone, and its words.
_HEAP = """
import gc, sys
gc.threshold(16384)  # as main.py
from time import ticks_us, ticks_diff
from board import BOARD
from galva import hal
from galva.core.engine import Engine
from galva.app import panel, signals, user_modes
device = hal.build(BOARD)
engine = Engine(device.output, device.sense, device.cal, BOARD)
class Nobody:
    off = stuck = confirm = unread = False
    refused = zone = ""
def free():
    gc.collect()
    return gc.mem_free()
def again(*names):
    for name in names:
        del sys.modules[name]
    before = free()
    for name in names:
        __import__(name)
    return before - free()
code = again("galva.app.words", "galva.app.layout", "galva.app.screen")
print("HEAP layouts and words, on every board,", code)
print("HEAP driver, on boards with pins for it,", again("ssd1306", "galva.hal.screen"))
before = free()
driver = sys.modules["galva.hal.screen"].OledScreen(BOARD)
screen = sys.modules["galva.app.screen"].Screen(engine, device, Nobody, Nobody)
print("HEAP buffers and objects,", before - free())
for signal in ("idle", "oily"):
    start = ticks_us()
    screen.layout.begin(signal, 127)
    print("TOOK words, when they change,", ticks_diff(ticks_us(), start))
rows = []
for at in range(8):
    start = ticks_us()
    screen.layout.row(at)
    rows.append(ticks_diff(ticks_us(), start))
print("TOOK a row, at most,", max(rows))
device.off()
"""

_MARK_GPIO = 15  # free on the pico
_MARK = f"""
from galva.app import screen
from machine import Pin
mark, poll = Pin({_MARK_GPIO}, Pin.OUT), screen.Screen.poll
def marked(self):
    mark(1)
    poll(self)
    mark(0)
screen.Screen.poll = marked
"""


class Page(NamedTuple):
    """When one was sent."""

    from_ms: float
    to_ms: float


class Watched:
    """The screen's place on the bus: notes when each transfer begins and ends."""

    def __init__(self, rig: EmulatedRig) -> None:
        self._rig = rig
        self._screen: Oled = rig.screen
        self._transfers: list[tuple[float, float, int]] = []
        rig.chip.i2c_buses[0].devices[ADDRESS] = self

    def start(self, reading: bool) -> None:
        """Addressed."""
        self._from_ms, self._bytes = self._rig.now_ms, 0
        self._screen.start(reading)

    def write(self, value: int) -> bool:
        """A byte."""
        self._bytes += 1
        return self._screen.write(value)

    def stop(self) -> None:
        """The end of a transfer."""
        self._transfers.append((self._from_ms, self._rig.now_ms, self._bytes))
        self._screen.stop()

    def pages(self) -> list[Page]:
        """Those since the last call."""
        sent, self._transfers = self._transfers, []
        found: list[Page] = []
        for from_ms, to_ms, count in sent:
            if count == _PLACE_BYTES:
                found.append(Page(from_ms, to_ms))
            elif found and count > _PLACE_BYTES:
                found[-1] = Page(found[-1].from_ms, to_ms)
        return found


def rows() -> Iterator[tuple[str, str]]:
    """(what, figure), each as soon as it is measured."""
    rig = EmulatedRig(skin="good", files=image.laid(_MARK, after=False))
    watched = Watched(rig)
    polls: list[tuple[float, int | None]] = []
    rig.chip.watch(_MARK_GPIO, lambda t_us, level: polls.append((t_us, level)))
    until(rig, "SELF_TEST")
    until(rig, "IDLE")
    rig.run(500)
    yield from _idle(rig, watched)
    rig.press("START", 650)
    until(rig, "RUN")
    watched.pages()
    polls.clear()
    rig.run(_RUN_MS)
    took_ms = sorted((b[0] - a[0]) / 1e3 for a, b in pairwise(polls) if a[1])
    most = f"{took_ms[len(took_ms) // 2]:.1f} ms, at most {took_ms[-1]:.1f} ms"
    yield "a poll, in a session", most
    yield "a row on the bus, in a session", _span(watched.pages())
    yield "longest time between ticks in that session", f"{rig.status['late_us']} µs"
    rig.plug_screen(False)
    yield from _heap()


def _idle(rig: EmulatedRig, watched: Watched) -> Iterator[tuple[str, str]]:
    watched.pages()
    rig.run(_RENEW_MS)
    pages = watched.pages()
    yield "a row on the bus, idle", _span(pages)
    whole = next(p for p in zip(*(pages[at:] for at in range(PAGES))) if _in_one(p))
    yield "all 8 rows, one a poll of 20 ms", f"{whole[-1].to_ms - whole[0].from_ms:.0f} ms"


def _in_one(pages: tuple[Page, ...]) -> bool:
    return all(b.from_ms - a.to_ms < 100 for a, b in pairwise(pages))


def _span(pages: list[Page]) -> str:
    took_ms = [page.to_ms - page.from_ms for page in pages]
    return f"{min(took_ms):.1f} to {max(took_ms):.1f} ms"


def _heap() -> Iterator[tuple[str, str]]:
    rig = EmulatedRig(files=image.bare())
    rig.run(300)
    for line in rig.chip.execute(_HEAP, 20_000).splitlines():
        kind, _, rest = line.partition(" ")
        what, _, count = rest.rpartition(", ")
        if kind == "HEAP":
            yield f"heap: {what}", f"{count} bytes"
        elif kind == "TOOK":
            yield f"working out {what}, no ticks", f"{int(count) / 1000:.1f} ms"
