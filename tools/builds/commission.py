"""A board on the bench: driven and read as its firmware does, calibrated as its maker does.

The two points of hardware.md section 7, with the relay released: the multimeter's volts are those
of the internal 10.0 kOhm dummy.
"""

import json
import zlib

from galva.core import calib, selftest
from galva.core.bridge import PLUS
from galva.core.calib import Calibration
from galva.core.selftest import SelfTest
from tools.sim.afe import Afe
from tools.sim.mcp4821 import REF_MV
from tools.sim.parts import Parts
from tools.sim.skin import Skin

FILE = calib.RECORD + ".a"  # the first of the record's two files
LOW_UA, HIGH_UA = 50, 450
READINGS = 64  # summed into one
_CODES = 4096
_UP_US = 20_000.0

Record = dict[str, object]


class Bench:
    """Circuit A at rest in a state that is changed by hand; time plays no part.

    bow_codes: how far the DAC's line is bent in the middle (its INL).
    """

    def __init__(
        self, parts: Parts, *, bow_codes: float = 0.0, noise: bool = True, seed: int = 0
    ) -> None:
        self._afe = Afe(parts=parts, noise=noise, seed=seed)
        self._bow_codes = bow_codes
        self._afe.change(0.0, hv_en=1)
        self._afe.advance(_UP_US)

    def drive(self, bridge: int, code: int, load_ohm: float | None = None) -> None:
        """A bridge state and a DAC code into load_ohm, or the dummy."""
        bow = 4 * self._bow_codes * code * (_CODES - code) / _CODES**2
        if load_ohm is not None:
            self._afe.touch(_UP_US, Skin(load_ohm))
        self._afe.change(
            _UP_US,
            pa=bridge & 1,
            pb=bridge >> 1 & 1,
            run=bridge >> 2,
            relay=int(load_ohm is not None),
            dac_mv=(code + bow) / _CODES * REF_MV,
        )

    @property
    def load_ua(self) -> float:
        """Current through the load or the dummy."""
        return self._afe.load_ua

    def dummy_mv(self) -> float:
        """What an ideal multimeter shows over the dummy."""
        return self.load_ua * self._afe.parts.dummy_kohm

    def counts(self, n: int = 1) -> tuple[int, int, int]:
        """I, VB, VT: n conversions, summed."""
        i, vb, vt = (sum(self._afe.counts(channel) for _ in range(n)) for channel in range(3))
        return i, vb, vt


def self_test(bench: Bench, cal: Calibration) -> SelfTest:
    """The firmware's own self-test on this board, to its end."""
    test = SelfTest(cal, 1)
    while test.verdict == selftest.RUNNING:
        bench.drive(test.bridge, cal.code(test.ua))
        test.add(*bench.counts())
    return test


def fitted(bench: Bench, dmm_gain: float = 1.0) -> Record:
    """The record of the two points; dmm_gain: what the multimeter makes of a volt."""
    points = []
    for ua in (LOW_UA, HIGH_UA):
        code = Calibration().code(ua)
        bench.drive(PLUS, code)
        i, vb, _vt = bench.counts(READINGS)
        dmm_na = round(bench.dummy_mv() * dmm_gain / 10.0 * 1000)
        points.append((code, dmm_na, i, vb, READINGS))
    return calib.fit(points)


def with_reference(bench: Bench, record: Record) -> Record:
    """The record with the board's own self-test in it. ValueError: it does not pass."""
    test = self_test(bench, Calibration(record))
    if test.verdict != selftest.PASSED:
        raise ValueError(f"the self-test fails at {test.step}: this board cannot be commissioned")
    return {**record, calib.REFERENCE: list(test.readings)}


def nominal() -> Record:
    """The record of a commissioned board whose every part has its nominal value."""
    return with_reference(Bench(Parts(), noise=False), calib.nominal_record())


def record_line(record: Record) -> bytes:
    """A first record as the device's store writes it (firmware/galva/hal/store.py)."""
    text = json.dumps({**record, "counter": 1}, sort_keys=True)
    return f'{text[:-1]}, "crc": {zlib.crc32(text.encode())}}}\n'.encode()
