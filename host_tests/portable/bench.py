"""An ideal front end in integers behind the ports: enough to walk the engine on any VM.

What the tests read is `bench.log`: what reached the bridge and the DAC's owner, tick by tick.
"""

from galva.core.board import Board, Pins
from galva.core.bridge import BOTH_HIGH, BOTH_LOW, SHUNT
from galva.core.calib import Calibration
from galva.core.engine import Engine

OPEN_OHM = 100_000_000
DUMMY_OHM = 10_000
_RAIL_MV = 17_480
_FIXED_OHM = 9650
_RLIM_OHM = 866
_GATE_EDGES = 14  # the relay pulls in after this many edges


class Bench:
    """Ports Output and Sense over an ideal circuit A with `ohm` across the electrodes."""

    def __init__(self, ohm=OPEN_OHM):
        self.ohm = ohm
        self.i = self.vb = self.vt = 0
        self.usb = False
        self.lap_us = 5000
        self.offs = 0
        self.bridge = SHUNT
        self.ua = 0
        self.hv = False
        self.edges = 0
        self.shunt_error_ua = 0  # what the shunt reads on top of the truth
        cal = Calibration()
        self.engine = Engine(self, self, cal, board())
        self.course = self.engine.course

    # ---- port Output

    def off(self):
        self.offs += 1
        self.bridge = SHUNT
        self.ua = 0
        self.hv = False
        self.edges = 0

    def rail(self):
        self.hv = True

    def drive(self, bridge, ua):
        self.bridge = bridge
        self.ua = ua

    def alive(self):
        self.edges += 1

    # ---- port Sense

    def load_ohm(self):
        return self.ohm if self.edges >= _GATE_EDGES else DUMMY_OHM

    def skin_ua(self):
        """Signed current through the skin."""
        driven = self.bridge in (5, 6) and self.hv and self.edges >= _GATE_EDGES
        if not driven or self.ohm == OPEN_OHM:
            return 0
        return self.ua if self.bridge == 6 else -self.ua

    def sample(self):
        """As the hal's: allocates nothing, so that a locked heap judges the engine alone."""
        rail_mv = _RAIL_MV if self.hv else 0
        ua = self.ua
        drop_ohm = 0
        if self.bridge != SHUNT:
            drop_ohm = self.load_ohm() + _FIXED_OHM
            both = self.bridge == BOTH_LOW or self.bridge == BOTH_HIGH
            if both or ua > rail_mv * 1000 // (drop_ohm + _RLIM_OHM):
                self._read(min(ua, 12), rail_mv, 40)  # starved: base current (section 9, trap 1)
                return
        vt_mv = rail_mv - ua * _RLIM_OHM // 1000
        self._read(ua, vt_mv, vt_mv - ua * drop_ohm // 1000)

    def _read(self, ua, vt_mv, vb_mv):
        self.i = max(0, (ua * 1000 - vb_mv * 5 // 57) * 2 // 363 + self.shunt_error_ua * 6)
        self.vb = vb_mv * 1000 // 4594
        self.vt = vt_mv * 1000 // 4594

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
    pins.update({"adc_i": 26, "adc_vb": 27, "adc_vt": 28})
    pins.update(changes)
    return Board("test", "rp2040", "A", Pins(**pins))
