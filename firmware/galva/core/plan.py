"""What the skin is to get: mode, level, start cap, time and dose."""

from . import limits, session
from .modes import LEVELS, MODES
from .quick import keep


class Caps:
    """What this user has set: never more than board and firmware allow, for `effective` decides.

    ua, start_ua: of any mode, and until the level is raised in contact. levels: mode's name ->
    highest level; own_level: of a mode that is not in it.
    """

    def __init__(
        self,
        area_mm2: int,
        ua: int = limits.PEAK_UA,
        start_ua: int = limits.START_CAP_UA,
        levels: "dict[str, int] | None" = None,
        own_level: int = LEVELS,
    ) -> None:
        self.area_mm2 = area_mm2
        self.ua = ua
        self.start_ua = min(ua, start_ua)
        self._levels = levels or {}
        self._own_level = own_level

    def level(self, mode: "Mode") -> int:
        """The highest level of this mode."""
        return self._levels.get(mode.name, self._own_level)


class Plan:
    """Of one session after another; public ints are for anyone to read. Decides nothing."""

    def __init__(self, cal: "Calibration", board: "Board") -> None:
        for mode in MODES:
            mode.check_area(board.area_mm2)
        self._board_ua = min(board.peak_ua, cal.cap_ua)
        self._caps = Caps(board.area_mm2)
        self._asked_ms = 0
        self._allowed_ms = limits.SESSION_MS
        self.cap_ua = limits.START_CAP_UA
        self.polarity = 1  # of the first phase, or of the first half of a monophasic mode
        self.treated_ms = 0
        self.take(MODES[0])
        self.clear()
        keep(self, "treat")

    # ---- before a session

    def take(self, mode: "Mode") -> None:
        """Another mode, at its start level."""
        self.mode = mode
        self.level_most = self._caps.level(mode)
        self.level = min(mode.start_level, self.level_most)
        self._last()

    def keep_within(self, caps: Caps) -> None:
        """Obey other caps from now on."""
        self._caps = caps
        self.cap_ua = min(self.cap_ua, caps.start_ua)
        self.level_most = caps.level(self.mode)
        self.level = min(self.level, self.level_most)

    def last_ms(self, ms: int) -> None:
        """A session takes so much treated time; 0 = what its mode says."""
        self._asked_ms = ms
        self._last()

    def allow_ms(self, ms: int) -> None:
        """No more treated time than this is left for the session."""
        self._allowed_ms = max(0, min(ms, limits.SESSION_MS))
        self._last()

    def _last(self) -> None:
        self.session_ms = min(self._asked_ms or self.mode.session_ms, self._allowed_ms)

    def clear(self) -> None:
        """A session begins."""
        self.cap_ua = self._caps.start_ua
        self.treated_ms = 0
        self.overdosed = False
        self.why = session.NOT_ENDED  # what of it is used up: session.OVER, DOSED

    # ---- in a session

    def target_ua(self) -> int:
        """The least of level, start or user's cap, board and firmware limit, in uA."""
        return limits.effective(self._board_ua, self.mode.level_ua(self.level), self.cap_ua)

    def change_level(self, by: int, in_contact: bool) -> None:
        """One up (1) or down (-1), without wrapping. Raised in contact: the start cap is gone."""
        if by > 0 and in_contact and self.level < self.level_most:
            self.cap_ua = self._caps.ua
        self.level = max(1, min(self.level_most, self.level + by))

    def treat(self, ms: int, dose: "Dose") -> None:
        """So much more treated time, and the dose by now."""
        self.treated_ms += ms
        if self.treated_ms >= self.session_ms:
            self.why = session.OVER
        elif not self.mode.biphasic:
            ua_min_cm2 = dose.ua_min_cm2(self._caps.area_mm2)
            if ua_min_cm2 >= limits.DOSE_UA_MIN_CM2:
                self.why = session.DOSED
            self.overdosed = ua_min_cm2 >= limits.DOSE_HARD_UA_MIN_CM2


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .board import Board
    from .calib import Calibration
    from .dose import Dose
    from .modes import Mode
