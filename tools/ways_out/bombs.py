"""What goes wrong on the device itself: code that is laid into it, and lit from outside.

The firmware is the real one; its main.py also imports `bombs`, which hangs a fuse on the START
button's driver, for that is asked in every turn of the application's loop. A bomb raises the mark
pin at the very moment at which it goes off.
"""

from dataclasses import dataclass

from tools import image
from tools.emulator.rig import EmulatedRig

MARK_GPIO = 15  # free on the pico
_POLL_MS = 0.05

_PLACE = f"""
from array import array
from uctypes import addressof
import gc
import machine

fuse = array("i", [0])  # number of the bomb that is lit
mark = machine.Pin({MARK_GPIO}, machine.Pin.OUT, value=0)

class Fuse:
    def __init__(self, device):
        self._device = device
        self._pressed = device.buttons["start"].pressed

    def pressed(self):
        lit = fuse[0]
        if lit:
            fuse[0] = 0
            BOMBS[lit - 1](self._device)
        return self._pressed()

def place(device):
    device.buttons["start"] = Fuse(device)
    # A name that is new to an object moves its table; a tick that comes just then finds nothing.
    device.output.renew = device.output.renew
    device.sense.sample = device.sense.sample
    print("FUSE", addressof(fuse))

def in_the_tick(device, effect):
    def bad():  # *arguments would allocate
        mark(1)
        effect()
    device.sense.sample = bad
"""

# name: a function `bomb(device)`
BOMBS = {
    "exception in the application": """
    mark(1)
    raise ValueError("bomb")
""",
    "exception in a driver the application calls": """
    def bad(*_arguments):
        mark(1)
        raise OSError(5)
    device.signal.light = bad
""",
    "MemoryError in the application": """
    end = None
    for _ in range(2):
        gc.collect()
        gc.disable()
        size = 1 << 16
        while size > 8:
            try:
                end = end, bytearray(size)
            except MemoryError:
                size //= 2
        gc.enable()
    mark(1)
    bytearray(1 << 12)  # not to be found even among what those MemoryErrors left behind
""",
    "Ctrl-C while memory is cleared": """
    mark(1)
    gc.collect()
""",
    "exception in the tick": """
    def effect():
        raise ValueError("bomb")
    in_the_tick(device, effect)
""",
    "exception in a driver the tick calls": """
    def bad(_wave, _trim):
        mark(1)
        raise OSError(5)
    device.output.renew = bad
""",
    "MemoryError in the tick": """
    in_the_tick(device, lambda: bytearray(1000))
""",
    "exception in the guard": """
    def bad(_sm):
        mark(1)
        raise ValueError("bomb")
    device.output.machine.irq(bad, hard=True)
""",
    "endless loop in the application": """
    mark(1)
    while True:
        pass
""",
    "endless loop in the application, interrupts off": """
    mark(1)
    machine.disable_irq()
    while True:
        pass
""",
    "endless loop in the tick": """
    def effect():
        while True:
            pass
    in_the_tick(device, effect)
""",
    "endless loop in the guard": """
    def bad(_sm):
        mark(1)
        while True:
            pass
    device.output.machine.irq(bad, hard=True)
""",
    "the tick's timer stops": """
    mark(1)
    device.ticker.stop()
""",
    "machine.reset()": """
    mark(1)
    machine.reset()
""",
    "machine.soft_reset()": """
    mark(1)
    machine.soft_reset()
""",
}


def files() -> dict[str, bytes]:
    """The device's files with every bomb laid and none lit."""
    content = image.laid("import bombs; bombs.place(device)")
    names = [f"bomb_{k}" for k in range(len(BOMBS))]
    code = _PLACE + "".join(
        f"\ndef {name}(device):{body}" for name, body in zip(names, BOMBS.values())
    )
    code += f"\nBOMBS = ({', '.join(names)},)\n"
    content["bombs.mpy"] = image.compiled("bombs.py", code.encode())
    return content


@dataclass
class Fuse:
    """The fuse of a device made of `files`, found by what it printed."""

    rig: EmulatedRig

    @property
    def _at(self) -> int:
        return int(self.rig.console.split("FUSE ")[1].split()[0])

    def light(self, name: str, most_ms: float = 1300) -> float:
        """Let it go off; when it did, in ms of the rig. TimeoutError."""
        rig = self.rig
        rig.chip.mcu.write_uint32(self._at, list(BOMBS).index(name) + 1)
        end_ms = rig.now_ms + most_ms
        marks: list[float] = []
        rig.chip.watch(MARK_GPIO, lambda t_us, _level: marks.append(t_us / 1000))
        while not marks:
            if rig.now_ms > end_ms:
                raise TimeoutError(f"{name} did not go off in {most_ms:.0f} ms")
            rig.run(_POLL_MS)
        return marks[0]
