"""The tick: sense -> judge -> decide -> drive. Sole owner of the output."""

from . import faults, limits, selftest
from .bridge import MINUS, PLUS, SHUNT
from .course import ACKNOWLEDGE, NOTHING, Course
from .judge import Judge
from .session import SELF_TEST

TICK_MS = 1


class Engine:
    """One device. The application reads public ints and `course`, and writes only `request`."""

    def __init__(
        self,
        output: "Output",
        sense: "Sense",
        ticker: "Ticker",
        cal: "Calibration",
        board: "Board",
    ) -> None:
        self._output = output
        self._sense = sense
        self._ticker = ticker
        self._cal = cal
        self._judge = Judge(cal)
        self.course = Course(cal, board, TICK_MS)
        self.request = NOTHING
        self.ticks = 0
        self.faults = 0
        self.error: "BaseException | None" = None
        self.late_us = 0
        self.setpoint_ua = 0
        self.measured_na = 0
        self.usb = False
        self.bench = False
        self._beat = 0

    def beat(self) -> None:
        """The application is alive."""
        self._beat = self.ticks

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
        """One TICK_MS step. Legal in a hard IRQ: allocates nothing, touches ADC, DAC and pins."""
        self.ticks += 1
        self._sense.sample()
        self._judge_sample()
        self._decide()
        self._drive()

    def trip(self, bits: int) -> None:
        """Off first, then latch. Legal anywhere, any number of times."""
        self._output.off()
        self.setpoint_ua = 0
        self.faults |= bits
        self.course.trip()

    # ---- judge

    def _judge_sample(self) -> None:
        self.usb = self._sense.usb
        lap_us = self._ticker.lap_us()
        if self.course.quiet():
            return
        bits = self._judge_time(lap_us)
        if self.usb and not self.bench:
            bits |= faults.USB_POWER
        bits |= self._judge_current()
        if bits:
            self.trip(bits)

    def _judge_time(self, lap_us: int) -> int:
        if lap_us > self.late_us:
            self.late_us = lap_us
        bits = faults.TICK_LATE if lap_us > limits.LATE_US else 0
        if self.ticks - self._beat > limits.HEARTBEAT_MS // TICK_MS:
            bits |= faults.APP_DEAD
        return bits

    def _judge_current(self) -> int:
        course = self.course
        vb = self._sense.vb
        vt = self._sense.vt
        self.measured_na = na = self._cal.na(self._sense.i, vb)
        if course.state == SELF_TEST:  # its own windows judge every step
            failed = course.test.add(na, vb, vt) == selftest.FAILED
            return faults.SELF_TEST if failed else 0
        set_ua = self.setpoint_ua
        test = course.test
        bits = self._judge.check(abs(set_ua), na, vb, vt, test.zero_counts, test.rail_counts)
        course.sample(na, vb, vt, set_ua, self._judge.lost)
        if course.mode.biphasic and course.dose.unbalanced():
            bits |= faults.NET_DC
        return bits

    # ---- decide

    def _decide(self) -> None:
        course = self.course
        before = course.state
        request = self.request
        if request:
            self.request = NOTHING
            if request == ACKNOWLEDGE:
                self.faults = 0
        course.decide(request)
        if course.state != before:
            self._switch(course.state)

    def _switch(self, state: int) -> None:
        """The state changed: what the output's owner must do besides driving."""
        if self.course.quiet():
            self._output.off()
            self.setpoint_ua = 0
            self.measured_na = 0
        elif state == SELF_TEST:
            self.bench = self.usb  # USB power: the interlock keeps the dummy connected
            self.late_us = 0
            self._output.rail()

    # ---- drive

    def _drive(self) -> None:
        course = self.course
        if course.quiet():
            return
        if course.state == SELF_TEST:
            self._output.drive(course.test.bridge, course.test.ua)
            return
        ua = course.next_ua()
        self.setpoint_ua = ua
        if ua > 0:
            self._output.drive(PLUS, ua)
        elif ua < 0:
            self._output.drive(MINUS, -ua)
        else:
            self._output.drive(SHUNT, 0)
        if not self.bench:
            self._output.alive()


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Output, Sense, Ticker
    from .board import Board
    from .calib import Calibration
