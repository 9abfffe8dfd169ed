"""An ideal front end in integers behind the ports: enough to walk the engine on any VM.

What the tests read is `bench.log`: what reached the bridge and the DAC's owner, tick by tick.
"""

from galva.core.board import Board, Pins
from galva.core.bridge import BOTH_HIGH, BOTH_LOW, SHUNT
from galva.core.calib import Calibration, nominal_record
from galva.core.engine import TICK_MS, Engine
from galva.core.selftest import EDGES, FULL, NO_RAIL

OPEN_OHM = 100_000_000
DUMMY_OHM = 10_000
_RAIL_MV = {"A": 17_480, "B": 8_980}
_FIXED_OHM = 9650
_RLIM_OHM = 866
_GATE_EDGES = 14  # the relay pulls in after this many edges
_LIMITER_UA = 609
_SATURATED_MV = 1700  # VB, while the sink takes less than it wants
_SUM = (1 << 28) - 1


class Bench:
    """Ports Output and Sense over an ideal circuit of a board with `ohm` across the electrodes.

    It plays what the hardware would play, sample by sample; a new peak, order or wave counts from
    the next period on.
    """

    def __init__(self, ohm=OPEN_OHM, one=None):
        self.ohm = ohm
        self.usb = False
        self.lap_us = 1000 * TICK_MS
        self.battery_mv = 3900
        self.sample_ms = 1
        self.offs = 0
        self.shunt_error_ua = 0  # what the shunt reads on top of the truth
        self.leak_ua = self.minus_ohm = 0  # what the negative phase delivers less, meets more
        self.on_sample = None  # called after every sample
        self.plus = [0] * 4
        self.minus = [0] * 4
        self.i = self.vb = self.vt = self.span = self.half = 0
        self.fault = 0
        one = one or board()
        record = nominal_record(one.afe)
        self.cal = Calibration(record, one.afe)
        self._i_pa, self._dac_na = record["i_pa"], record["dac_pa"] // 1000
        self._rail_mv = _RAIL_MV[one.front_end]
        self._phase_q15 = None
        self._n = self._floor_ua = self._ua = self._first = self._second = self._codes = 0
        self._at = self._half = self._trim = self.zero = self.rail = 0
        self.off()
        self.engine = Engine(self, self, self.cal, one)
        self.course = self.engine.course

    # ---- port Output

    def off(self):
        self.offs += 1
        self.hv = False
        self.gated = False
        self.rest()
        self.edges = 0

    def arm(self):
        self.hv = True

    def gate(self):
        self.gated = True

    def line(self, line):
        self.gated = line == EDGES
        if not self.gated:
            self.edges = 0
        self.hv = line != NO_RAIL
        self.full = line == FULL

    def rest(self):
        self._wave = None
        self.lost = False
        self.bridge = SHUNT
        self.na = 0
        self.span = 0

    def play(self, wave):
        if self._wave is None:
            self._at = 0
            self._half = 0
        self.lost = False
        self._wave = wave

    def renew(self, wave, trim):
        self._trim = trim

    def reference(self, zero, rail):
        self.zero = zero
        self.rail = rail

    # ---- port Sense

    def load_ohm(self):
        return self.ohm if self.edges >= _GATE_EDGES else DUMMY_OHM

    def skin_na(self):
        """Signed current through the skin."""
        driven = self.bridge in (5, 6) and self.hv and self.edges >= _GATE_EDGES
        if not driven or self.ohm == OPEN_OHM:
            return 0
        return self.na if self.bridge == 6 else -self.na

    def skin_ua(self):
        return (abs(self.skin_na()) + 500) // 1000 * (1 if self.bridge == 6 else -1)

    def sample(self):
        """As the hal's: allocates nothing, so that a locked heap judges the engine alone."""
        k = 0
        while k < TICK_MS:
            k += 1
            if self.gated:
                self.edges += 1
            if self._wave is not None:
                self._step(self._wave)
            self._measure()
            if self.on_sample:
                self.on_sample()

    def _step(self, wave):
        if self._at == 0 and self._half == 0:  # a period begins: what was asked for counts
            self._phase_q15 = wave.phase_q15
            self._n = wave.n
            self._floor_ua = wave.floor_ua
            self._ua = wave.ua
            self._first = wave.first
            self._second = wave.second
            self._codes = self._trim
        self.half = self._half
        self.bridge = self._second if self._half else self._first
        ua = (self._phase_q15[self._at] * self._ua) >> 15
        if self.bridge >= 5 and ua < self._floor_ua:
            ua = self._floor_ua
        self.span = self.cal.span(ua)
        codes = self._codes if self.bridge == 6 else -self._codes
        self.na = ua * 1000 + max(0, codes) * self._dac_na
        if self.bridge == 5:
            self.na = max(0, self.na - self.leak_ua * 1000)
        self._at += 1
        if self._at == self._n:
            self._at = 0
            self._half ^= 1

    def _measure(self):
        rail_mv = self._rail_mv if self.hv else 0
        ua = self.na // 1000
        drop_ohm = 0
        if self.bridge != SHUNT:
            drop_ohm = self.load_ohm() + _FIXED_OHM
            if self.bridge == 5:
                drop_ohm += self.minus_ohm
            both = self.bridge == BOTH_LOW or self.bridge == BOTH_HIGH
            if both or ua > rail_mv * 1000 // (drop_ohm + _RLIM_OHM):
                # starved: base current (section 9, trap 1)
                self._read(min(self.na, 12_000), rail_mv, 40)
                self._sum()
                self._lose()
                return
            if ua > _LIMITER_UA:
                drop_mv = _LIMITER_UA * drop_ohm // 1000
                self._read(_LIMITER_UA * 1000, _SATURATED_MV + drop_mv, _SATURATED_MV)
                self._sum()
                return
        vt_mv = rail_mv - ua * _RLIM_OHM // 1000
        self._read(self.na, vt_mv, vt_mv - ua * drop_ohm // 1000)
        self._sum()

    def _lose(self):
        if self._wave is not None and self._wave.watched:
            self.rest()
            self.lost = True

    def _read(self, na, vt_mv, vb_mv):
        self.i = max(0, (na - vb_mv * 5 // 57) * 1000 // self._i_pa + self.shunt_error_ua * 6)
        self.vb = vb_mv * 1000 // 4594
        self.vt = vt_mv * 1000 // 4594

    def _sum(self):
        if self.bridge == 6:
            self._add(self.plus)
        elif self.bridge == 5:
            self._add(self.minus)

    def _add(self, sums):
        sums[0] = (sums[0] + 1) & _SUM
        sums[1] = (sums[1] + self.i) & _SUM
        sums[2] = (sums[2] + self.vb) & _SUM
        sums[3] = (sums[3] + self.vt) & _SUM

    # ---- what a test does

    def run(self, ticks, watch=None):
        """So many ticks; watch() after each."""
        for _ in range(ticks):
            self.engine.beat()
            self.engine.tick()
            if watch:
                watch()

    def ask(self, request):
        """Put a request into the mailbox and let one tick take it."""
        self.engine.request = request
        self.run(1)

    def until(self, state, most_ticks=2400):
        """Run until the state is reached; raise when it is not."""
        for _ in range(most_ticks):
            if self.course.state == state:
                return
            self.run(1)
        raise ValueError("state %d not reached, in %d" % (state, self.course.state))


def board(**changes):
    """A board of the right shape."""
    pins = {"pa": 2, "pb": 3, "run": 4, "hv_en": 5, "alive": 6, "vbus": 7}
    pins.update({"start": 10, "mode": 11, "plus": 12, "minus": 13, "buzzer": 14})
    pins.update({"cs": 17, "sck": 18, "mosi": 19, "red": 20, "green": 21, "blue": 22})
    pins.update({"adc_i": 26, "adc_vb": 27, "adc_vt": 28, "adc_battery": 29, "battery_on": 25})
    pins.update(changes)
    return Board("test", "rp2040", "A", Pins(**pins))
