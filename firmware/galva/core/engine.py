"""The tick: sense -> judge -> decide -> drive. Sole owner of the output."""

from . import faults, limits, selftest
from .bridge import MINUS, PLUS, SHUNT
from .course import ACKNOWLEDGE, NOTHING, Course
from .judge import Judge
from .session import CHECK, SELF_TEST

TICK_MS = 5  # the tick itself takes up to 2 ms (make bench)
SWAP_REST_MS = 50  # the longest wait for the skin to discharge before a change of polarity


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
        self._rules = Judge(cal)
        self.course = Course(cal, board, TICK_MS)
        self.request = NOTHING
        self.ticks = 0
        self.faults = 0
        self.error: "BaseException | None" = None
        self.late_us = 0
        self.setpoint_ua = 0
        self._bridge = SHUNT
        self._phase_ua = 0  # magnitude at the end of the phase
        self._rests = 0
        self.usb = False
        self.bench = False
        self._dead_at = 0

    def beat(self) -> None:
        """The application is alive."""
        self._dead_at = self.ticks + limits.HEARTBEAT_MS // TICK_MS

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
        """One TICK_MS step. Legal in a hard IRQ: allocates nothing, touches ADC, DAC and pins.

        A call costs 17 us on the RP2040, so what a tick does is few calls, and what only changes
        with a window of samples or a setpoint is worked out there.
        """
        self.ticks += 1
        self._sense.sample()
        self._judge()
        self._decide()
        self._drive()

    def trip(self, bits: int) -> None:
        """Off first, then latch. Legal anywhere, any number of times."""
        self._output.off()
        self.setpoint_ua = 0
        self._bridge = SHUNT
        self.faults |= bits
        self.course.trip()

    # ---- judge

    def _judge(self) -> None:
        sense = self._sense
        self.usb = sense.usb
        if self.course.quiet:
            return
        bits = 0
        if sense.lap_us > self.late_us:
            self.late_us = sense.lap_us
            if sense.lap_us > limits.LATE_US:
                bits = faults.TICK_LATE
        if self.ticks > self._dead_at:
            bits |= faults.APP_DEAD
        if self.usb and not self.bench:
            bits |= faults.USB_POWER
        bits |= self._judge_current(sense.i, sense.vb, sense.vt)
        if bits:
            self.trip(bits)

    def _judge_current(self, i: int, vb: int, vt: int) -> int:
        course = self.course
        if course.state == SELF_TEST:  # its own windows judge every step
            failed = course.test.add(i, vb, vt) == selftest.FAILED
            return faults.SELF_TEST if failed else 0
        rules = self._rules
        set_ua = self.setpoint_ua
        magnitude_ua = set_ua if set_ua > 0 else -set_ua
        bits = rules.check(magnitude_ua, self._bridge == SHUNT, i, vb, vt)
        course.sample(i, vb, vt, set_ua, rules.lost)
        if course.dose.unbalanced and course.mode.biphasic:
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
                self.error = None
        course.decide(request)
        if course.state != before:
            self._switch(course.state)

    def _switch(self, state: int) -> None:
        """The state changed: what the output's owner must do besides driving."""
        if self.course.quiet:
            self._output.off()
            self.setpoint_ua = 0
            self._bridge = SHUNT
        elif state == SELF_TEST:
            self.bench = self.usb  # USB power: the interlock keeps the dummy connected
            self.late_us = 0
            self._output.rail()
        elif state == CHECK:
            test = self.course.test
            self._rules.start(test.zero_counts, test.rail_counts)

    # ---- drive

    def _drive(self) -> None:
        course = self.course
        if course.quiet:
            return
        if course.state == SELF_TEST:
            self._output.drive(course.test.bridge, course.test.ua)
            return
        if not self.bench:
            self._output.alive()  # two edges a tick, far enough apart to fill the pump (200 Hz)
        player = course.player
        if not player:
            self.setpoint_ua = 0
            self._bridge = SHUNT
        else:
            bridge = PLUS if player.sign > 0 else MINUS
            if bridge != self._bridge and self._must_rest():
                self.setpoint_ua = 0  # armed, in the old polarity: the skin discharges itself
            else:
                self._bridge = bridge
                self.setpoint_ua = player.next()
        ua = self.setpoint_ua
        self._output.drive(self._bridge, ua if ua > 0 else -ua)
        if not self.bench:
            self._output.alive()

    def _must_rest(self) -> bool:
        """True while a swap would send the skin's stored charge back as a larger current.

        Swapping discharges the skin through 10 kOhm (hardware.md section 4); with 1.1 of the
        phase's current as the bound, 11 mV may stand for each uA, and 30 mV are noise.
        """
        if self.setpoint_ua:
            self._phase_ua = abs(self.setpoint_ua)
            self._rests = 0
        if self._bridge == SHUNT or self._rules.lost or self._rests >= SWAP_REST_MS // TICK_MS:
            return False
        self._rests += 1
        sense = self._sense
        stored_mv = self._rules.stored_mv(abs(self.setpoint_ua), sense.vb, sense.vt)
        return stored_mv > 11 * self._phase_ua + 30


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Output, Sense
    from .board import Board
    from .calib import Calibration
