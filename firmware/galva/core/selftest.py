"""The self-test into the 10.0 kOhm dummy before every session, relay released.

Steps of hardware.md section 6 with the absolute commissioning windows (+-8 %). S7 and S8 are not
among them: were the relay welded, they would put more than the start cap through the skin.
"""

from .bridge import BOTH_HIGH, BOTH_LOW, MINUS, PLUS, SHUNT

RUNNING, PASSED, FAILED = range(3)
RAIL_MS = 60  # HV rises in 5 ms; relay and dividers settle
STEP_MS = 100  # ESP32: a new step reaches the skin 35 ms later, and 40 ms are averaged
_AVERAGED = 8  # the last samples of a step, all long after its edge

# (step, bridge, uA set, ms, I least..most uA, VT - VB least..most mV, VT least..most mV)
# VT - VB is relative to S0, whose own bounds are those of two uncalibrated dividers.
TABLE = (
    ("S0", SHUNT, 0, RAIL_MS, 0, 6, -600, 600, 16_600, 18_300),
    ("S1", SHUNT, 300, STEP_MS, 280, 325, -100, 180, 16_000, 18_000),
    ("S2", PLUS, 0, STEP_MS, 0, 6, -60, 120, 16_600, 18_300),
    ("S3", PLUS, 20, STEP_MS, 15, 25, 330, 460, 16_500, 18_300),  # a welded relay shows here
    ("S3", PLUS, 100, STEP_MS, 92, 108, 1800, 2130, 16_300, 18_300),
    ("S4", MINUS, 100, STEP_MS, 92, 108, 1800, 2130, 16_300, 18_300),
    ("S5", BOTH_LOW, 20, STEP_MS, 4, 17, 16_000, 18_300, 16_600, 18_300),
    ("S6", BOTH_HIGH, 20, STEP_MS, 4, 17, 16_000, 18_300, 16_600, 18_300),
    ("S9", SHUNT, 0, STEP_MS, 0, 6, -60, 60, 16_600, 18_300),
)


class SelfTest:
    """Walks the table one tick at a time. `bridge` and `ua` are what the engine drives."""

    def __init__(self, cal: "Calibration", tick_ms: int) -> None:
        self._cal = cal
        self._tick_ms = tick_ms
        self.zero_counts = 0  # VT - VB with the crowbar closed
        self.rail_counts = 0  # VT with nothing drawn
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

    def _in_window(self) -> bool:
        row = TABLE[self._at]
        zero = self.zero_counts * _AVERAGED if self._at else 0
        ua = self._cal.na(self._sum_i, self._sum_vb) // (_AVERAGED * 1000)
        drop_mv = self._cal.mv(self._sum_vt - self._sum_vb - zero) // _AVERAGED
        vt_mv = self._cal.mv(self._sum_vt) // _AVERAGED
        current = row[4] <= ua <= row[5]
        return current and row[6] <= drop_mv <= row[7] and row[8] <= vt_mv <= row[9]


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .calib import Calibration
