"""The current source on an RP2: sample stream, rail and gate. Sole owner."""

from galva.core.bounds import Bounds
from galva.core.player import SAMPLE_MS
from galva.core.quick import keep
from galva.core.selftest import EDGES, NO_RAIL, PLAIN, STATIC
from machine import Pin

from . import guard as g
from . import program, registers


class StreamOutput:
    """Port Output. Legal in a hard IRQ: allocates nothing after construction."""

    def __init__(self, board: "Board", cal: "Calibration") -> None:
        pins = board.pins
        for gpio in (pins.run, pins.pa, pins.pb):  # low as plain outputs, for whenever they are
            Pin(gpio, Pin.OUT, value=0)
        self._alive = Pin(pins.alive, Pin.OUT, value=0)
        self._rail: "tuple[Pin, ...]" = ()  # front end B has no switch
        if "hv_en" in pins.gpio:
            self._rail = (Pin(pins.hv_en, Pin.OUT, value=0),)
        self._alive_bit = 1 << pins.alive
        self._cal = cal
        self._bounds = Bounds(cal)
        self.guard = g.Guard(pins, registers.of(board.chip))
        self.machine = program.machine(pins, SAMPLE_MS)
        self._state = self.guard.state
        self._kill = self.guard.kill
        self._go = self.guard.go
        self._renew = self.guard.renew
        self._ua = -1
        self._trim = 0
        self._limits()
        self._shift(0)
        self.off()
        self.machine.irq(self.guard.sample, hard=True)
        keep(self, "renew", "rest")

    def _limits(self) -> None:
        state, bounds = self._state, self._bounds
        state[g.VB_LEAST] = bounds.vb_least
        state[g.DROP_MOST] = bounds.drop_most
        state[g.DROP_Q16] = bounds.drop_q16
        state[g.STORED_Q16] = bounds.stored_q16
        state[g.STORED_BASE] = bounds.stored_base
        self._bound(PLAIN)

    def _bound(self, line: int) -> None:
        """The limits of every sample, but for the step that shows the hardware's own."""
        self._state[g.CODE_MOST] = self._bounds.code_most_in(line)
        self._state[g.I_MOST] = self._bounds.i_most_in(line)

    def reference(self, zero: int, rail: int) -> None:
        """What the self-test measured, in counts: VT - VB crowbarred, VT with nothing drawn."""
        self._state[g.ZERO] = zero
        self._state[g.VT_LEAST] = self._bounds.vt_least(rail)

    def off(self) -> None:
        """Crowbar, gate open, rail off, code 0. Idempotent, cannot fail.

        The state machine sends some safe words more, then the guard stops it.
        """
        self._kill(g.OFF)  # RUN low in one store: 0 uA whatever comes after
        self._state[g.GATE] = 0
        self._alive(0)
        for switch in self._rail:
            switch(0)

    def arm(self) -> None:
        """The rail on, bridge crowbarred at code 0, clock and guard running, gate open."""
        self.line(PLAIN)
        self._go()

    def gate(self) -> None:
        """The guard makes ALIVE's edges, 1000 a second."""
        self.line(EDGES)

    def line(self, line: int) -> None:
        """Rail, ALIVE and limits of a step of the self-test: selftest.PLAIN to NO_RAIL.

        The code limit is off only while ALIVE rests: with FULL no edge comes.
        """
        self._state[g.GATE] = 0
        self._alive(1 if line == STATIC else 0)
        self._bound(line)
        for switch in self._rail:
            switch(0 if line == NO_RAIL else 1)
        if line == EDGES:
            self._state[g.GATE] = self._alive_bit

    def rest(self) -> None:
        """Crowbarred from this instant, at code 0 with the next sample; ALIVE goes on."""
        self._kill(g.AT_REST)
        self._state[g.LEASE] = g.LEASE_SAMPLES

    def play(self, wave: "Wave") -> None:
        """Begin a wave, or take over from another at the end of its period."""
        state = self._state
        state[g.READY] = 0
        self.guard.next_phase_q15 = wave.phase_q15
        state[g.N + g.NEXT] = wave.n
        state[g.FLOOR + g.NEXT] = self._cal.span(wave.floor_ua)
        state[g.WATCHED + g.NEXT] = 1 if wave.watched else 0
        if g.PLAYING < state[g.TRIP] <= g.LOST:
            self._go()

    def renew(self, wave: "Wave", trim: int) -> None:
        """Extend the lease; ua, first, second, trim count from the next period on."""
        if wave.ua != self._ua or trim != self._trim:
            self._change(wave.ua, trim)
        self._renew(wave.first, wave.second)

    def _change(self, ua: int, trim: int) -> None:
        self._state[g.READY] = 0  # the guard may come in between: it keeps the period that it has
        if ua != self._ua:
            self._ua = ua
            self._state[g.AMPLITUDE + g.NEXT] = self._cal.span(ua)
        if trim != self._trim:
            self._trim = trim
            self._shift(trim)

    def _shift(self, trim: int) -> None:
        offset = self._cal.offset
        self._state[g.PLUS_OFFSET + g.NEXT] = offset + max(0, trim)
        self._state[g.MINUS_OFFSET + g.NEXT] = offset + max(0, -trim)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.ports import Wave
