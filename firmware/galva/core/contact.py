"""Skin contact from VB and VT: never from the shunt, which lies when the electrodes are open."""

STATES = ("OPEN", "GOOD", "POOR", "SHORT")
OPEN, GOOD, POOR, SHORT = range(4)

FIXED_OHM = 9650  # RP1 + RP2 + the bridge (hardware.md section 6)
NO_OHM = 999_999  # shown for open

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


LOOK_MS = 32  # averaged into one impedance


class Contact:
    """Turns sums of samples into an impedance, a state and its dwell."""

    def __init__(self, cal: "Calibration") -> None:
        self._cal = cal
        self.zero_q4 = 0  # VT - VB with the crowbar closed, in 1/16 counts, from the self-test
        self.clear()

    def clear(self) -> None:
        """Nothing known: OPEN until enough samples say otherwise."""
        self.state = OPEN
        self.ohm = NO_OHM
        self.good_ms = 0
        self._na_ms = 0
        self._mv_ms = 0
        self._ms = 0

    def drop_mv(self, vt_less_vb: int, n: int) -> int:
        """The voltage, auto-zeroed and summed, of the sum of n readings of VT - VB."""
        return self._cal.mv(vt_less_vb - (n * self.zero_q4 >> 4))

    def add(self, na: int, mv: int, n: int, sample_ms: int) -> bool:
        """Sums of n (<= 32) samples: current, drop_mv. True when they gave a state."""
        self._na_ms += na * sample_ms
        self._mv_ms += mv * sample_ms
        self._ms += n * sample_ms
        if self._ms < LOOK_MS:
            return False
        self._conclude()
        return True

    def _conclude(self) -> None:
        ua_ms = self._na_ms // 1000
        mv_ms = self._mv_ms
        if mv_ms > 1_000_000:
            mv_ms = 1_000_000
        ohm = mv_ms * 1000 // (ua_ms if ua_ms > 0 else 1) - FIXED_OHM
        if ohm < 0:
            ohm = 0
        self.ohm = ohm if ohm < NO_OHM else NO_OHM
        self.state = classify(self.ohm, self.state)
        self.good_ms = self.good_ms + self._ms if self.state == GOOD else 0
        self._na_ms = 0
        self._mv_ms = 0
        self._ms = 0

    def present(self) -> bool:
        """True while skin, good or poor, is between the electrodes."""
        return self.state == GOOD or self.state == POOR


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .calib import Calibration
