"""The front end and the skin over time, in closed form (hardware.md section 8).

The front end at rest is a polyline (network.py), the skin one capacitor: on each stretch its
voltage is an exponential, and the instant it leaves the stretch is known. The cost of advance()
depends on how many stretches are crossed, not on the time, and neither does the result.
Not in it: transients of some microseconds, contact spikes, settling of the dividers.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from tools.sim import wiring
from tools.sim.network import Curve, Point, between, bottom_corners, curve, top_corners
from tools.sim.parts import Parts, faulty
from tools.sim.rail import Rail
from tools.sim.skin import OPEN, Skin
from tools.sim.wiring import Inputs

ADC_COUNTS = 4096
NOISE_COUNTS = 2.0  # standard deviation
_KNOWN_MOST = 4096
_ROUNDING_US = 1e-6  # a caller's ms as us


class Afe:
    """Circuit A, or that of its parts. Times are us and never go back; charges pC.

    Currents uA, E1 to E2 positive.
    faults are names of parts.FAULTS_OF, on top of parts (None: nominal A). temperature_c moves the
    limiter. Charges and peak_ua count what flows through the skin; without noise the ADC only
    rounds.
    """

    inputs: Inputs
    rail: Rail
    relay: int  # 1 when the contacts connect the skin

    def __init__(
        self,
        faults: Iterable[str] = (),
        *,
        temperature_c: float = 27.0,
        noise: bool = True,
        seed: int = 0,
        parts: Parts | None = None,
    ) -> None:
        self.now_us = 0.0
        self.skin = OPEN
        self.skin_mv = 0.0
        self.charge_pc = 0.0
        self.abs_charge_pc = 0.0
        self.peak_ua = 0.0  # largest |skin_ua| since the owner last set this to 0
        self._temperature_c = temperature_c
        self._noise = random.Random(seed) if noise else None
        self._point_mv: float | None = None  # of the skin; None: the polyline changed
        self._seen: Point | None = None  # by the ADC
        self._known: dict[Inputs, tuple[Curve, list[float]]] = {}  # waveforms repeat
        self.parts = faulty(parts or Parts(), faults)
        self._wire()

    # ---- inputs

    def change(self, t_us: float, **inputs: float) -> None:
        """Set some of Inputs at t_us."""
        self.advance(t_us)
        self.inputs = self.inputs._replace(**inputs)  # type: ignore[arg-type]
        if "hv_en" in inputs:
            self.rail.switch(t_us, self.inputs.hv_en)
        self._rebuild()

    def touch(self, t_us: float, skin: Skin) -> None:
        """Another skin at t_us. Its charge stays if both have contact and a capacitor."""
        self.advance(t_us)
        if not (skin.c_nf and self.skin.c_nf):
            self.skin_mv = 0.0
        self.skin = skin
        self._known.clear()
        self._rebuild()

    def inject(self, t_us: float, *faults: str) -> None:
        """Break something at t_us, on top of what is broken. ValueError: unknown name."""
        self.advance(t_us)
        self.parts = faulty(self.parts, faults)
        if self.rail.full_mv != self.parts.hv_mv:
            self.rail.full_mv = self.parts.hv_mv
            self.rail.switch(t_us, self.inputs.hv_en)
        self._rebuild_top()

    def rebuild(self, parts: Parts) -> None:
        """Other parts, nothing of them broken; before anything happened."""
        self.parts = parts
        self._wire()

    def _wire(self) -> None:
        always = not self.parts.switched
        self.inputs = Inputs(hv_en=int(always))
        self.rail = Rail(self.parts.hv_mv, always)
        self._rebuild_top()

    # ---- outputs

    @property
    def load_ua(self) -> float:
        """Current through the skin or the dummy, whichever the relay connects."""
        return self.point.load_ua

    @property
    def skin_ua(self) -> float:
        """Current that the front end drives through the skin."""
        return self.point.load_ua if self.relay else 0.0

    @property
    def point(self) -> Point:
        """The operating point now."""
        v = self.skin_mv if self.relay else 0.0
        if v != self._point_mv:
            self._point, self._point_mv = self._find_point(v), v
        return self._point

    def _find_point(self, v: float) -> Point:
        curve = self._curve
        k = min(max(bisect_right(self._corners_mv, v), 1), len(curve) - 1)
        a, b = curve[k - 1], curve[k]
        return between(a, b, (v - a.skin_mv) / (b.skin_mv - a.skin_mv))

    def channels_mv(self) -> tuple[float, float, float]:
        """I, VB and VT at the ADC's inputs, without noise."""
        parts, point = self.parts, self.point
        i_mv = point.shunt_ua * parts.rs2_kohm * parts.i_gain + parts.i_zero_mv
        if parts.i_stuck_mv is not None:
            i_mv = parts.i_stuck_mv
        return i_mv, point.vb_mv * parts.vb_gain, point.vt_mv * parts.vt_gain

    def counts(self, channel: int) -> int:
        """12-bit conversion of channel 0 (I), 1 (VB) or 2 (VT)."""
        point = self.point
        if point is not self._seen:  # the three are asked for in a row
            ref_mv, zero = self.parts.adc_ref_mv, self.parts.adc_zero_counts
            self._exact = [mv / ref_mv * ADC_COUNTS + zero for mv in self.channels_mv()]
            self._seen = point
        value = self._exact[channel]
        if self._noise:
            value += self._noise.gauss(0.0, NOISE_COUNTS)
        counts = round(value)
        if 0 <= counts < ADC_COUNTS:
            return counts
        return 0 if counts < 0 else ADC_COUNTS - 1

    # ---- time

    def advance(self, t_us: float) -> None:
        """Let time pass until t_us. ValueError when that is in the past."""
        if t_us < self.now_us - _ROUNDING_US:
            raise ValueError(f"front end: time went back from {self.now_us} to {t_us} us")
        while self.rail.next_us <= t_us:
            self._flow(self.rail.next_us)
            self.rail.step()
            self._rebuild_top()
        self._flow(max(t_us, self.now_us))

    def _flow(self, t_us: float) -> None:
        dt_us, self.now_us = t_us - self.now_us, t_us
        skin = self.skin
        if not self.relay:
            if skin.c_nf:
                self.skin_mv *= math.exp(-dt_us / (skin.rp_ohm * skin.c_nf * 1e-3))
        elif not skin.c_nf:
            self._count(self.point.load_ua * dt_us)
        else:
            while dt_us > 0:
                dt_us -= self._stretch(dt_us, 2e-3 * skin.rp_ohm, skin.c_nf / 2)

    def _stretch(self, most_us: float, rp_kohm: float, c_nf: float) -> float:
        """Move along one stretch of the polyline, at most most_us; the time that took."""
        v = self.skin_mv
        a, b, v_end, leak_ms = self._approach(v, rp_kohm)
        edge, tau_us, dt_us = (b if v_end > v else a).skin_mv, c_nf / leak_ms, most_us
        if (v_end - edge) * (edge - v) > 0:  # the edge comes before the resting voltage
            dt_us = min(tau_us * math.log((v - v_end) / (edge - v_end)), most_us)
        decay = math.exp(-dt_us / tau_us)
        after = edge if dt_us < most_us else v_end + (v - v_end) * decay
        # C dv/dt = i - v/Rp: the integral of i is the charge kept plus the charge leaked
        held_mv_us = v_end * dt_us + (v - v_end) * tau_us * (1 - decay)
        self._count(c_nf * (after - v) + held_mv_us / rp_kohm)
        self.skin_mv = after
        self.peak_ua = max(self.peak_ua, abs(self.point.load_ua))
        return dt_us

    def _approach(self, v: float, rp_kohm: float) -> tuple[Point, Point, float, float]:
        """The stretch v moves into: its ends, its resting voltage, its conductance to it (mS)."""
        rising = self.point.load_ua * rp_kohm > v
        k = (bisect_right if rising else bisect_left)(self._corners_mv, v)
        k = min(max(k, 1), len(self._curve) - 1)
        a, b = self._curve[k - 1], self._curve[k]
        slope_ms = (b.load_ua - a.load_ua) / (b.skin_mv - a.skin_mv)
        leak_ms = 1 / rp_kohm - slope_ms
        return a, b, (a.load_ua - slope_ms * a.skin_mv) / leak_ms, leak_ms

    def _count(self, charge_pc: float) -> None:
        self.charge_pc += charge_pc
        self.abs_charge_pc += abs(charge_pc)

    # ---- the polyline

    def _rebuild_top(self) -> None:
        drift = 1 + self.parts.limit_drift_per_k * (self._temperature_c - 27.0)
        self._top = top_corners(self.parts, self.rail.mv, self.parts.limit_ua * drift)
        self._known.clear()
        self._rebuild()

    def _rebuild(self) -> None:
        self.relay = wiring.relay(self.parts, self.inputs)
        known = self._known.get(self.inputs)
        if known is None:
            if len(self._known) == _KNOWN_MOST:
                self._known.clear()
            points = self._build()
            known = self._known[self.inputs] = points, [point.skin_mv for point in points]
        self._curve, self._corners_mv = known
        self._point_mv = None
        self.peak_ua = max(self.peak_ua, abs(self.skin_ua))

    def _build(self) -> Curve:
        parts, inputs = self.parts, self.inputs
        load_kohm = self.skin.rs_ohm * 1e-3 if self.relay else parts.dummy_kohm
        bottom = bottom_corners(parts, self.rail.mv, wiring.set_ua(parts, inputs))
        closed = wiring.switches(parts, inputs)
        path_kohm = wiring.path_kohm(parts, closed, load_kohm)
        return curve(parts, closed, path_kohm, self._top, bottom)
