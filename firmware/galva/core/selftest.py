"""The self-test into the 10.0 kOhm dummy before every session, relay released.

Steps of hardware.md section 6: absolute windows (+-8 %), and once the board has a reference also
narrow ones around what its own parts gave at commissioning. S7 and S8 are not among them: were
the relay welded, they would put more than the start cap through the skin.
"""

from array import array

from .bridge import BOTH_HIGH, BOTH_LOW, MINUS, PLUS, SHUNT
from .limits import require

RUNNING, PASSED, FAILED = range(3)
RAIL_MS = 100  # HV rises in 5 ms; relay and dividers settle
STEP_MS = 100  # ESP32: a new step reaches the skin 35 ms later, and 40 ms are averaged
_CHANNELS = 3  # I, VB, VT
_AVERAGED = 8  # the last samples of a step, all long after its edge

# (step, bridge, uA set, ms, I least..most uA, VT - VB least..most mV, VT least..most mV)
# VT - VB is relative to S0, whose own bounds are those of two uncalibrated dividers. I holds the
# worst of 1500 simulated builds, uncalibrated (tools/builds): 7.4, 13.4..25.6, 93..108.5.
TABLE = (
    ("S0", SHUNT, 0, RAIL_MS, 0, 8, -600, 600, 16_600, 18_300),
    ("S1", SHUNT, 300, STEP_MS, 280, 325, -100, 180, 16_000, 18_000),
    ("S2", PLUS, 0, STEP_MS, 0, 8, -60, 120, 16_600, 18_300),
    ("S3", PLUS, 20, STEP_MS, 13, 27, 330, 460, 16_500, 18_300),  # a welded relay shows here
    ("S3", PLUS, 100, STEP_MS, 91, 110, 1800, 2130, 16_300, 18_300),
    ("S4", MINUS, 100, STEP_MS, 91, 110, 1800, 2130, 16_300, 18_300),
    ("S5", BOTH_LOW, 20, STEP_MS, 4, 18, 16_000, 18_300, 16_600, 18_300),
    ("S6", BOTH_HIGH, 20, STEP_MS, 4, 18, 16_000, 18_300, 16_600, 18_300),
    ("S9", SHUNT, 0, STEP_MS, 0, 8, -60, 60, 16_600, 18_300),
)


def _near(value: int, reference: int, per_mille: int, slack: int) -> bool:
    return abs(value - reference) <= reference * per_mille // 1000 + slack


def _as_at_commissioning(cal: "Calibration", at: int, i: int, vb: int, vt: int, n: int) -> bool:
    """I within 3 % + 4 uA, VB and VT within 2.5 % + 0.2 V of the reference; sums of n."""
    at *= _CHANNELS
    i_ref, vb_ref, vt_ref = cal.reference[at], cal.reference[at + 1], cal.reference[at + 2]
    return (
        _near(cal.na(i, vb, n) // n, cal.na(i_ref, vb_ref), 30, 4000)
        and _near(cal.mv(vb) // n, cal.mv(vb_ref), 25, 200)
        and _near(cal.mv(vt) // n, cal.mv(vt_ref), 25, 200)
    )


def _absolute(cal: "Calibration", at: int, i: int, vb: int, vt: int, n: int, zero: int) -> bool:
    """Inside the windows of TABLE, which fit every good build; zero: VT - VB in counts."""
    row = TABLE[at]
    drop_mv = cal.mv(vt - vb - n * zero) // n
    return (
        row[4] <= cal.na(i, vb, n) // (n * 1000) <= row[5]
        and row[6] <= drop_mv <= row[7]
        and row[8] <= cal.mv(vt) // n <= row[9]
    )


def check_reference(cal: "Calibration") -> None:
    """ConfigError unless cal.reference is empty or a self-test that passes, in counts."""
    counts = cal.reference
    if not counts:
        return
    where = "calibration reference"
    of_table = len(counts) == _CHANNELS * len(TABLE)
    require(of_table, where, "not three counts for each step: calibrate again")
    zero = counts[2] - counts[1]
    for at in range(len(TABLE)):
        i, vb, vt = counts[_CHANNELS * at : _CHANNELS * at + _CHANNELS]
        well = _absolute(cal, at, i, vb, vt, 1, zero if at else 0)
        require(well, where, TABLE[at][0] + " is outside its window: calibrate again")


class SelfTest:
    """Walks the table one tick at a time. `bridge` and `ua` are what the engine drives.

    readings: I, VB, VT in counts of each step so far; after PASSED, the reference to store.
    """

    def __init__(self, cal: "Calibration", tick_ms: int) -> None:
        self._cal = cal
        self._tick_ms = tick_ms
        self.zero_counts = 0  # VT - VB with the crowbar closed
        self.rail_counts = 0  # VT with nothing drawn
        self.readings = array("h", [0] * (_CHANNELS * len(TABLE)))
        self.start()

    def start(self) -> None:
        """Back to the first step."""
        self.verdict = RUNNING
        self._at = 0
        self._begin()

    def _begin(self) -> None:
        row = TABLE[self._at]
        self.step = row[0]
        self.bridge = row[1]
        self.ua = row[2]
        self._left = row[3] // self._tick_ms
        self._sum_i = 0
        self._sum_vb = 0
        self._sum_vt = 0

    def add(self, i: int, vb: int, vt: int) -> int:
        """One sample (counts) of the present step: RUNNING, PASSED or FAILED (`step`)."""
        self._left -= 1
        if self._left < _AVERAGED:
            self._sum_i += i
            self._sum_vb += vb
            self._sum_vt += vt
        if not self._left:
            self._conclude()
        return self.verdict

    def _conclude(self) -> None:
        self._keep()
        if not self._in_window():
            self.verdict = FAILED
            return
        if self.bridge == SHUNT and not self.ua:  # S0, S9: the zero and rail of the session
            self.rail_counts = self._sum_vt // _AVERAGED
            self.zero_counts = (self._sum_vt - self._sum_vb) // _AVERAGED
        self._at += 1
        if self._at == len(TABLE):
            self.verdict = PASSED
        else:
            self._begin()

    def _keep(self) -> None:
        at = _CHANNELS * self._at
        self.readings[at] = self._sum_i // _AVERAGED
        self.readings[at + 1] = self._sum_vb // _AVERAGED
        self.readings[at + 2] = self._sum_vt // _AVERAGED

    def _in_window(self) -> bool:
        """In the absolute window and, once there is a reference, in its own too.

        Its own is not enough: 2.5 % of VB would let a relay welded to 5 kOhm of skin pass S3.
        """
        at = self._at
        i, vb, vt = self._sum_i, self._sum_vb, self._sum_vt
        zero = self.zero_counts if at else 0
        return _absolute(self._cal, at, i, vb, vt, _AVERAGED, zero) and (
            not self._cal.reference or _as_at_commissioning(self._cal, at, i, vb, vt, _AVERAGED)
        )


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .calib import Calibration
