"""The output gate: ALIVE charge pump, two MOSFETs, relay (hardware.md section 4, "Gate").

Each rising edge of ALIVE lifts a reservoir (1 uF) by a fixed share of what is missing, bleeders
empty it: only edges keep the coil on, no level does. The relay contacts follow the coil by 3 ms.
"""

import math

_SWING_V = 3.15  # ALIVE high less the two diode drops
_SHARE = 0.11 / 1.11  # C1 and C2 in series, 110 nF, into CST 1 uF
_BLEED_US = 65_000.0  # CST into 130 k || 130 k
_PULL_IN_V = 0.40  # above the threshold: the relay must operate
_RELEASE_V = 0.195  # above the threshold: it drops out
CONTACT_US = 3_000.0


class Gate:
    """Times are us and never go back. threshold_v is that of the MOSFETs (0.65..1.45)."""

    def __init__(self, threshold_v: float = 1.0) -> None:
        self.coil = False  # the MOSFETs hold the coil
        self.contact = False  # the relay contacts connect the skin
        self._on_v, self._off_v = threshold_v + _PULL_IN_V, threshold_v + _RELEASE_V
        self._level = 0
        self._usb = False
        self._reservoir_v = 0.0
        self._filled_us = 0.0  # when the reservoir had that voltage
        self._release_us = math.inf  # when the coil drops out unless another edge comes
        self._contact_us = math.inf  # when the contacts will have followed

    @property
    def next_us(self) -> float:
        """When coil or contacts change by themselves; inf: not without another edge."""
        contact_us, release_us = self._contact_us, self._release_us
        return contact_us if contact_us <= release_us else release_us

    def alive(self, t_us: float, level: int) -> None:
        """ALIVE has this level (0 or 1) from t_us."""
        self.advance(t_us)
        rising, self._level = level > self._level, level
        if rising and not self._usb:
            self._pump(t_us)

    def usb(self, t_us: float, present: bool) -> None:
        """VBUS comes or goes; while present it shorts the reservoir."""
        self.advance(t_us)
        self._usb = present
        if present:
            self._reservoir_v = 0.0
            self._switch(t_us, False)

    def advance(self, t_us: float) -> None:
        """Let everything happen that is due until t_us."""
        while (due_us := self.next_us) <= t_us:
            if due_us == self._contact_us:
                self.contact, self._contact_us = self.coil, math.inf
            else:
                self._switch(due_us, False)

    def _pump(self, t_us: float) -> None:
        v = self._reservoir_v * math.exp((self._filled_us - t_us) / _BLEED_US)
        self._reservoir_v, self._filled_us = v + _SHARE * (_SWING_V - v), t_us
        if self._reservoir_v >= self._on_v:
            self._switch(t_us, True)
        if self.coil:
            self._release_us = t_us + _BLEED_US * math.log(self._reservoir_v / self._off_v)

    def _switch(self, t_us: float, coil: bool) -> None:
        if not coil:
            self._release_us = math.inf
        if coil != self.coil:
            self.coil = coil
            self._contact_us = t_us + CONTACT_US
