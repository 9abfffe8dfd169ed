"""The modes: one entry each, checked against the limits when the table is built."""

from . import limits
from .limits import require, require_within
from .shapes import MEAN_Q15, SHAPES

LEVELS = 10
NAME_MOST = 12
STEADY = (0, 0, 0)  # no envelope


class Mode:
    """One treatment waveform. ConfigError names the mode, the value and its bounds.

    period_ms: two phases of equal length, of opposite polarity in a biphasic mode.
    least_ua, most_ua: peak at level 1 and 10; start_level: where a session begins.
    envelope_ms: (on, off, edge), STEADY = continuous; the edges count as part of `on`.
    swap_ms: a biphasic mode turns its polarity order round this often (0 = never); a
    monophasic one always turns round at half time, through zero.
    """

    def __init__(
        self,
        name: str,
        shape: str,
        period_ms: int,
        biphasic: bool,
        least_ua: int,
        most_ua: int,
        session_ms: int,
        ramp_up_ms: int,
        ramp_down_ms: int,
        envelope_ms: "Sequence[int]" = STEADY,
        swap_ms: int = 0,
        start_level: int = 1,
    ) -> None:
        require(0 < len(name) <= NAME_MOST, name[:NAME_MOST], "a name has 1..12 characters")
        self.name = name
        self.shape = shape
        self.phase_ms = period_ms // 2
        self.period_ms = period_ms
        self.biphasic = biphasic
        self.least_ua = least_ua
        self.most_ua = most_ua
        self.session_ms = session_ms
        self.ramp_up_ms = ramp_up_ms
        self.ramp_down_ms = ramp_down_ms
        self.swap_ms = swap_ms
        self.start_level = start_level
        require(len(envelope_ms) == 3, name, "envelope_ms is not (on, off, edge)")
        self.on_ms, self.off_ms, self.edge_ms = envelope_ms
        self._check_wave()
        self._check_current()
        self._check_times()

    def _check_wave(self) -> None:
        name, n = self.name, self.period_ms
        known = ", ".join(sorted(SHAPES))
        require(
            self.shape in SHAPES,
            name,
            "unknown shape " + self.shape[:NAME_MOST] + ": one of " + known,
        )
        even = n >= 2 and n % 2 == 0
        require(even, name, "a period of " + str(n) + " samples cannot be two equal phases")
        require_within(self.phase_ms, 1, limits.PHASE_MS, name, "phase, half of period_ms,")

    def _check_current(self) -> None:
        name = self.name
        require_within(self.most_ua, limits.PROBE_UA, limits.PEAK_UA, name, "peak most_ua")
        require_within(
            self.least_ua, limits.PROBE_UA, self.most_ua, name, "least_ua (probe..peak)"
        )
        require_within(self.start_level, 1, LEVELS, name, "start_level")
        start_ua = self.level_ua(self.start_level)
        require_within(start_ua, 0, limits.START_CAP_UA, name, "current of start_level")
        if self.biphasic:  # the others are dosed
            require_within(self.phase_nc(), 0, limits.PHASE_NC, name, "charge of a phase in nC")

    def _check_times(self) -> None:
        name, on_ms = self.name, self.on_ms
        least_ms = limits.RAMP_UP_MS if self.biphasic else limits.RAMP_DC_MS
        require_within(self.ramp_up_ms, least_ms, limits.RAMP_UP_MOST_MS, name, "ramp_up_ms")
        require_within(self.ramp_down_ms, 1, limits.RAMP_DOWN_MOST_MS, name, "ramp_down_ms")
        require_within(self.session_ms, 1, limits.SESSION_MS, name, "session_ms")
        most_ms = limits.SESSION_MS if self.biphasic else 0  # neither is for direct current
        require_within(on_ms, 0, most_ms, name, "envelope on")
        require_within(self.off_ms, 0, most_ms if on_ms else 0, name, "envelope off")
        require_within(self.edge_ms, 0, on_ms // 2, name, "envelope edges, each,")
        require_within(self.swap_ms, 0, most_ms, name, "swap_ms")

    def phase_nc(self) -> int:
        """Charge of one phase at level 10, in nC (to 250_000)."""
        mean_q10 = MEAN_Q15[self.shape] >> 5
        return self.most_ua * self.phase_ms * mean_q10 >> 10

    def level_ua(self, level: int) -> int:
        """Peak current of level 1..10 in uA, evenly spaced, rounded down."""
        span_ua = self.most_ua - self.least_ua
        return self.least_ua + span_ua * (level - 1) // (LEVELS - 1)

    def check_area(self, area_mm2: int) -> None:
        """ConfigError if level 10 is too dense: with a quarter touching, and as a DC with all."""
        most_ua = limits.DENSITY_UA_CM2 * area_mm2 // 400
        if not self.biphasic:
            most_ua = min(most_ua, limits.DC_DENSITY_UA_CM2 * area_mm2 // 100)
        what = "too dense for " + str(area_mm2) + " mm2 of electrode: most_ua"
        require_within(self.most_ua, 0, most_ua, self.name, what)


MODES = (
    Mode("LIFT", "rectangular", 100, True, 50, 400, 300_000, 1000, 500, (2000, 1000, 400)),
    Mode("TIGHTEN", "raised sine", 1000, True, 30, 300, 480_000, 4000, 1000, swap_ms=10_000),
    Mode("INFUSE", "rectangular", 20, False, 20, 200, 240_000, 5000, 2000, start_level=5),
)
PROBE = Mode("probe", "rectangular", 100, True, 10, 10, 600_000, 1000, 500)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
