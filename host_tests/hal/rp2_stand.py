"""A bench for the RP2's sample stream, on strict fakes: what reached pins and DAC, and when.

The guard is the one of the device, instruction for instruction; the state machine plays words.
"""

import importlib
from array import array
from typing import Any, NamedTuple

import pytest

from host_tests.fake_rig import install

SHUNT, PLUS, MINUS = 0b000, 0b110, 0b101
PA, PB, RUN, HV_EN, ALIVE, CS = 2, 3, 4, 5, 6, 17
ADC_I, ADC_VB, ADC_VT, ADC_BATTERY = 26, 27, 28, 29


class Wave:
    """Port Wave, by hand."""

    def __init__(self, ua: int = 100, n: int = 10, *, watched: bool = False) -> None:
        self.phase_q15 = array("H", [32768] * n)
        self.n = n
        self.floor_ua = 10
        self.watched = watched
        self.ua = ua
        self.first, self.second = PLUS, MINUS

    def next(self) -> None:
        """Nothing changes by itself."""


class Sample(NamedTuple):
    t_us: int
    code: int
    bridge: int  # as it stands when the swap is over


class Stand:
    """A stream on the bench: `samples` are read off the wires."""

    def __init__(self, patch: pytest.MonkeyPatch, cal: Any = None, board: str = "pico") -> None:
        self.world = install(patch)
        definition = importlib.import_module("boards." + board).BOARD
        from galva.core.calib import Calibration
        from galva.hal.rp2.output import StreamOutput
        from galva.hal.rp2.sense import GuardSense

        self.adc = {ADC_I: 500, ADC_VB: 3700, ADC_VT: 3700, ADC_BATTERY: 1613}  # counts
        self.world.read_adc = lambda _t_us, gpio: self.adc[gpio]
        self.world.inputs[definition.pins.vbus] = 0
        self.cal = cal or Calibration()
        self.output = StreamOutput(definition, self.cal)
        self.sense = GuardSense(definition.pins, self.output.guard)
        self.wave: Wave | None = None
        self.output.reference(0, 3800)

    def play(self, wave: Wave) -> None:
        self.output.arm()
        self.output.gate()
        self.take(wave)

    def take(self, wave: Wave) -> None:
        self.wave = wave
        self.output.play(wave)
        self.output.renew(wave, 0)

    def run(self, ms: int, *, renew: bool = True) -> None:
        """Samples go by, and every 5 ms a tick that renews the lease."""
        for k in range(ms):
            if renew and self.wave and not k % 5:
                self.output.renew(self.wave, 0)
            self.world.advance(1000)

    def since(self, at: int = 0) -> list[tuple[Any, Any]]:
        """(device, value) of the timeline from entry `at`."""
        return [(device, value) for _t_us, device, _op, value in self.world.timeline[at:]]

    def samples(self, at: int = 0) -> list[Sample]:
        """Each frame, with the bridge's lines 6 us later."""
        levels = dict.fromkeys((PA, PB, RUN), 0)
        found: list[Sample] = []
        high = 0
        at_us: dict[int, int] = {}
        for k, (t_us, device, _op, value) in enumerate(self.world.timeline):
            if device in levels:
                levels[device] = value
                if found and t_us <= found[-1].t_us + 6:
                    found[-1] = found[-1]._replace(bridge=_bridge(levels))
            elif device == "spi":
                if len(at_us) % 2:
                    assert high & 0xF0 == 0x30  # active, gain 1x
                    if k >= at:
                        found.append(Sample(t_us, (high & 15) << 8 | value, _bridge(levels)))
                high = value
                at_us[k] = t_us
        return found

    @property
    def live(self) -> bool:
        """Current can flow: the bridge drives and the DAC holds a code."""
        codes = self.samples()
        return bool(self.world.levels[RUN]) and bool(codes and codes[-1].code)


def _bridge(levels: dict[int, int]) -> int:
    return levels[RUN] << 2 | levels[PB] << 1 | levels[PA]


def periods(samples: list[Sample], n: int) -> list[list[int]]:
    """Signed codes of the whole periods, from the first sample that drives on."""
    begin = next(k for k, sample in enumerate(samples) if sample.bridge > 4)
    signed = [s.code if s.bridge == PLUS else -s.code for s in samples[begin:]]
    return [signed[k : k + 2 * n] for k in range(0, len(signed) - 2 * n, 2 * n)]


def held_up(stand: Stand, ms: int) -> None:
    """Interrupts are off for this long, as while flash is written."""
    handler, stand.world.stream.handler = stand.world.stream.handler, None
    stand.run(ms, renew=False)
    stand.world.stream.handler = handler
