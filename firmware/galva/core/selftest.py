"""The self-test into the 10.0 kOhm dummy, relay released: the quick part before every session,
the whole at power-on and before a fault is cleared.

Steps of hardware.md section 6: absolute windows (+-8 %), and once the board has a reference also
narrow ones around what its own parts gave at commissioning. S7 and S8 come after G3 alone: with a
welded relay they would put more than the start cap through the skin.
"""

from array import array

from .bridge import BOTH_HIGH, BOTH_LOW, MINUS, PLUS, SHUNT
from .limits import require
from .session import CHECKED
from .window import Window

RUNNING, PASSED, FAILED = range(3)
RAIL_MS = 100  # HV rises in 5 ms; relay and dividers settle
STEP_MS = 100  # ESP32: a new step reaches the skin 35 ms later, and 40 ms are averaged
_GATE_MS = 400  # the relay falls 120 ms after the last edge, and then 250 ms are summed
_SUMMED_MS = 250
_DOWN_MS = 400  # HV falls with 40 ms
_CHANNELS = 3  # I, VB, VT
_AVERAGED = 8  # the last samples of a step, all long after its edge
_ZERO_MS = 300  # of the step whose zero the session stands on: at 10 uA a count is 460 Ohm
_ZEROED = 40

# What a step wants besides the bridge: rail on and ALIVE low, but for one thing.
PLAIN, STATIC, EDGES, FULL, NO_RAIL = range(5)  # ALIVE high, ALIVE toggling, no code limit, -

# (step, bridge, uA set, ms, I least..most uA, VT - VB least..most mV, VT least..most mV, line,
#  near the reference, what to check). VT - VB is relative to S0, whose own bounds are those of two
# uncalibrated dividers. I holds the worst of 1500 simulated builds, uncalibrated (tools/builds):
# 7.4, 13.4..25.6, 93..108.5. The limiter of S7 drifts 0.42 %/K: no reference holds it.
TABLE = (
    ("S0", SHUNT, 0, RAIL_MS, 0, 8, -600, 600, 16_600, 18_300, PLAIN, True)
    + ("HV supply, dividers of VB and VT, U1A, QN, DAC",),
    ("S1", SHUNT, 300, STEP_MS, 280, 325, -100, 180, 16_000, 18_000, PLAIN, True)
    + ("DAC, RS1, RS2, U1C, crowbar of U2",),
    ("S2", PLUS, 0, STEP_MS, 0, 8, -60, 120, 16_600, 18_300, PLAIN, True)
    + ("leg A: U2, RPUA, QSA; leak at VB",),
    ("S3", PLUS, 20, STEP_MS, 13, 27, 330, 460, 16_500, 18_300, PLAIN, True)
    + ("K1 welded; RDUM, RP1, RP2, level shifters of PA and PB",),
    ("S3", PLUS, 100, STEP_MS, 91, 110, 1800, 2130, 16_300, 18_300, PLAIN, True)
    + ("RDUM, RP1, RP2, U2",),
    ("S4", MINUS, 100, STEP_MS, 91, 110, 1800, 2130, 16_300, 18_300, PLAIN, True)
    + ("U2 and the level shifters of PA and PB",),
    ("S5", BOTH_LOW, 20, STEP_MS, 4, 18, 16_000, 18_300, 16_600, 18_300, PLAIN, True)
    + ("switches to VB stuck: U2, QSA, QSB; RB",),
    ("S6", BOTH_HIGH, 20, STEP_MS, 4, 18, 16_000, 18_300, 16_600, 18_300, PLAIN, True)
    + ("switches to VT stuck: U2, QSA, QSB",),
    ("S9", SHUNT, 0, _ZERO_MS, 0, 8, -60, 60, 16_600, 18_300, PLAIN, True)
    + ("crowbar of U2, QSZ",),
    ("G1", PLUS, 10, _GATE_MS, 3, 18, 130, 280, 16_500, 18_300, STATIC, False)
    + ("C1, C2: ALIVE's level holds the relay",),
    ("G2", PLUS, 10, _GATE_MS, 0, 18, -60, 18_300, 16_400, 18_300, EDGES, False)
    + ("lift the electrodes off and try again; else K1, its coil, M1, M2, the pump",),
    ("G3", PLUS, 10, _GATE_MS, 3, 18, 130, 280, 16_500, 18_300, PLAIN, False)
    + ("K1 or M1, M2 stuck: the relay does not open",),
    ("S8", MINUS, 450, STEP_MS, 414, 486, 8100, 9600, 16_000, 18_000, PLAIN, True)
    + ("compliance: HV, RLIM, U2",),
    ("S7", PLUS, 760, STEP_MS, 540, 690, 10_200, 14_000, 12_000, 15_400, FULL, False)
    + ("the limiter: RLIM, QL1, QL2",),
    ("S10", SHUNT, 0, _DOWN_MS, -3, 8, -700, 700, -100, 400, NO_RAIL, False)
    + ("the rail does not go off: U5, QH; an open input of the ADC",),
)  # fmt: skip
_STEPS = [row[0] for row in TABLE]
_GATE = _STEPS.index("G1")  # the quick part ends before it
_AFTER_GATE = _STEPS.index("S8")
_NO_SKIN = ("G1", "G3")  # the dummy, and the same twice; G2 is anything else
_SAME_Q4 = 17  # 1/16 counts, 4.9 mV: 0.5 kOhm at 10 uA. The noise of 250 samples is 1.1 mV


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
        if not TABLE[at][11]:
            continue
        i, vb, vt = counts[_CHANNELS * at : _CHANNELS * at + _CHANNELS]
        well = _absolute(cal, at, i, vb, vt, 1, zero if at else 0)
        require(well, where, TABLE[at][0] + " is outside its window: calibrate again")


