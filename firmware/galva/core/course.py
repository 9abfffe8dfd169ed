"""The course of a session: what each state waits for. Decides; it never touches the output."""

from . import contact, limits, selftest, session
from .contact import Contact
from .dose import Dose
from .modes import LEVELS, MODES, PROBE
from .player import Player
from .selftest import SelfTest
from .session import CHECK, FAULT, HOLD, IDLE, RAMP_DOWN, RAMP_UP, RUN

GATE_MS = 100  # the relay has pulled in (8-21 ms + 3 ms): before that the dummy answers
REST_MS = 50  # crowbarred after a lost contact, before the probe looks for the skin again
FIND_MS = 3000  # CHECK waits this long for contact
WINDOW_MS = 40  # samples averaged into one impedance

# Requests from the application: one word, taken by the next tick.
NOTHING, START, STOP, LEVEL_UP, LEVEL_DOWN, ACKNOWLEDGE = range(6)


class Course:
    """State, level, time and charge of the session; public ints are for anyone to read."""

    def __init__(self, cal: "Calibration", board: "Board", tick_ms: int) -> None:
        for mode in MODES:
            mode.check_area(board.area_mm2)
        self._board = board
        self._cal = cal
        self._tick_ms = tick_ms
        self._wave = Player(tick_ms)
        self._probe = Player(tick_ms)
        self._probe.load(PROBE)
        self.test = SelfTest(cal, tick_ms)
        self.contact = Contact(cal)
        self.dose = Dose()
        self._window = WINDOW_MS // tick_ms
        # in the order of session.STATES
        self._decide_in = (
            (self._rest, self._self_test, self._check, self._ramp_up)
            + (self._run, self._hold, self._ramp_down, self._rest)
        )  # fmt: skip
        self.state = IDLE
        self.quiet = True  # in the states in which the output is off
        self.state_ms = 0
        self.ended = session.NOT_ENDED
        self.measured_na = 0
        self.player: "Player | None" = None  # what the engine plays; None = crowbarred
        self._sign = 1
        self._clear()
        self.select(MODES[0])

    def _clear(self) -> None:
        self._n = self._sum_i = self._sum_vb = self._sum_vt = 0
        self.cap_ua = limits.START_CAP_UA
        self.treated_ms = 0
        self.on_ms = 0
        self.dose.clear()
        self.test.start()
        self._lose()
        self._why = session.NOT_ENDED

    def _lose(self) -> None:
        """Nothing is known of the skin; what was summed goes into the dose."""
        self._close_window()
        self.contact.clear()
        self._gone = True

    def select(self, mode: "Mode") -> bool:
        """Take another mode at level 1; False unless nothing runs (it renders a waveform)."""
        if self.state != IDLE:
            return False
        self.mode = mode
        self.level = 1
        self._wave.load(mode)
        return True

    def target_ua(self) -> int:
        """The least of level, start cap, board and firmware limit, in uA."""
        return limits.effective(self._board.peak_ua, self.mode.level_ua(self.level), self.cap_ua)

    # ---- the tick's calls; none allocates

    def sample(self, i: int, vb: int, vt: int, set_ua: int, lost: bool) -> None:
        """One judged sample (counts) of a tick that drove set_ua; lost = no contact."""
        sign = 1 if set_ua > 0 else -1
        if lost:
            self._lose()
        elif set_ua:
            if sign != self._sign:
                self._close_window()
                self._sign = sign
            self._sum_i += i
            self._sum_vb += vb
            self._sum_vt += vt
            self._n += 1
            if self._n == self._window:
                self._close_window()

    def _close_window(self) -> None:
        """Sums of one polarity become charge and treated time; a whole window, an impedance."""
        n = self._n
        if n:
            ms = n * self._tick_ms
            na = self._cal.na(self._sum_i, self._sum_vb)
            self.measured_na = na // n
            self.dose.add(na * self._tick_ms, self._sign, ms)
            self._treat(ms)
            if n == self._window:
                self.contact.conclude(na, self._sum_vt - self._sum_vb, n, ms)
                self._gone = not self.contact.present()
        self._n = 0
        self._sum_i = 0
        self._sum_vb = 0
        self._sum_vt = 0

    def _treat(self, ms: int) -> None:
        """Treated time, and with it the reasons to end: time up, dose reached."""
        if self.state != RAMP_UP and self.state != RUN:
            return
        self.treated_ms += ms
        if self.treated_ms >= self.mode.session_ms:
            self._why = session.OVER
        elif not self.mode.biphasic:
            dose = self.dose.ua_min_cm2(self._board.area_mm2)
            if dose >= limits.DOSE_UA_MIN_CM2:
                self._why = session.DOSED

    def decide(self, request: int) -> None:
        """Obey the request, then do what the state does."""
        if request:
            self._obey(request)
        if self.state_ms < limits.HOLD_MS:  # the longest that anything waits for
            self.state_ms += self._tick_ms
        if not self.quiet:
            self.on_ms += self._tick_ms
            if self.on_ms > limits.ON_MS:
                self._end(session.OVER, session.STOP)
            self._decide_in[self.state]()

    def trip(self) -> None:
        """A fault: latched until it is acknowledged."""
        self.ended = session.FAULTED
        self._step(session.TRIP)

    # ---- requests

    def _obey(self, request: int) -> None:
        if request == START and self.state == IDLE:
            self.ended = session.NOT_ENDED
            self._clear()
            self._step(session.START)
        elif request == STOP and not self.quiet:
            self._end(session.STOPPED, session.STOP)
        elif request == LEVEL_UP:
            self._set_level(min(LEVELS, self.level + 1))
        elif request == LEVEL_DOWN:
            self._set_level(max(1, self.level - 1))
        elif request == ACKNOWLEDGE:
            self._step(session.ACK)

    def _set_level(self, level: int) -> None:
        if self.state == RAMP_UP or self.state == RUN:
            if level > self.level:
                self.cap_ua = limits.PEAK_UA  # raised in contact: the start cap is gone
            self.level = level
            self._wave.aim(self.target_ua(), self.mode.ramp_up_ms)
        elif self.state == IDLE or self.state == HOLD:
            self.level = level

    # ---- what each state does

    def _rest(self) -> None:
        """IDLE and FAULT wait for a request."""

    def _self_test(self) -> None:
        if self.test.verdict == selftest.PASSED:
            self.contact.zero_counts = self.test.zero_counts
            self._step(session.PASSED)

    def _check(self) -> None:
        if self.state_ms <= GATE_MS:
            self._lose()
        elif self._found():
            self._step(session.CONTACT)
        elif self.state_ms >= FIND_MS:
            shorted = self.contact.state == contact.SHORT
            self._end(session.SHORTED if shorted else session.NO_CONTACT, session.WAITED)

    def _ramp_up(self) -> None:
        if self._gone:
            self._step(session.LOST)
        elif self._why:
            self._end(self._why, session.TIME_UP)
        elif self._wave.arrived():
            self._step(session.RAMPED)

    def _run(self) -> None:
        if self._gone:
            self._step(session.LOST)
        elif self._why:
            self._end(self._why, session.TIME_UP)
        elif not self.mode.biphasic:
            self._turn_round_at_half_time()

    def _hold(self) -> None:
        if self.state_ms <= REST_MS:
            self._lose()
        elif not self.player:
            self._seek()
        elif self._found():
            self._step(session.CONTACT)
        elif self.state_ms >= limits.HOLD_MS:
            self._end(session.CONTACT_LOST, session.WAITED)

    def _ramp_down(self) -> None:
        if self._gone:
            self._step(session.LOST)
        elif self._wave.arrived():
            self._step(session.ZERO)

    # ---- what they ask

    def _found(self) -> bool:
        """GOOD for the whole dwell, and the probe between two periods: its charge is zero."""
        return self.contact.good_ms >= limits.DWELL_MS and self._probe.arrived()

    def _seek(self) -> None:
        """Look for the skin with the probe, from the beginning of a period."""
        self._probe.start()
        self.player = self._probe

    def _turn_round_at_half_time(self) -> None:
        wave = self._wave
        if wave.order < 0 or self.treated_ms < self.mode.session_ms // 2:
            return
        if wave.target_ua:
            wave.aim(0, self.mode.ramp_up_ms)
        elif wave.arrived():
            wave.reverse()
            wave.aim(self.target_ua(), self.mode.ramp_up_ms)

    # ---- every change of state

    def _end(self, why: int, event: int) -> None:
        if self.ended == session.NOT_ENDED:
            self.ended = why
        self._step(event)

    def _step(self, event: int) -> None:
        following = session.step(self.state, event)
        if following == self.state:
            return
        self._close_window()
        self.state = following
        self.quiet = following == IDLE or following == FAULT
        if self.quiet:
            self._lose()
        self.state_ms = 0
        if following == CHECK:
            self._seek()
        elif following == RAMP_UP:
            self._wave.start()
            self._wave.aim(self.target_ua(), self.mode.ramp_up_ms)
            self.player = self._wave
        elif following == RAMP_DOWN:
            self._wave.aim(0, self.mode.ramp_down_ms)
        elif following != RUN:  # HOLD rests before it seeks; the others drive nothing
            self.player = None


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .board import Board
    from .calib import Calibration
    from .modes import Mode
