"""What a faulty channel of the ADC makes of a reading. Counts of 12 bits, times in us."""

import math
import random
from dataclasses import dataclass

CHANNELS = {"adc_i": 0, "adc_vb": 1, "adc_vt": 2}
_MOST = 4095
HUM_US = 20_000.0  # 50 Hz


@dataclass(frozen=True)
class Spoilt:
    """stuck: always this; frozen: as it was when it broke; jumps: 0 and full scale in turn.

    offset: counts more; noise: standard deviation; hum: amplitude of 50 Hz.
    """

    stuck: int | None = None
    frozen: bool = False
    jumps: bool = False
    offset: int = 0
    noise: float = 0.0
    hum: float = 0.0


SPOILT = {
    "low": Spoilt(stuck=0),
    "high": Spoilt(stuck=_MOST),
    "half": Spoilt(stuck=2048),
    "frozen": Spoilt(frozen=True),
    "jumping": Spoilt(jumps=True),
    "noisy": Spoilt(noise=200.0),
    "offset up": Spoilt(offset=300),
    "offset down": Spoilt(offset=-300),
    "hum": Spoilt(hum=10.0),  # 2 uA at I, 46 mV at VB and VT
    "strong hum": Spoilt(hum=200.0),
}


class Monitors:
    """The three channels and what is wrong with each. The same seed gives the same noise."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._wrong: dict[str, Spoilt] = {}
        self._last: dict[str, int] = {}

    def spoil(self, role: str, name: str) -> None:
        """A name of SPOILT for adc_i, adc_vb or adc_vt; ValueError for another of either."""
        for known, one in ((CHANNELS, role), (SPOILT, name)):
            if one not in known:
                raise ValueError(f"monitors: no {one!r}; one of {', '.join(known)}")
        self._wrong[role] = SPOILT[name]

    def reading(self, t_us: float, role: str, counts: int) -> int:
        """What the channel gives at t_us for this many true counts, 0..4095."""
        wrong = self._wrong.get(role)
        if wrong:
            counts = self._spoilt(wrong, t_us, self._last.get(role, counts), counts)
        self._last[role] = counts
        return counts

    def _spoilt(self, wrong: Spoilt, t_us: float, last: int, counts: int) -> int:
        if wrong.stuck is not None:
            return wrong.stuck
        if wrong.frozen:
            return last
        if wrong.jumps:
            return 0 if last else _MOST
        value = counts + wrong.offset + wrong.hum * math.sin(2 * math.pi * t_us / HUM_US)
        if wrong.noise:
            value += self._random.gauss(0.0, wrong.noise)
        return min(max(round(value), 0), _MOST)
