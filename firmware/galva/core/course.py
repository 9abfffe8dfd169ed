"""The course of a session: what each state waits for. Decides; it never touches the output."""

from . import contact, faults, selftest, session
from .bridge import RUN_LINE
from .flow import Flow
from .limits import DWELL_MS, HOLD_MS, ON_MS
from .modes import PROBE
from .plan import Plan
from .player import Held, Player
from .quick import keep
from .selftest import SelfTest
from .session import CHECK, FAULT, HOLD, IDLE, RAMP_DOWN, RAMP_UP, RUN, SELF_TEST

GATE_MS = 100  # the relay has pulled in (8-21 ms + 3 ms): before that the dummy answers
REST_MS = 50  # crowbarred after a lost contact, before the probe looks for the skin again
PART_MS = 500  # beyond that the end of the period is not waited for
FIND_MS = 3000  # CHECK waits this long for contact

# Requests from the application: one word, taken by the next tick.
NOTHING, START, STOP, LEVEL_UP, LEVEL_DOWN, ACKNOWLEDGE, TEST, OFF, HELD = range(9)

# Why a contact that was looked for in vain was none: gel.STATES.
_NOT_FOUND = (session.NO_CONTACT, session.NO_GEL, session.OILY, session.NO_CONTACT)


class Course:
    """The state of the session, and what it waits for; public ints are for anyone to read."""

    def __init__(self, cal: "Calibration", board: "Board", tick_ms: int) -> None:
        self.plan = Plan(cal, board)
        self._tick_ms = tick_ms
        self._mode_wave = Player(tick_ms, watched=True)
        self._probe = Player(tick_ms, watched=False)  # it looks for a contact: it may be open
        self._probe.load(PROBE)
        self.test: Test = SelfTest(cal, tick_ms)  # what SELF_TEST does: this, or a hold
        self.self_test = self.test
        self.hold: Hold | None = None  # what HELD asks for; each serves once
        self._held = Held(self.test)
        self.flow = Flow(cal)
        self.contact, self.gel, self.dose = self.flow.contact, self.flow.gel, self.flow.dose
        # in the order of session.STATES
        self._decide_in = (
            (self._rest, self._self_test, self._check, self._ramp_up)
            + (self._run, self._hold, self._ramp_down, self._rest)
        )  # fmt: skip
        self.state = IDLE
        self._do = self._rest
        self.quiet = True  # in the states in which the output is off
        self.state_ms = 0
        self.ended = session.NOT_ENDED
        self.sessions = 0  # begun since power-on; tests are none
        self.wave: "Wave | None" = None  # what the engine plays; None = crowbarred
        self.usb = False
        self.bench = False  # the session began with USB power: the relay keeps the dummy connected
        self.low_battery = False  # too low to begin
        self._clear()
        self.select(self.plan.mode)
        keep(self, "decide")

    def _clear(self) -> None:
        self.plan.clear()
        self.on_ms = 0
        self._easing = False  # ramps down, because the contact is doubtful
        self._looking = False  # in this CHECK, now that the relay has pulled in
        self._shorted = False  # seen in this CHECK
        self.driven = 0  # the bridge's lines at the last sample
        self.flow.clear()

    def select(self, mode: "Mode") -> bool:
        """Take another mode at its start level; False unless nothing runs (it renders a wave)."""
        if self.state != IDLE:
            return False
        self.plan.take(mode)
        self._mode_wave.load(mode)
        return True

    # ---- the tick's calls; none allocates

    def flowed(self, ms: int) -> int:
        """A window has closed: charge, dose and treated time have changed. Bits of the rules that
        they broke."""
        plan = self.plan
        dose = self.dose
        if ms and (self.state == RAMP_UP or self.state == RUN):
            plan.treat(ms, dose)
        bits = self.flow.broken
        if dose.unbalanced and plan.mode.biphasic:
            bits |= faults.NET_DC
        if plan.overdosed:
            bits |= faults.DOSE
        return bits

    def ease(self) -> None:
        """The contact is doubtful: ramp down, then look for it again."""
        if not self._easing and (self.state == RAMP_UP or self.state == RUN):
            self._easing = True
            self._mode_wave.aim(0, self.plan.mode.ramp_down_ms)

    def stop_for(self, why: int) -> None:
        """End the session with a ramp down, for one of session.ENDS."""
        if not self.quiet and self.state != RAMP_DOWN:
            self._end(why, session.STOP)

    def decide(self, request: int) -> None:
        """Obey the request, then do what the state does."""
        if request:
            self._obey(request)
        state_ms = self.state_ms
        if state_ms < HOLD_MS:  # the longest that anything waits for
            self.state_ms = state_ms + self._tick_ms
        if self.quiet:
            return
        self.on_ms = on_ms = self.on_ms + self._tick_ms
        if on_ms > ON_MS:
            self.stop_for(session.OVER)
        self._do()

    def trip(self) -> None:
        """A fault: latched until it is acknowledged."""
        self.ended = session.FAULTED
        self.step(session.TRIP)

    # ---- requests

    def _obey(self, request: int) -> None:
        if request == START and self.state == IDLE:
            self._begin(not self.self_test.proven, False)
            self.sessions += 1
            self._mode_wave.order = self.plan.polarity
            self.step(session.START)
        elif request == TEST and self.state == IDLE:
            self._begin(True, True)
            self.step(session.TEST)
        elif request == HELD:
            self._begin_hold()
        elif request == ACKNOWLEDGE and self.state == FAULT:
            self._begin(True, True)
            self.step(session.ACK)
        elif request == STOP and not self.quiet:
            self._end(session.STOPPED, session.STOP)
        elif request == OFF:
            self._end_at_once()
        elif request == LEVEL_UP or request == LEVEL_DOWN:
            self._change_level(1 if request == LEVEL_UP else -1)

    def _end_at_once(self) -> None:
        """No ramp: the second STOP does not wait for it."""
        for _ in range(2):
            if not self.quiet:
                self._end(session.STOPPED, session.STOP)

    def _begin(self, whole: bool, alone: bool) -> None:
        self._prepare(self.self_test)
        self.self_test.start(whole, not self.bench, alone)

    def _begin_hold(self) -> None:
        hold = self.hold
        self.hold = None
        if hold and self.state == IDLE and not (hold.jacks and self.usb):
            self._prepare(hold)
            self.step(session.TEST)

    def _prepare(self, test: "Test") -> None:
        self.ended = session.NOT_ENDED
        self.bench = self.usb
        self._clear()
        self.test = test
        self._held.use(test)

    def _change_level(self, by: int) -> None:
        if self.state == RAMP_UP or self.state == RUN:
            self.plan.change_level(by, True)
            if not self._easing:
                self._mode_wave.aim(self.plan.target_ua(), self.plan.mode.ramp_up_ms)
        elif self.state == IDLE or self.state == HOLD:
            self.plan.change_level(by, False)

    # ---- what each state does

    def _rest(self) -> None:
        """IDLE and FAULT wait for a request."""

    def _self_test(self) -> None:
        test = self.test
        if test.verdict != selftest.PASSED:
            return
        if test.alone:
            self._end(test.ends, session.TESTED)
        elif self.low_battery:
            self._end(session.LOW_BATTERY, session.STOP)
        elif test.whole:  # the rail is off now
            self.self_test.start(False, False)
        else:
            self.contact.zero_q4 = self.self_test.zero_q4
            self.step(session.PASSED)

    def _check(self) -> None:
        if self.state_ms < GATE_MS:
            return
        if not self._looking:  # so far the dummy answered
            self._looking = True
            self._shorted = False
            self.flow.forget()
        elif self._found():
            self.step(session.CONTACT)
        elif self.state_ms >= FIND_MS:
            why = session.SHORTED if self._shorted else _NOT_FOUND[self.gel.state]
            self._end(why, session.WAITED)
        elif self.contact.state == contact.SHORT:
            self._shorted = True  # noise of 10 uA may hide it in the last window

    def _ramp_up(self) -> None:
        if self.flow.gone or self.plan.why or self._easing:
            self._interrupted()
        elif self._mode_wave.arrived():
            self.step(session.RAMPED)

    def _run(self) -> None:
        if self.flow.gone or self.plan.why or self._easing:
            self._interrupted()
        elif not self.plan.mode.biphasic:
            self._turn_round_at_half_time()

    def _hold(self) -> None:
        if self.state_ms < REST_MS:
            return
        if not self.wave:
            self.flow.forget()
            self._seek()
        elif self._found():
            self.step(session.CONTACT)
        elif self.state_ms >= HOLD_MS:
            self._end(session.CONTACT_LOST, session.WAITED)

    def _ramp_down(self) -> None:
        if self.flow.gone:
            self.step(session.LOST)
        elif self.driven < RUN_LINE or self.state_ms > self._part_most_ms():
            self.step(session.ZERO)
        elif self._mode_wave.arrived():
            self._mode_wave.part()  # crowbarred where the period ends: its charge is zero

    # ---- what they ask

    def _interrupted(self) -> None:
        """The contact is gone, time or dose are up, or the contact is doubtful."""
        if self.flow.gone:
            self.step(session.LOST)
        elif self.plan.why:
            self._end(self.plan.why, session.TIME_UP)
        elif self.driven < RUN_LINE:
            self.step(session.LOST)
        elif self._mode_wave.arrived():
            self._mode_wave.part()

    def _found(self) -> bool:
        """GOOD for the whole dwell. The mode takes over where a period of the probe ends."""
        return self.contact.good_ms >= DWELL_MS

    def _part_most_ms(self) -> int:
        """The ramp, the period it ends in, the one to its end, and what a swap waits for."""
        return self.plan.mode.ramp_down_ms + 2 * self.plan.mode.period_ms + PART_MS

    def _seek(self) -> None:
        """Look for the skin with the probe, from the beginning of a period."""
        self._probe.start()
        self.wave = self._probe

    def _turn_round_at_half_time(self) -> None:
        wave = self._mode_wave
        if wave.order != self.plan.polarity or self.plan.treated_ms < self.plan.session_ms // 2:
            return
        if wave.target_ua:
            wave.aim(0, self.plan.mode.ramp_up_ms)
        elif wave.arrived():
            wave.reverse()
            wave.aim(self.plan.target_ua(), self.plan.mode.ramp_up_ms)

    # ---- every change of state

    def _end(self, why: int, event: int) -> None:
        if self.ended == session.NOT_ENDED:
            self.ended = why
        self.step(event)

    def step(self, event: int) -> None:
        """Where every change of state goes through."""
        following = session.step(self.state, event)
        if following == self.state:
            return
        self.state = following
        self._do = self._decide_in[following]
        self.quiet = following == IDLE or following == FAULT
        if self.quiet:
            self.flow.forget()
        self.state_ms = 0
        if following == SELF_TEST:
            self.wave = self._held
        elif following == CHECK:
            self._seek()
        elif following == RAMP_UP:
            self._easing = False
            self.flow.treat(self.plan.mode.biphasic)
            self._mode_wave.start()
            self._mode_wave.aim(self.plan.target_ua(), self.plan.mode.ramp_up_ms)
            self.wave = self._mode_wave
        elif following == RAMP_DOWN:
            self._mode_wave.aim(0, self.plan.mode.ramp_down_ms)
        elif following != RUN:  # HOLD rests before it seeks; the others drive nothing
            self.wave = None


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Test, Wave
    from .board import Board
    from .calib import Calibration
    from .hold import Hold
    from .modes import Mode
