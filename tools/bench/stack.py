"""How much of the chip's stack the firmware leaves: the application's calls, the tick's on top.

MicroPython refuses a call that would leave less than MARGIN_BYTES: in the tick that is a fault.
"""

from collections.abc import Callable, Iterator

from tools.emulator.rig import EmulatedRig

BOTTOM, TOP = 0x20040000, 0x20042000  # of the RP2040 port: its last 8 KiB of memory
MARGIN_BYTES = 256  # MICROPY_STACK_CHECK_MARGIN of that port
_MARK = 0xA5A5A5A5
_IN_USE_BYTES = 64  # below the stack pointer, kept: an instruction may be half done
_SP = 13
_STATE_MOST_MS = 12_000


def mark(rig: EmulatedRig) -> None:
    """Fill what is free now."""
    mcu = rig.chip.mcu
    for address in range(BOTTOM, mcu.core.registers[_SP] - _IN_USE_BYTES, 4):
        mcu.write_uint32(address, _MARK)


def least_bytes(rig: EmulatedRig) -> int:
    """Least that was free above the margin since mark(); negative: a call was refused."""
    read = rig.chip.mcu.read_uint32
    used = next(address for address in range(BOTTOM, TOP, 4) if read(address) != _MARK)
    return used - BOTTOM - MARGIN_BYTES


def _until(rig: EmulatedRig, *states: str) -> None:
    end_ms = rig.now_ms + _STATE_MOST_MS
    while rig.status.get("state") not in states:
        if rig.now_ms > end_ms:
            raise RuntimeError(f"{states} was not reached: {rig.status or rig.console}")
        rig.run(20)


def _start(rig: EmulatedRig) -> None:
    """START writes a file before it begins."""
    rig.touch("good")
    rig.press("START", 650)
    _until(rig, "RAMP_UP")


def _ends(rig: EmulatedRig) -> None:
    rig.press("START")
    _until(rig, "IDLE")
    rig.run(1000)  # its records are written


# What a person and a host do, from power-on: each begins where the one before ended.
STEPS: tuple[tuple[str, Callable[[EmulatedRig], None]], ...] = (
    ("power-on", lambda rig: _until(rig, "IDLE")),
    ("START held, until it ramps", _start),
    ("RUN", lambda rig: rig.run(1500)),
    ("stop, and the records", _ends),
)


def free(rig: EmulatedRig) -> Iterator[tuple[str, int]]:
    """(step, least bytes free in it) of STEPS; the rig has just been made."""
    rig.run(60)  # MicroPython runs
    for name, do in STEPS:
        mark(rig)
        do(rig)
        yield name, least_bytes(rig)
