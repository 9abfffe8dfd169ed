"""A steady current for the maker's multimeter: into the dummy, or into 10 kOhm at the jacks.

It stands in the self-test's place, in its state, for MOST_MS at most. At the jacks it first proves
that a 10 kOhm resistor is there and no skin: the same voltage as over the dummy at 10 uA, then at
100 uA. Loaded only for calibration (hardware.md section 7).
"""

from .bounds import RLIM_UV
from .bridge import MINUS, PLUS, SHUNT
from .contact import FIXED_OHM
from .selftest import EDGES, FAILED, PASSED, PLAIN, RUNNING
from .session import STOPPED

MOST_MS = 10_000  # of one current: hardware.md section 7
JACKS_UA = 450
READINGS = 32  # summed into one
ASKED = -1
ZERO, DUMMY, GATE, JACKS, HELD = "zero", "dummy", "gate", "jacks", "held"
# (step, uA, line, ms, mV that the jacks may differ from the dummy: 1.5 kOhm, 0.4 kOhm)
_ZERO_STEP = (ZERO, 0, PLAIN, 300, 0)
_INTO_DUMMY = (_ZERO_STEP, (HELD, ASKED, PLAIN, MOST_MS, 0))
_INTO_JACKS = (
    _ZERO_STEP,
    (DUMMY, 10, PLAIN, 300, 0),
    (DUMMY, 100, PLAIN, 300, 0),
    (GATE, 0, EDGES, 150, 0),  # crowbarred while the contacts move
    (JACKS, 10, EDGES, 300, 15),
    (JACKS, 100, EDGES, 300, 40),
    (HELD, ASKED, EDGES, MOST_MS, 0),
)
_SETTLED_MS = 75  # of a step, before anything is judged
_AVERAGED = 40  # ticks, the last of a step
_IN_A_ROW = 2
_CROWBAR_MV = 600  # of two uncalibrated dividers
_VT_LOW_MV, _VT_HIGH_MV, _BIAS_UA = 1000, 600, 18  # as the rule RAIL
_DUMMY_OHM = 10_000
_WRONG_LOAD = "not 10 kOhm at the jacks: connect the resistor alone, nothing else"
_NO_LOAD = "nothing at the jacks: connect the 10 kOhm resistor"


