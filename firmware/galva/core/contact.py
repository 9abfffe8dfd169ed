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


class Contact:
    """Turns windows of samples of one polarity into an impedance, a state and its dwell."""

    def __init__(self, cal: "Calibration") -> None:
        self._cal = cal
        self.zero_counts = 0  # VT - VB with the crowbar closed, taken at the self-test
        self.clear()

    def clear(self) -> None:
        """Nothing known: OPEN until a whole window of samples says otherwise."""
        self.state = OPEN
        self.ohm = NO_OHM
        self.good_ms = 0

    def conclude(self, sum_na: int, sum_counts: int, n: int, ms: int) -> None:
        """A window of n (<= 32) settled samples: summed current, summed VT - VB, its length."""
        mv = self._cal.mv(sum_counts - n * self.zero_counts)
        ua = max(1, sum_na // 1000)
        self.ohm = min(max(0, mv * 1000 // ua - FIXED_OHM), NO_OHM)
        self.state = classify(self.ohm, self.state)
        self.good_ms = self.good_ms + ms if self.state == GOOD else 0

    def present(self) -> bool:
        """True while skin, good or poor, is between the electrodes."""
        return self.state == GOOD or self.state == POOR


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .calib import Calibration
