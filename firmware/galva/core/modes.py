"""The modes: one entry each, checked against the limits when the table is built."""

from . import limits
from .limits import require
from .shapes import SHAPES

LEVELS = 10
STEADY = (0, 0, 0)  # no envelope


class Mode:
    """One treatment waveform.

    phase_ms: one polarity; a biphasic period is two. least_ua, most_ua: peak at level 1 and 10.
    envelope_ms: (on, off, edge), STEADY = continuous; the edges count as part of `on`.
    swap_ms: a biphasic mode turns its polarity order round this often (0 = never); a
    monophasic one always turns round at half time, through zero.
    """

    def __init__(
        self,
        name: str,
        shape: str,
        phase_ms: int,
        biphasic: bool,
        least_ua: int,
        most_ua: int,
        session_ms: int,
        ramp_up_ms: int,
        ramp_down_ms: int,
        envelope_ms: "tuple[int, int, int]" = STEADY,
        swap_ms: int = 0,
    ) -> None:
        ramp_least_ms = limits.RAMP_UP_MS if biphasic else limits.RAMP_DC_MS
        require(shape in SHAPES, name, "unknown shape " + shape)
        require(limits.PROBE_UA <= least_ua <= most_ua, name, "levels outside probe..peak")
        require(most_ua <= limits.PEAK_UA, name, "peak above 500 uA")
        require(0 < session_ms <= limits.SESSION_MS, name, "session above 10 min")
        require(ramp_up_ms >= ramp_least_ms, name, "ramp up too short")
        require(ramp_down_ms > 0 and phase_ms > 0, name, "a time that is not above 0")
        require(phase_ms <= limits.PHASE_MS, name, "a phase above 500 ms")
        require(envelope_ms[0] >= 2 * envelope_ms[2], name, "envelope edges longer than on")
        require(biphasic or envelope_ms == STEADY, name, "a DC mode has no envelope")
        self.name = name
        self.shape = shape
        self.phase_ms = phase_ms
        self.biphasic = biphasic
        self.least_ua = least_ua
        self.most_ua = most_ua
        self.session_ms = session_ms
        self.ramp_up_ms = ramp_up_ms
        self.ramp_down_ms = ramp_down_ms
        self.on_ms, self.off_ms, self.edge_ms = envelope_ms
        self.swap_ms = swap_ms

    def level_ua(self, level: int) -> int:
        """Peak current of level 1..10 in uA, evenly spaced, rounded down."""
        span_ua = self.most_ua - self.least_ua
        return self.least_ua + span_ua * (level - 1) // (LEVELS - 1)

    def check_area(self, area_mm2: int) -> None:
        """ConfigError if the highest level is too dense with a quarter of the area touching."""
        most_ua = limits.DENSITY_UA_CM2 * area_mm2 // 400
        require(self.most_ua <= most_ua, self.name, "too dense for this electrode area")


MODES = (
    Mode("LIFT", "rectangular", 50, True, 50, 400, 300_000, 1000, 500, (2000, 1000, 400)),
    Mode("TIGHTEN", "raised sine", 500, True, 30, 300, 480_000, 4000, 1000, swap_ms=10_000),
    Mode("INFUSE", "rectangular", 1, False, 20, 200, 240_000, 5000, 2000),
)
PROBE = Mode("probe", "rectangular", 50, True, 10, 10, 600_000, 1000, 500)