class Hold:
    """What course and engine ask of a test. Allocates nothing after construction.

    ua: 0 (crowbarred) to 500, at the jacks to JACKS_UA; jacks: the gate closes.
    i, vb, vt: sums of READINGS samples, `seq` counts them. why: how it ended, "" = in time.
    """

    alone = whole = watched = True
    ends = STOPPED
    part = "the held current: dummy, DAC, RS1, RS2, U1C, HV, RLIM"

    def __init__(
        self, cal: "Calibration", tick_ms: int, ua: int, minus: bool, jacks: bool
    ) -> None:
        self._cal = cal
        self._tick_ms = tick_ms
        self._ua = ua
        self._driven = MINUS if minus else PLUS
        self.jacks = jacks
        self._steps = _INTO_JACKS if jacks else _INTO_DUMMY
        self._slack = [cal.counts(_AVERAGED * step[4]) for step in self._steps]
        self._dummy = [0] * len(self._steps)  # sums of VT - VB of the DUMMY steps
        self._limits = [self._limits_of(step[1]) for step in self._steps]
        self._low, self._high = cal.counts(_VT_LOW_MV), cal.counts(_VT_HIGH_MV)
        self.verdict = RUNNING
        self.why = ""
        self.seq = self.i = self.vb = self.vt = 0
        self._zero = self._rail = 0
        self._at = 0
        self._begin()

    def _limits_of(self, ua: int) -> "tuple[int, int, int, int, int]":
        """Counts: I least, most; what VT falls by; VT - VB least, most over 10 kOhm."""
        cal = self._cal
        ua = self._ua if ua == ASKED else ua
        slack_na = ua * 125 + 10_000  # the worst of uncalibrated builds is 9 % + 10 uA off
        drop_uv = ua * (FIXED_OHM + _DUMMY_OHM)
        return (
            cal.i_counts(ua * 1000 - slack_na),
            cal.i_counts(ua * 1000 + slack_na),
            cal.counts((ua + _BIAS_UA) * RLIM_UV // 1000),
            cal.counts(drop_uv * 7 // 8000 - 100),
            cal.counts(drop_uv * 9 // 8000 + 100),
        )

    def _begin(self) -> None:
        step = self._steps[self._at]
        self.step = step[0]
        self.ua = self._ua if step[1] == ASKED else step[1]
        self.bridge = self._driven if self.ua else SHUNT
        self.line = step[2]
        self._left = step[3] // self._tick_ms
        self._settles = self._left - _SETTLED_MS // self._tick_ms
        self._bad = 0
        self._n = self._sum_i = self._sum_vb = self._sum_vt = 0
        self._sum_rail = self._sum_drop = 0

    @property
    def left_ms(self) -> int:
        """Of the present step."""
        return self._left * self._tick_ms

    def add(self, sense: "Sense") -> int:
        """One tick's sample: RUNNING, PASSED when it is over, or FAILED."""
        if self.verdict == RUNNING:
            self._left -= 1
            if sense.lost:
                self._lost(_NO_LOAD)
            elif self._left < self._settles:
                self._judge(sense)
                self._sum(sense)
            if self._left <= 0 and self.verdict == RUNNING:
                self._conclude()
        return self.verdict

    def _lost(self, why: str) -> None:
        """The load is not 10 kOhm: at the jacks that is no fault of the device."""
        if self.line == EDGES:
            self.why = why
            self.verdict = PASSED
        else:
            self.verdict = FAILED

    def _judge(self, sense: "Sense") -> None:
        """Two samples in a row outside the windows end it."""
        i_least, i_most, fall, drop_least, drop_most = self._limits[self._at]
        vt = self._rail - fall
        in_bounds = i_least <= sense.i <= i_most
        if self.step != ZERO:
            in_bounds = in_bounds and vt - self._low <= sense.vt <= vt + self._high
        drop = sense.vt - sense.vb - self._zero
        load_is_right = self.step != HELD or not self.ua or drop_least <= drop <= drop_most
        self._bad = 0 if in_bounds and load_is_right else self._bad + 1
        if self._bad < _IN_A_ROW:
            return
        if in_bounds:
            self._lost(_WRONG_LOAD)
        else:
            self.verdict = FAILED

    def _sum(self, sense: "Sense") -> None:
        if self.step != HELD:
            if self._left < _AVERAGED:
                self._sum_rail += sense.vt
                self._sum_drop += sense.vt - sense.vb
            return
        self._sum_i += sense.i
        self._sum_vb += sense.vb
        self._sum_vt += sense.vt
        self._n += 1
        if self._n == READINGS:
            self.i, self.vb, self.vt = self._sum_i, self._sum_vb, self._sum_vt
            self.seq += 1
            self._n = self._sum_i = self._sum_vb = self._sum_vt = 0

    def _conclude(self) -> None:
        """The step is over."""
        at = self._at
        if self.step == ZERO:
            self._take_zero()
        elif self.step == DUMMY:
            self._dummy[at] = self._sum_drop
        elif self.step == JACKS and abs(self._sum_drop - self._dummy[at - 3]) > self._slack[at]:
            self._lost(_WRONG_LOAD)
        elif self.step == HELD:
            self.verdict = PASSED
        if self.verdict == RUNNING:
            self._at += 1
            self._begin()

    def _take_zero(self) -> None:
        self._zero = self._sum_drop // _AVERAGED
        self._rail = self._sum_rail // _AVERAGED
        first = self._cal.afe.TABLE[0]  # S0 of the self-test
        on = first[8] <= self._cal.mv(self._rail) <= first[9]
        if not on or abs(self._cal.mv(self._zero)) > _CROWBAR_MV:
            self.verdict = FAILED


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Sense
    from .calib import Calibration
