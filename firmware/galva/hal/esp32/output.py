"""The current source on an ESP32: sample stream, bridge, rail, gate. Sole owner.

Only a tick that runs feeds the stream, so 0 uA follows within 13 ms whatever stops it; RUN low
by the tick and the gate, which opens 75 ms after ALIVE's last edge, are the other barriers.
"""

from time import sleep_us

from galva.core.bounds import Bounds
from galva.core.bridge import MINUS, PLUS
from galva.core.player import SAMPLE_MS
from galva.core.selftest import EDGES, NO_RAIL, PLAIN, STATIC
from machine import Pin

from .bridge import Bridge
from .dac import BUFFERS, DmaDac
from .stream import Stream

# Why nothing is played, in order of gravity: a graver reason replaces a lesser one.
PLAYING, AT_REST, LOST, OVERCURRENT, RAIL, DRY, DEAD, OFF = range(8)

LEASE_TICKS = 2  # that may pass without renew or rest
PULSE_US = 150  # four times the charge pump's 330 Ohm and 110 nF


class DmaOutput:
    """Port Output. Allocates nothing after construction."""

    def __init__(self, board: "Board", cal: "Calibration") -> None:
        pins = board.pins
        self.bridge = Bridge(pins)
        self._alive = Pin(pins.alive, Pin.OUT, value=0)
        self._rail: "tuple[Pin, ...]" = ()  # front end B has no switch
        if "hv_en" in pins.gpio:
            self._rail = (Pin(pins.hv_en, Pin.OUT, value=0),)
        self._off = self.bridge.lines + (self._alive,) + self._rail
        self._cal = cal
        self._dac = DmaDac(pins, SAMPLE_MS)
        self.stream = Stream(self._dac.send, self.bridge, cal.code_limit)
        self.trip = OFF
        self._lease = 0
        self._gated = False
        self._alive_rest = 0  # ALIVE between its pulses
        self._ua = -1
        self._trim = 0
        self._bounds = Bounds(cal)
        self._i_most = self._bounds.i_most
        self._zero = 0
        self._vt_least = 0
        self._shift(0)

    def reference(self, zero: int, rail: int) -> None:
        """What the self-test measured, in counts: VT - VB crowbarred, VT with nothing drawn."""
        self._zero = zero
        self._vt_least = self._bounds.vt_least(rail)

    # ---- port Output

    def off(self) -> None:
        """Crowbar, gate open, rail off. Idempotent, cannot fail; a broken step stops no other.

        The stream is fed no more: code 0 within 13 ms, then shutdown. I2S stays: without a clock
        the DAC would keep what it has.
        """
        self.trip = OFF
        self._gated = False
        self._alive_rest = 0
        for line in self._off:  # RUN first
            try:
                line(0)
            except Exception:  # whatever it is, the next line must go low
                continue
        self.bridge.state = 0
        self.stream.halt()

    def arm(self) -> None:
        """The rail on, bridge crowbarred at code 0, stream running, gate open."""
        self.line(PLAIN)
        self._go()

    def gate(self) -> None:
        """ALIVE's edges come from every tick that has passed its checks."""
        self.line(EDGES)

    def line(self, line: int) -> None:
        """Rail, ALIVE and limits of a step of the self-test: selftest.PLAIN to NO_RAIL.

        The code limit is off only while ALIVE rests: with FULL no edge comes.
        """
        self._gated = line == EDGES
        self._alive_rest = 1 if line == STATIC else 0
        self._alive(self._alive_rest)
        self.stream.code_most = self._bounds.code_most_in(line)
        self._i_most = self._bounds.i_most_in(line)
        for switch in self._rail:
            switch(0 if line == NO_RAIL else 1)

    def rest(self) -> None:
        """Crowbarred from this instant; what was sent plays into the crowbar. ALIVE goes on."""
        self._kill(AT_REST)
        self._renew_lease()

    def play(self, wave: "Wave") -> None:
        """Begin a wave, or take over from another at the end of its period."""
        stream = self.stream
        stream.ready = False
        coming = stream.coming
        coming.phase_q15 = wave.phase_q15
        coming.n = wave.n
        coming.floor = self._cal.span(wave.floor_ua)
        coming.watched = wave.watched
        if PLAYING < self.trip <= LOST:
            self._go()

    def renew(self, wave: "Wave", trim: int) -> None:
        """Extend the lease; ua, first, second, trim count from the next period on."""
        coming = self.stream.coming
        if wave.ua != self._ua:
            self._ua = wave.ua
            coming.span = self._cal.span(wave.ua)
        if trim != self._trim:
            self._trim = trim
            self._shift(trim)
        coming.first = wave.first
        coming.second = wave.second
        self.stream.ready = True
        self._renew_lease()

    def _shift(self, trim: int) -> None:
        coming = self.stream.coming
        coming.plus_offset = self._cal.offset + max(0, trim)
        coming.minus_offset = self._cal.offset + max(0, -trim)

    def _renew_lease(self) -> None:
        self._lease = LEASE_TICKS
        if self._gated and self.feeding:  # two rising edges a tick, with `begin`
            self._alive(1)
            sleep_us(PULSE_US)
            self._alive(0)
            sleep_us(PULSE_US)
            self._alive(1)

    def _go(self) -> None:
        self.stream.go()
        self._lease = LEASE_TICKS
        self.trip = PLAYING

    def _kill(self, why: int) -> None:
        self.bridge.crowbar()
        self.stream.halt()
        self.trip = max(self.trip, why)

    # ---- what Sense calls in every tick

    @property
    def feeding(self) -> bool:
        """The ring of DMA buffers is kept full, with zeros or with more."""
        return self.trip <= LOST

    def begin(self) -> None:
        """A tick begins: feed what the tick before asked for, while the lease lives."""
        self._alive(self._alive_rest)
        if not self.feeding:
            return
        if not self._lease:
            self._kill(DEAD)
            return
        self._lease -= 1
        if self.stream.fill() >= BUFFERS - 1 and self.trip == PLAYING:
            self._kill(DRY)

    def watch(self, i: int, vb: int, vt: int) -> None:
        """Judge what was measured while the present sample played, in counts."""
        stream = self.stream
        bounds = self._bounds
        span = stream.span
        stored = vt - vb - self._zero - (span * bounds.drop_q16 >> 16)
        stream.charged = stored > (stream.fed_span * bounds.stored_q16 >> 16) + bounds.stored_base
        why = PLAYING
        bridge = self.bridge.state
        if stream.period.watched and (bridge == PLUS or bridge == MINUS):
            if vb < bounds.vb_least or vt - vb > bounds.drop_most:
                why = LOST
            if vt < self._vt_least:  # and the limiter works: VB is on ground, not in the air
                why = RAIL
        if i > self._i_most:
            why = OVERCURRENT
        if why > self.trip:
            self._kill(why)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Board
    from galva.core.calib import Calibration
    from galva.ports import Wave
