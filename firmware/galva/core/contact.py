"""Skin contact from VB and VT: never from the shunt, which lies when the electrodes are open."""

STATES = ("OPEN", "GOOD", "POOR", "SHORT")
OPEN, GOOD, POOR, SHORT = range(4)

FIXED_OHM = 9650  # RP1 + RP2 + the bridge (hardware.md section 6)
NO_OHM = 999_999  # shown for open
_WINDOW = 32  # samples averaged: ADC noise at the probe is then below 0.3 kOhm

# (state, enter below ohm, stay below ohm): read downwards, the first that fits wins
TABLE = (
    (SHORT, 800, 1200),
    (GOOD, 20_000, 24_000),
    (POOR, 40_000, 100_000),
    (OPEN, NO_OHM + 1, NO_OHM + 1),
)


def classify(ohm: int, now: int) -> int:
    """Contact state for this impedance; the present state keeps its wider bound (hysteresis)."""
    for state, enter_ohm, stay_ohm in TABLE:
        if ohm < (stay_ohm if state == now else enter_ohm):
            return state
    return OPEN


class Contact:
    """Averages samples of one polarity into an impedance, and that into a state with its dwell."""

    def __init__(self, cal: "Calibration") -> None:
        self._cal = cal
        self.zero_counts = 0  # VT - VB with the crowbar closed, taken at the self-test
        self.clear()

    def clear(self) -> None:
        """Nothing known: OPEN until a whole window of samples says otherwise."""
        self.state = OPEN
        self.ohm = NO_OHM
        self.good_ms = 0
        self.settle(0)

    def settle(self, sign: int) -> None:
        """The polarity changed: what was summed belongs to the other phase."""
        self._sign = sign
        self._n = 0
        self._sum_na = 0
        self._sum_counts = 0

    def add(self, na: int, vb: int, vt: int, sign: int, dt_ms: int) -> None:
        """One settled sample (counts) taken while driving with this sign. Allocates nothing."""
        if sign != self._sign:
            self.settle(sign)
            return  # the first sample after a change may still be settling
        self._sum_na += na
        self._sum_counts += vt - vb - self.zero_counts
        self._n += 1
        if self._n == _WINDOW:
            self._conclude()
        self.good_ms = self.good_ms + dt_ms if self.state == GOOD else 0

    def _conclude(self) -> None:
        mv = self._cal.mv(self._sum_counts)
        ua = max(1, self._sum_na // 1000)
        self.ohm = min(max(0, mv * 1000 // ua - FIXED_OHM), NO_OHM)
        self.state = classify(self.ohm, self.state)
        self.settle(self._sign)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .calib import Calibration
