"""The tick: sense -> judge -> decide -> drive. Sole owner of the output."""

from . import faults, limits, selftest, session
from .bridge import MINUS, RUN_LINE
from .course import ACKNOWLEDGE, NOTHING, OFF, STOP, Course
from .judge import Judge
from .session import CHECK, RAMP_UP, RUN, SELF_TEST

TICK_MS = 5  # the tick itself takes up to 3 ms (make bench)
_TICKS = 0x3FFFFFFF  # it wraps: after 62 days a larger int would need memory in the tick
_ALIVE_TICKS = limits.HEARTBEAT_MS // TICK_MS


class Engine:
    """One device. The application reads public ints and `course`, and writes only `request`."""

    def __init__(
        self,
        output: "Output",
        sense: "Sense",
        cal: "Calibration",
        board: "Board",
    ) -> None:
        self._output = output
        self._sense = sense
        self._cal = cal
        self.calibrated = cal.commissioned
        self._rules = Judge(cal)
        self.course = Course(cal, board, TICK_MS)
        self.request = NOTHING
        self.ticks = 0
        self.passed = 0  # judgements that tripped nothing, output armed
        self.faults = 0
        self.error: "BaseException | None" = None
        self.late_us = 0
        self.setpoint_ua = 0
        self._wave: "Wave | None" = None  # what the output plays
        self.usb = False
        self.battery_mv = 0  # not yet measured
        self._line = selftest.PLAIN
        self._trips = faults.acting(faults.TRIP)
        self._low_ticks = 0
        self._low_most = faults.in_a_row(faults.BATTERY)
        self._beat_tick = -_ALIVE_TICKS  # when the application was last alive: it never was

    def ask(self, request: int) -> None:
        """Leave a request for the next tick. Nothing takes the place of a STOP but OFF."""
        waits = self.request
        if waits != OFF and (waits != STOP or request == OFF):
            self.request = request

    def beat(self) -> None:
        """The application is alive."""
        self._beat_tick = self.ticks

    def treated_ms(self) -> int:
        """For the application: treated time by the last tick. The plan's grows by 20 ms."""
        ticks = self.ticks - 1
        ms = 0
        while ticks != self.ticks:  # one came in between: look again
            ticks = self.ticks
            ms = self.course.plan.treated_ms
            if self.course.state == RAMP_UP or self.course.state == RUN:
                ms += self.course.flow.pending_ms(self._sense)
        return ms

    def on_timer(self, _timer: object) -> None:
        """The guarded outside of the tick: any exception is off, latched and kept for the record.

        On rp2 an exception that escapes a timer callback stops the timer and leaves the last
        current on.
        """
        try:
            self.tick()
        except BaseException as error:
            self.trip(faults.TICK_ERROR)
            self.error = error

    def tick(self) -> None:
        """One TICK_MS step. Legal in a hard IRQ: allocates nothing.

        A call costs 17 us on the RP2040, so what a tick does is few calls, and what only changes
        with a window of samples or a setpoint is worked out there.
        """
        self.ticks = (self.ticks + 1) & _TICKS
        self._sense.sample()
        self._judge()
        self._decide()
        self._drive()

    def trip(self, bits: int) -> None:
        """Off first, then latch. Legal anywhere, any number of times."""
        self._output.off()
        self.setpoint_ua = 0
        self._wave = None
        self.faults |= bits
        self.course.trip()

    # ---- judge

    def _judge(self) -> None:
        sense = self._sense
        course = self.course
        self.usb = course.usb = sense.usb
        if course.quiet:
            return
        bits = 0
        if sense.lap_us > self.late_us:
            self.late_us = sense.lap_us
            if sense.lap_us > limits.LATE_US:
                bits = faults.TICK_LATE
        if (self.ticks - self._beat_tick) & _TICKS > _ALIVE_TICKS:
            bits |= faults.APP_DEAD
        if self.usb and not course.bench:
            bits |= faults.USB_POWER
        bits |= sense.fault | self._judge_current(sense)
        self.battery_mv = sense.battery_mv
        if self.battery_mv < limits.BATTERY_START_MV:
            bits |= self._judge_battery(self.battery_mv)
        else:
            self._low_ticks = 0
            course.low_battery = False
        if bits:
            self._act(bits)
        else:
            self.passed += 1

    def _judge_battery(self, mv: int) -> int:
        self.course.low_battery = True
        if mv >= limits.BATTERY_END_MV:
            self._low_ticks = 0
            return 0
        self._low_ticks += 1
        return faults.BATTERY if self._low_ticks >= self._low_most else 0

    def _act(self, bits: int) -> None:
        """What the rules ask for, the gravest first."""
        if bits & self._trips:
            self.trip(bits & self._trips)
            return
        self.passed += 1
        if bits & faults.JUMP:
            self.course.ease()
        elif bits & faults.BATTERY:
            self.course.stop_for(session.LOW_BATTERY)

    def _judge_current(self, sense: "Sense") -> int:
        course = self.course
        if course.state == SELF_TEST:  # its own windows judge every step
            return faults.SELF_TEST if course.test.add(sense) == selftest.FAILED else 0
        rules = self._rules
        span = sense.span
        crowbarred = sense.bridge < RUN_LINE
        bits = rules.check(span, crowbarred, sense.i, sense.vb, sense.vt)
        set_ua = 0 if crowbarred else self._cal.set_na(span) // 1000
        self.setpoint_ua = -set_ua if sense.bridge == MINUS else set_ua
        bits |= course.sample(sense, rules.lost or sense.lost)
        if course.dose.unbalanced and course.plan.mode.biphasic:
            bits |= faults.NET_DC
        if course.plan.overdosed:
            bits |= faults.DOSE
        return bits

    # ---- decide

    def _decide(self) -> None:
        course = self.course
        before = course.state
        request = self.request
        if request:
            self.request = NOTHING
            if request == ACKNOWLEDGE and self.usb and self.faults & faults.USB_POWER:
                request = NOTHING  # the cause is still there
            elif (request == STOP or request == OFF) and self.faults:
                self.trip(0)  # a test that was to clear them is cut short
        course.decide(request)
        if course.state != before:
            self._switch(course.state)

    def _switch(self, state: int) -> None:
        """The state changed: what the output's owner must do besides driving."""
        course = self.course
        if course.quiet:
            self._output.off()
            self.setpoint_ua = 0
            self._wave = None
            if course.ended == session.CHECKED:  # all that was latched is tested away
                self.faults = 0
                self.error = None
        elif state == SELF_TEST:
            self.late_us = 0
            self._line = selftest.PLAIN
            self._output.arm()
        elif state == CHECK:
            test = course.self_test
            self._rules.start(test.zero_counts, test.rail_counts, test.i_counts)
            self._output.reference(test.zero_counts, test.rail_counts)
            if not course.bench:
                self._output.gate()

    # ---- drive

    def _drive(self) -> None:
        course = self.course
        if course.quiet:
            return
        if course.state == SELF_TEST and course.test.line != self._line:
            self._line = course.test.line
            self._output.line(self._line)
        wave = course.wave
        if wave is None:
            self._output.rest()
            self._wave = None
            return
        wave.next()
        if wave is not self._wave:
            self._wave = wave
            self._output.play(wave)
        self._output.renew(wave, course.flow.trim)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Output, Sense, Wave
    from .board import Board
    from .calib import Calibration
