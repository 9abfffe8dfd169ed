"""What the skin is to get: mode, level, start cap, time and dose."""

from . import limits, session
from .modes import LEVELS, MODES


class Plan:
    """Of one session after another; public ints are for anyone to read. Decides nothing."""

    def __init__(self, cal: "Calibration", board: "Board") -> None:
        for mode in MODES:
            mode.check_area(board.area_mm2)
        self._area_mm2 = board.area_mm2
        self._board_ua = min(board.peak_ua, cal.cap_ua)
        self.polarity = 1  # of the first phase, or of the first half of a monophasic mode
        self.take(MODES[0])
        self.clear()

    def take(self, mode: "Mode") -> None:
        """Another mode, at its start level."""
        self.mode = mode
        self.level = mode.start_level

    def clear(self) -> None:
        """A session begins."""
        self.cap_ua = limits.START_CAP_UA
        self.treated_ms = 0
        self.overdosed = False
        self.why = session.NOT_ENDED  # what of it is used up: session.OVER, DOSED

    def target_ua(self) -> int:
        """The least of level, start cap, board and firmware limit, in uA."""
        return limits.effective(self._board_ua, self.mode.level_ua(self.level), self.cap_ua)

    def change_level(self, by: int, in_contact: bool) -> None:
        """One up (1) or down (-1), without wrapping. Raised in contact: the start cap is gone."""
        if by > 0 and in_contact and self.level < LEVELS:
            self.cap_ua = limits.PEAK_UA
        self.level = max(1, min(LEVELS, self.level + by))

    def treat(self, ms: int, dose: "Dose") -> None:
        """So much more treated time, and the dose by now."""
        self.treated_ms += ms
        if self.treated_ms >= self.mode.session_ms:
            self.why = session.OVER
        elif not self.mode.biphasic:
            ua_min_cm2 = dose.ua_min_cm2(self._area_mm2)
            if ua_min_cm2 >= limits.DOSE_UA_MIN_CM2:
                self.why = session.DOSED
            self.overdosed = ua_min_cm2 >= limits.DOSE_HARD_UA_MIN_CM2


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .board import Board
    from .calib import Calibration
    from .dose import Dose
    from .modes import Mode
