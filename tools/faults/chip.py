"""The subset of the campaign that runs on the emulated chip: each kind of fault, each state."""

import random
from collections.abc import Callable
from typing import Any

from tools.bench.stops import hang

_GARBAGE_BYTES = 3000
_INTERRUPT = 3  # what MicroPython takes for Ctrl-C

# state: faults of tables.FAULTS
CASES = {
    "SELF_TEST": ("none", "relay welded", "sink shorted"),
    "CHECK": ("dac full scale", "open", "wet: 500 ohm"),
    "RAMP_UP": ("rs1 short", "sck low", "START bounces"),
    "RUN+": (
        *("none", "sink shorted", "rs2 half", "hv 16V", "xa1 off", "run low", "runaway"),
        *("mosi low", "alive low", "adc_i low", "adc_vt jumping", "open", "short", "usb power"),
        *("serial garbage", "ctrl-c", "application hangs", "processor stops", "adc never ready"),
    ),
    "RUN-": ("dac gain x2", "pb low"),
    "HOLD": ("none", "vref +10%"),
    "RAMP_DOWN": ("op-amp high",),
    "INFUSE": ("rs1 half", "open"),
}
LIFT_OFFS = 20


def _garbage(rig: Any) -> None:
    letters = [code for code in range(256) if code != _INTERRUPT]
    rig.chip.send(bytes(random.Random(1).choices(letters, k=_GARBAGE_BYTES)))


def _never_ready(rig: Any) -> None:
    rig.chip.mcu.adc.on_adc_read = lambda _channel: None


HOST: dict[str, Callable[..., None]] = {
    "garbage": _garbage,
    "ctrl-c": lambda rig: rig.chip.send(bytes([_INTERRUPT])),
    "application hangs": lambda rig: hang(rig, interrupts=True),
    "processor stops": hang,
    "adc never ready": _never_ready,
}
