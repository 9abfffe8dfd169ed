"""One function a group of budgets: {what: figure}. Emulated time and counts only."""

from host_tests.budgets import depth
from host_tests.budgets.pauses import in_session
from tools.bench import device
from tools.bench import stack as on_stack
from tools.bench.compare import COUNT_MS, cpu_share
from tools.bench.on_chip import ENGINE
from tools.emulator.rig import EmulatedRig

_TICK_MS = 5


def ticks() -> dict[str, float]:
    """A session ticked by hand: cycles, and bytes that the heap grew by in all ticks."""
    seen = list(device.session_ticks())
    figures: dict[str, float] = {f"tick in {each.state}, mean": each.mean_cycles for each in seen}
    figures["longest tick"] = max(each.most_cycles for each in seen)
    figures["heap that ticks allocate"] = sum(each.bytes_grown for each in seen)
    return figures


def guard() -> dict[str, float]:
    """Of the processor, as a busy loop loses it."""
    return {"guard, each sample": round(100 * cpu_share(ENGINE, COUNT_MS), 2)}


def memory() -> dict[str, float]:
    """After a collection; what a board's folder holds as bytecode."""
    return {
        "free heap in IDLE": device.free_heap(),
        "all .mpy files of a pico": device.mpy_bytes(),
    }


def stack() -> dict[str, float]:
    """The least from power-on to the records of a session."""
    least = min(free for _step, free in on_stack.free(EmulatedRig()))
    return {"stack free above MicroPython's margin": least}


def start() -> dict[str, float]:
    """From the reset; what is the firmware's of it."""
    off, on = device.safe(), device.ready()
    return {
        "reset to outputs safe, of it boot.py": round(off.firmware_us / 1000, 2),
        "reset to outputs safe, MicroPython's start too": round(off.off_us / 1000, 2),
        "reset to the first answer": on.answers_ms,
        "reset to ready": on.tested_ms,
    }


def calls() -> dict[str, float]:
    """The application's count what runs under it on the chip."""
    most = depth.deepest()
    most[depth.APPLICATION] += depth.BELOW
    return {f"deepest calls, {chain}": most[chain] for chain in depth.CHAINS}


def pauses() -> dict[str, float]:
    """In RUN."""
    seen = in_session()
    return {
        "longest step of the application in a session": round(seen.step_ms, 2),
        "longest delay of a tick in a session, collections too": round(seen.tick_ms - _TICK_MS, 3),
    }
