"""A board on the bench: driven and read as its firmware does, calibrated as its maker does.

The two points of hardware.md section 7, with the relay released: the multimeter's volts are those
of the internal 10.0 kOhm dummy.
"""

import json
import zlib

from galva import VERSION
from galva.core import calib, selftest
from galva.core.bridge import PLUS
from galva.core.calib import Calibration
from galva.core.fit import fit
from galva.core.selftest import SelfTest
from tools.sim.afe import Afe
from tools.sim.mcp4821 import REF_MV
from tools.sim.parts import NOMINAL, Parts
from tools.sim.skin import OPEN, Skin

FILE = calib.RECORD + ".a"  # the first of the record's two files
READ_FILE = "read.a"  # the same of firmware/galva/app/notice.py
LOW_UA = 50  # and nine tenths of the front end's peak
READINGS = 64  # summed into one
_CODES = 4096
_SETTLED_US = 500_000.0  # the rail is up, or down
_TICK_MS = 5

Record = dict[str, object]


class Bench:
    """A front end at rest in a state that is changed by hand; time passes with the rail alone.

    bow_codes: how far the DAC's line is bent in the middle (its INL).
    """

    def __init__(
        self, parts: Parts, *, bow_codes: float = 0.0, noise: bool = True, seed: int = 0
    ) -> None:
        self.figures = calib.front_end(parts.front_end)
        self._afe = Afe(parts=parts, noise=noise, seed=seed)
        self._bow_codes = bow_codes
        self._now_us = 0.0
        self._relay = 0
        self.line(selftest.PLAIN)

    def line(self, line: int) -> None:
        """Rail and relay as a step of the self-test wants them, with nothing at the jacks."""
        self._relay = int(line == selftest.EDGES)
        self._afe.touch(self._now_us, OPEN)
        self._afe.change(self._now_us, hv_en=int(line != selftest.NO_RAIL), relay=self._relay)
        self._now_us += _SETTLED_US
        self._afe.advance(self._now_us)

    def drive(self, bridge: int, code: int, load_ohm: float | None = None) -> None:
        """A bridge state and a DAC code into load_ohm, or the dummy."""
        bow = 4 * self._bow_codes * code * (_CODES - code) / _CODES**2
        if load_ohm is not None:
            self._afe.touch(self._now_us, Skin(load_ohm))
        self._afe.change(
            self._now_us,
            pa=bridge & 1,
            pb=bridge >> 1 & 1,
            run=bridge >> 2,
            relay=self._relay if load_ohm is None else 1,
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


class Reading:
    """Port Sense, as much of it as the self-test asks for."""

    def __init__(self) -> None:
        self.i = self.vb = self.vt = 0
        self.plus = [0] * 4

    def take(self, bench: Bench) -> None:
        """One tick's samples; the sums grow in all states, for only those of PLUS are asked."""
        for _ in range(_TICK_MS):
            self.i, self.vb, self.vt = bench.counts()
            for k, count in enumerate((1, self.i, self.vb, self.vt)):
                self.plus[k] += count


def self_test(bench: Bench, cal: Calibration) -> SelfTest:
    """The firmware's own self-test on this board, the whole of it, to its end."""
    test = SelfTest(cal, _TICK_MS)
    test.start(True, True)
    reading = Reading()
    line = selftest.PLAIN
    bench.line(line)
    while test.verdict == selftest.RUNNING:
        if test.line != line:
            line = test.line
            bench.line(line)
        bench.drive(test.bridge, 4095 if line == selftest.FULL else cal.code(test.ua))
        reading.take(bench)
        test.add(reading)
    bench.line(selftest.PLAIN)
    return test


def fitted(bench: Bench, dmm_gain: float = 1.0) -> Record:
    """The record of the two points; dmm_gain: what the multimeter makes of a volt."""
    points = []
    for ua in (LOW_UA, bench.figures.PEAK_UA * 9 // 10):
        code = Calibration(None, bench.figures).code(ua)
        bench.drive(PLUS, code)
        i, vb, _vt = bench.counts(READINGS)
        dmm_na = round(bench.dummy_mv() * dmm_gain / 10.0 * 1000)
        points.append((code, dmm_na, i, vb, READINGS))
    return fit(points, bench.figures)


def with_reference(bench: Bench, record: Record) -> Record:
    """The record with the board's own self-test in it. ValueError: it does not pass."""
    test = self_test(bench, Calibration(record, bench.figures))
    if test.verdict != selftest.PASSED:
        raise ValueError(f"the self-test fails at {test.step}: this board cannot be commissioned")
    return {**record, calib.REFERENCE: list(test.readings)}


def nominal(front_end: str = "A") -> Record:
    """The record of a commissioned board whose every part has its nominal value."""
    bench = Bench(NOMINAL[front_end], noise=False)
    return with_reference(bench, calib.nominal_record(bench.figures))


def record_line(record: Record) -> bytes:
    """A first record as the device's store writes it (firmware/galva/hal/store.py)."""
    text = json.dumps({**record, "counter": 1}, sort_keys=True)
    return f'{text[:-1]}, "crc": {zlib.crc32(text.encode())}}}\n'.encode()


def read_line() -> bytes:
    """The first record of who has read this version's contraindications, at no known time."""
    return record_line({"version": 1, "unit": "s", "firmware": VERSION, "t": -1})