class SelfTest:
    """Walks the table one tick at a time. `bridge`, `ua` and `line` are what the engine drives.

    readings: I, VB, VT in counts of each step so far; after the whole has PASSED, the reference
    to store.
    """

    watched = False  # open and short-circuited paths are what it makes
    ends = CHECKED  # how a test ends that no session follows

    def __init__(self, cal: "Calibration", tick_ms: int) -> None:
        self._cal = cal
        self._tick_ms = tick_ms
        self._window = Window()  # of all samples of a G step
        self.zero_counts = 0  # VT - VB with the crowbar closed
        self.zero_q4 = 0  # the same in 1/16 counts
        self.rail_counts = 0  # VT with nothing drawn
        self.i_counts = 0  # I with nothing drawn
        self.readings = array("h", [0] * (_CHANNELS * len(TABLE)))
        self.proven = False  # the whole, relay and all, has passed since power-on
        self.start(False, False)

    def start(self, whole: bool, gate: bool, alone: bool = False) -> None:
        """Back to the first step. gate: the whole includes G1-G3, for which USB must be off.

        alone: no session follows.
        """
        self.whole = whole
        self.alone = alone
        self.gate = gate
        self.verdict = RUNNING
        self._dummy_q4 = 0
        self.at = 0
        self._begin()

    def _begin(self) -> None:
        row = TABLE[self.at]
        self.step = row[0]
        self.bridge = row[1]
        self.ua = row[2]
        self.line = row[10]
        self.part = row[12]
        self._left = row[3] // self._tick_ms
        self._zeroed = min(_ZEROED, self._left >> 1)
        self._sum_i = 0
        self._sum_vb = 0
        self._sum_vt = 0
        self._sum_drop = 0

    def add(self, sense: "Monitors") -> int:
        """One tick of the present step: RUNNING, PASSED or FAILED (`step`, `part`)."""
        self._left -= 1
        if self._left < self._zeroed:
            self._sum_drop += sense.vt - sense.vb
        if self._left < _AVERAGED:
            self._sum_i += sense.i
            self._sum_vb += sense.vb
            self._sum_vt += sense.vt
        if _GATE <= self.at < _AFTER_GATE and self._left == _SUMMED_MS // self._tick_ms:
            self._window.take(sense.plus_n, sense.plus_i, sense.plus_vb, sense.plus_vt)
        if not self._left:
            self._conclude(sense)
        return self.verdict

    def _conclude(self, sense: "Monitors") -> None:
        self._keep()
        if not self._in_window() or not self._relay_moved(sense):
            self.verdict = FAILED
            return
        if self.bridge == SHUNT and not self.ua and self.line == PLAIN:  # S0, S9
            self.i_counts = self._sum_i // _AVERAGED
            self.rail_counts = self._sum_vt // _AVERAGED
            self.zero_q4 = self._sum_drop * 16 // self._zeroed
            self.zero_counts = (self.zero_q4 + 8) >> 4
        self.at += 1
        if self.at == _GATE and self.whole and not self.gate:
            self.at = _AFTER_GATE
        if self.at == (len(TABLE) if self.whole else _GATE):
            self.verdict = PASSED
            self.proven = self.proven or (self.whole and self.gate)
        else:
            self._begin()

    def _relay_moved(self, sense: "Monitors") -> bool:
        """G1 and G3 meet the same, the dummy, and G2 something else."""
        if not _GATE <= self.at < _AFTER_GATE:
            return True
        window = self._window
        window.take(sense.plus_n, sense.plus_i, sense.plus_vb, sense.plus_vt)
        drop_q4 = (window.vt - window.vb) * 16 // max(1, window.n)
        if self.step == "G1":
            self._dummy_q4 = drop_q4
        same = abs(drop_q4 - self._dummy_q4) <= _SAME_Q4
        return same == (self.step in _NO_SKIN)

    def _keep(self) -> None:
        at = _CHANNELS * self.at
        self.readings[at] = self._sum_i // _AVERAGED
        self.readings[at + 1] = self._sum_vb // _AVERAGED
        self.readings[at + 2] = self._sum_vt // _AVERAGED

    def _in_window(self) -> bool:
        """In the absolute window and, once there is a reference, in its own too.

        Its own is not enough: 2.5 % of VB would let a relay welded to 5 kOhm of skin pass S3.
        """
        at = self.at
        i, vb, vt = self._sum_i, self._sum_vb, self._sum_vt
        zero = self.zero_counts if at else 0
        if not _absolute(self._cal, at, i, vb, vt, _AVERAGED, zero):
            return False
        if not self._cal.reference or not TABLE[at][11]:
            return True
        return _as_at_commissioning(self._cal, at, i, vb, vt, _AVERAGED)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Monitors
    from .calib import Calibration
