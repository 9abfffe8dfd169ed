"""Where the heap goes: what each module of the device keeps, once it is imported and set up."""

from tools import image
from tools.emulator.rig import EmulatedRig

_TIMEOUT_MS = 60_000

# Runs on the chip. A module's own bytes: without those of what it is the first to import.
_LOOK = """
import builtins, gc, sys
real = builtins.__import__
seen = set(sys.modules)
inner = [0]

def hook(name, *more):
    there = set(sys.modules)  # whoever imports this among them
    gc.collect()
    before = gc.mem_alloc()
    inner.append(0)
    module = real(name, *more)
    gc.collect()
    grown = gc.mem_alloc() - before
    own = grown - inner.pop()
    inner[-1] += grown
    names = [name for name in sys.modules if name not in there and name not in seen]
    seen.update(names)
    if names:
        print("OWN", ",".join(names), own)
    return module

gc.threshold(32768)
builtins.__import__ = hook
from board import BOARD
from galva import app, hal
hal.load(BOARD)
gc.collect()
loaded = gc.mem_free()
device = hal.build(BOARD)
gc.collect()
built = gc.mem_free()
serve = app.main(device)
device.off()
builtins.__import__ = real
gc.collect()
print("OWN what hal.build makes", loaded - built)
print("OWN what app.main makes", built - gc.mem_free())
"""


def by_module() -> dict[str, int]:
    """{module: bytes it keeps}, the largest first; "what ... makes": objects that are built.

    A module whose names make MicroPython lengthen its table of all names has some kB more.
    """
    content = image.files("pico")
    del content["main.py"]
    rig = EmulatedRig(files=content)
    rig.run(300)
    kept: dict[str, int] = {}
    for line in rig.chip.execute(_LOOK, _TIMEOUT_MS).splitlines():
        if line.startswith("OWN"):
            _, *what, count = line.split()
            kept[" ".join(what)] = int(count)
    return dict(sorted(kept.items(), key=lambda item: -item[1]))
