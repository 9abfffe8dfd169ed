"""The tick: sense -> judge -> decide -> drive. Sole owner of the output."""

from . import faults, selftest, session
from .bridge import MINUS, RUN_LINE
from .course import ACKNOWLEDGE, NOTHING, OFF, STOP, Course
from .judge import Judge
from .limits import BATTERY_END_MV, BATTERY_START_MV, HEARTBEAT_MS, LATE_US
from .selftest import FAILED
from .session import CHECK, RAMP_UP, RUN, SELF_TEST

TICK_MS = 5  # the tick itself takes up to 2.2 ms (make bench)
_ALIVE_TICKS = HEARTBEAT_MS // TICK_MS


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
        self.calibrated = cal.commissioned
        self._rules = Judge(cal)
        self.course = Course(cal, board, TICK_MS)
        self._flow = self.course.flow
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
        self._state = self.course.state  # that the output was last switched for
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

        A call costs 18 us on the RP2040, of a method that is kept (quick.py) 8, an attribute 1.5
        and a min() 12. So what a tick does is few calls, and what only changes with a window of
        samples or a setpoint is worked out there.
        """
        self.ticks = (self.ticks + 1) & 0x1FFFFFFF  # a sum of 2**30, after 62 days, takes memory
        self._sense.sample()
        self._judge()
        course = self.course
        course.decide(self._asked() if self.request else NOTHING)
        if course.state != self._state:  # the judge may have changed it too
            self._state = course.state
            self._switch(course.state)
        if not course.quiet:
            self._drive(course)

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
        self.usb = course.usb = usb = sense.usb
        if course.quiet:
            return
        if course.state == SELF_TEST:  # its own windows judge every step
            bits = faults.SELF_TEST if course.test.add(sense) == FAILED else 0
        else:
            bits = self._judge_current(sense, course)
        bits |= sense.fault
        if sense.lap_us > self.late_us:
            bits |= self._judge_lap(sense.lap_us)
        if (self.ticks - self._beat_tick) & 0x1FFFFFFF > _ALIVE_TICKS:
            bits |= faults.APP_DEAD
        if usb and not course.bench:
            bits |= faults.USB_POWER
        self.battery_mv = mv = sense.battery_mv
        if mv < BATTERY_START_MV or course.low_battery:
            bits |= self._judge_battery(mv)
        if bits:
            self._act(bits)
        else:
            self.passed += 1

    def _judge_current(self, sense: "Sense", course: Course) -> int:
        rules = self._rules
        bits = rules.check(sense)
        course.driven = bridge = sense.bridge
        set_ua = 0 if bridge < RUN_LINE else rules.set_ua
        self.setpoint_ua = -set_ua if bridge == MINUS else set_ua
        flow = self._flow
        ms = flow.look(sense, rules.lost or sense.lost)
        if flow.closed:
            bits |= course.flowed(ms)
        return bits

    def _judge_lap(self, lap_us: int) -> int:
        self.late_us = lap_us
        return faults.TICK_LATE if lap_us > LATE_US else 0

    def _judge_battery(self, mv: int) -> int:
        self.course.low_battery = mv < BATTERY_START_MV
        if mv >= BATTERY_END_MV:
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
        elif bits & faults.BATTERY and self.faults:
            self.trip(0)  # a test that was to clear them is cut short
        elif bits & faults.BATTERY:
            self.course.stop_for(session.LOW_BATTERY)

    # ---- decide

    def _asked(self) -> int:
        """Take the request; NOTHING for one that is refused."""
        request = self.request
        self.request = NOTHING
        if request == ACKNOWLEDGE and self.usb and self.faults & faults.USB_POWER:
            return NOTHING  # the cause is still there
        if (request == STOP or request == OFF) and self.faults:
            self.trip(0)  # a test that was to clear them is cut short
        return request

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

    def _drive(self, course: Course) -> None:
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
        self._output.renew(wave, self._flow.trim)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Output, Sense, Wave
    from .board import Board
    from .calib import Calibration
