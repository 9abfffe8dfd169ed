"""The self-test into the 10.0 kOhm dummy, relay released: the quick part before every session,
the whole at power-on and before a fault is cleared.

Steps of hardware.md section 6: absolute windows (+-8 %), and once the board has a reference also
narrow ones around what its own parts gave at commissioning. S7 and S8 come after G3 alone: with a
welded relay they would put more than the start cap through the skin.
"""

from array import array

from .bridge import SHUNT
from .limits import require
from .quick import keep
from .session import CHECKED
from .window import Window

RUNNING, PASSED, FAILED = range(3)
_SUMMED_MS = 250
_CHANNELS = 3  # I, VB, VT
_AVERAGED = 8  # the last samples of a step, all long after its edge
_ZEROED = 40  # of the step whose zero the session stands on

# What a step wants besides the bridge: rail on and ALIVE low, but for one thing.
PLAIN, STATIC, EDGES, FULL, NO_RAIL = range(5)  # ALIVE high, ALIVE toggling, no code limit, -

_NO_SKIN = ("G1", "G3")  # the dummy, and the same twice; G2 is anything else
_SAME_Q4 = 17  # 1/16 counts, 4.9 mV: 0.5 kOhm at 10 uA. The noise of 250 samples is 1.1 mV


def _near(value: int, reference: int, per_mille: int, slack: int) -> bool:
    return abs(value - reference) <= reference * per_mille // 1000 + slack


def _as_at_commissioning(
    cal: "Calibration", at: int, i: int, vb: int, vt: int, n: int, lost: int
) -> bool:
    """I within 3 % + 4 uA, VB and VT within 2.5 % + 0.2 V of the reference; sums of n.

    lost: what the rail has less than at commissioning, in counts.
    """
    at *= _CHANNELS
    i_ref, vb_ref, vt_ref = cal.reference[at], cal.reference[at + 1], cal.reference[at + 2]
    return (
        _near(cal.na(i, vb, n) // n, cal.na(i_ref, vb_ref), 30, 4000)
        and _near(cal.mv(vb) // n, cal.mv(vb_ref - lost), 25, 200)
        and _near(cal.mv(vt) // n, cal.mv(vt_ref - lost), 25, 200)
    )


def _absolute(
    cal: "Calibration", at: int, i: int, vb: int, vt: int, n: int, zero: int, rail: int
) -> bool:
    """Inside the windows of the table, which fit every good build; sums of n.

    zero: VT - VB in counts; rail: the VT that the window of VT counts from.
    """
    row = cal.afe.TABLE[at]
    drop_mv = cal.mv(vt - vb - n * zero) // n
    return (
        row[4] <= cal.na(i, vb, n) // (n * 1000) <= row[5]
        and row[6] <= drop_mv <= row[7]
        and row[8] <= cal.mv(vt - n * rail) // n <= row[9]
    )


def check_reference(cal: "Calibration") -> None:
    """ConfigError unless cal.reference is empty or a self-test that passes, in counts."""
    counts = cal.reference
    if not counts:
        return
    where = "calibration reference"
    table = cal.afe.TABLE
    of_table = len(counts) == _CHANNELS * len(table)
    require(of_table, where, "not three counts for each step: calibrate again")
    zero = rail = 0
    for at in range(len(table)):
        i, vb, vt = counts[_CHANNELS * at : _CHANNELS * at + _CHANNELS]
        if table[at][11]:
            well = _absolute(cal, at, i, vb, vt, 1, zero, rail)
            require(well, where, table[at][0] + " is outside its window: calibrate again")
        if not at:
            zero = vt - vb
            rail = 0 if cal.afe.REGULATED else vt


class SelfTest:
    """Walks the front end's TABLE a tick at a time; `bridge`, `ua`, `line` the engine drives.

    A row: (step, bridge, uA set, ms, I least..most uA, VT - VB least..most mV, VT least..most mV,
    line, near the reference, what to check). VT of a rail that is not regulated: in the first row
    the rail itself, in all others relative to that.

    readings: I, VB, VT in counts of each step so far; after the whole has PASSED, the reference
    to store.
    """

    watched = False  # open and short-circuited paths are what it makes
    ends = CHECKED  # how a test ends that no session follows

    def __init__(self, cal: "Calibration", tick_ms: int) -> None:
        self._cal = cal
        self._table = table = cal.afe.TABLE
        steps = [row[0] for row in table]
        self._gate_at = steps.index("G1")  # the quick part ends before it
        self._after_gate = steps.index("S8")
        self._tick_ms = tick_ms
        self._summed = _SUMMED_MS // tick_ms
        self._window = Window()  # of all samples of a G step
        self.zero_counts = 0  # VT - VB with the crowbar closed
        self.zero_q4 = 0  # the same in 1/16 counts
        self.rail_counts = 0  # VT with nothing drawn
        self.i_counts = 0  # I with nothing drawn
        self.readings = array("h", [0] * (_CHANNELS * len(table)))
        self.proven = False  # the whole, relay and all, has passed since power-on
        self.start(False, False)
        keep(self, "add")

    def start(self, whole: bool, gate: bool, alone: bool = False) -> None:
        """Back to the first step. gate: the whole includes G1-G3, for which USB must be off.

        alone: no session follows.
        """
        self.whole = whole
        self.alone = alone
        self.gate = gate
        self.verdict = RUNNING
        self._dummy_q4 = 0
        self._rail = 0  # what the table counts VT from
        self.at = 0
        self._begin()

    def _begin(self) -> None:
        row = self._table[self.at]
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
        self._left = left = self._left - 1
        if left < self._zeroed:
            self._sum_drop += sense.vt - sense.vb
        if left < _AVERAGED:
            self._sum_i += sense.i
            self._sum_vb += sense.vb
            self._sum_vt += sense.vt
        if left == self._summed and self._gate_at <= self.at < self._after_gate:
            self._window.take(sense.plus)
        if not left:
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
        if not self.at and not self._cal.afe.REGULATED:
            self._rail = self.rail_counts
        self.at += 1
        if self.at == self._gate_at and self.whole and not self.gate:
            self.at = self._after_gate
        if self.at == (len(self._table) if self.whole else self._gate_at):
            self.verdict = PASSED
            self.proven = self.proven or (self.whole and self.gate)
        else:
            self._begin()

    def _relay_moved(self, sense: "Monitors") -> bool:
        """G1 and G3 meet the same, the dummy, and G2 something else."""
        if not self._gate_at <= self.at < self._after_gate:
            return True
        window = self._window
        window.take(sense.plus)
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
        cal = self._cal
        if not _absolute(cal, at, i, vb, vt, _AVERAGED, zero, self._rail):
            return False
        if not cal.reference or not self._table[at][11]:
            return True
        lost = 0
        if not cal.afe.REGULATED:
            lost = cal.reference[2] - (self._rail or vt // _AVERAGED)
        return _as_at_commissioning(cal, at, i, vb, vt, _AVERAGED, lost)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Monitors
    from .calib import Calibration
