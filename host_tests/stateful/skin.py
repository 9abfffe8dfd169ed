"""What a skin would say of the device: fed with every sample, asks the engine nothing.

It knows what was asked of the device and what the electrodes touch; `broken` is what it suffered.
"""

from collections import deque
from typing import Any

from galva.core import limits
from galva.core.modes import MODES

GOOD_OHM = (790, 24_000)  # with the hysteresis and the windows of the contact
SHORT_OHM = 700
PROBE_NA = 18_000  # the probe and what repays net charge, 60 codes at most
SLACK_NA = 8000
DWELL_MS = 300
OPEN_MS = 10  # until the current of a lost contact is the probe's
SHORT_MS = 400
NET_EACH_MS = 100
NET_PC = limits.NET_DC_TRIP_UA * limits.NET_WINDOW_MS * 1000
CUT_PC = 80_000_000  # a phase that a lost contact or a trip has cut short


class Skin:
    """`bench` is its circuit; mode, ups, raised and latched are set by whoever asks the device."""

    def __init__(self, bench: Any, most_ua: int) -> None:
        self.bench = bench
        self.most_ua = most_ua  # of the board
        self.mode = MODES[0]
        self.ups = 0  # times that PLUS was asked for in this mode
        self.raised = False  # in contact, in this session
        self.latched = False
        self.asked = False  # START was held to clear the fault
        self.broken: list[str] = []
        self.treated_ms = 0  # above the probe
        self._good_ms = 0  # 300 of them arm
        self._open_ms = self._short_ms = 0
        self._armed = False
        self._roof_na = 0.0
        self._net_pc = 0
        self._nets: deque[int] = deque([0], limits.NET_WINDOW_MS // NET_EACH_MS)
        self._cuts: deque[int] = deque([0], limits.NET_WINDOW_MS // NET_EACH_MS)
        self._ms = 0
        bench.on_sample = self.sample

    def take(self, mode: Any) -> None:
        """Another mode: its level is where it begins."""
        self.mode = mode
        self.ups = 0

    def cap_ua(self) -> int:
        """The most that may flow after what was asked for."""
        level = min(10, self.mode.start_level + self.ups)
        cap = min(limits.PEAK_UA, self.most_ua, self.mode.level_ua(level))
        return int(cap if self.raised else min(cap, limits.START_CAP_UA))

    def sample(self) -> None:
        """One millisecond."""
        bench = self.bench
        driven = bench.hv and bench.edges >= 14 and bench.bridge in (5, 6)
        na = bench.na if driven else 0
        self._touch(driven, na)
        self._contact(na)
        self._slew(na)
        self._charge()
        self.treated_ms += na > PROBE_NA
        if self.latched and na > (PROBE_NA if self.asked else 0):  # the test tries the relay
            self._say(f"latch: {na} nA with a fault latched")
        self._ms += 1

    def _say(self, what: str) -> None:
        self.broken.append(f"{what} (at {self._ms} ms, {self.mode.name})")

    def _touch(self, driven: bool, na: int) -> None:
        bench = self.bench
        good = driven and GOOD_OHM[0] <= bench.ohm <= GOOD_OHM[1]
        is_open = bench.ohm > 1_000_000
        self._open_ms = self._open_ms + 1 if is_open else 0
        self._short_ms = self._short_ms + 1 if bench.ohm < SHORT_OHM else 0
        rests = bench.bridge not in (5, 6)
        if is_open or not bench.hv or bench.ohm < SHORT_OHM:
            self._good_ms = 0
            self._armed = False
        elif good:
            self._good_ms += 1
            self._armed = self._armed or self._good_ms >= DWELL_MS
        elif not rests and not self._armed:
            self._good_ms = 0
        if not na and self._nets[-1] != self._net_pc and (is_open or not bench.hv):
            self._cuts[-1] = 1

    def _contact(self, na: int) -> None:
        if na <= PROBE_NA or self._armed:
            return
        ending = 0 < self._open_ms <= OPEN_MS or 0 < self._short_ms <= SHORT_MS
        if not ending:
            self._say(f"contact: {na} nA without 300 ms of good contact")

    def _slew(self, na: int) -> None:
        cap_na = self.cap_ua() * 1000
        if na > max(PROBE_NA, cap_na + SLACK_NA):
            self._say(f"cap: {na} nA, {cap_na} allowed")
        if not self.bench.hv or (not self._armed and na <= PROBE_NA):
            self._roof_na = 0
        elif na > PROBE_NA or self._roof_na:
            step_na = cap_na / self.mode.ramp_up_ms
            start_na = self._roof_na or PROBE_NA + step_na * self.mode.period_ms
            self._roof_na = min(cap_na, start_na + step_na)
            if na > max(PROBE_NA, self._roof_na + SLACK_NA):
                self._say(f"slew: {na} nA, {self._roof_na:.0f} by now")

    def _charge(self) -> None:
        self._net_pc += self.bench.skin_na()
        if self._ms % NET_EACH_MS:
            return
        self._nets.append(self._net_pc)
        self._cuts.append(0)
        if not self.mode.biphasic:
            self._nets.clear()
            self._nets.append(self._net_pc)
        most_pc = NET_PC + 2 * self.mode.phase_nc() * 1000 + CUT_PC * sum(self._cuts)
        if self._net_pc - min(self._nets) > most_pc or max(self._nets) - self._net_pc > most_pc:
            self._say(f"net: {self._net_pc - self._nets[0]} pC in 10 s, {most_pc} allowed")
