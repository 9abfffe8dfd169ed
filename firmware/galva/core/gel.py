"""What is between electrode and skin, out of the impedances that the contact gives.

DRY: nothing that conducts, a steady high impedance. OILY: a film that breaks and closes, so that
it jumps about. DRYING: a session's impedance has crept up for a while; the contact will be lost.
"""

from .quick import keep

STATES = ("", "dry", "oily", "drying")
WET, DRY, OILY, DRYING = range(4)

_DRY_OHM = 40_000  # above it the contact is not even poor
_UNSTEADY = 2  # times between the least and the most of such a time
_BREAKS = 3
_ENOUGH_MS = 500  # of the probe's time: an ESP32's takes twice as long
_SLOW = 32  # looks, 32 ms each: the trend follows in a second
_CREPT_PERCENT = 60  # over the least of the session,
_CREPT_OHM = 3000  # and so much at least
_CREPT_MS = 5000  # for so long


class Gel:
    """Fed with every impedance of the contact. Allocates nothing. ohm: where no skin is."""

    def __init__(self, ohm: int = 900_000) -> None:
        self._nothing_ohm = ohm
        self.clear()
        keep(self, "follow")

    def clear(self) -> None:
        """A session begins, or nothing touches."""
        self.state = WET
        self._breaks = 0
        self._least_ohm = 0
        self._seek()
        self.lift()

    def _seek(self) -> None:
        self._low_ohm = 0
        self._high_ohm = 0
        self._ms = 0

    def look(self, ohm: int, ms: int) -> None:
        """While a contact is looked for: one impedance, which stands for ms."""
        if ohm >= self._nothing_ohm:
            return
        if not self._ms:
            self._low_ohm = self._high_ohm = ohm
        elif ohm < self._low_ohm:
            self._low_ohm = ohm
        elif ohm > self._high_ohm:
            self._high_ohm = ohm
        self._ms += ms
        if self._ms < _ENOUGH_MS:
            return
        self._breaks = 0
        if self._high_ohm < _DRY_OHM:
            self.state = WET
        else:
            unsteady = self._high_ohm > _UNSTEADY * max(1, self._low_ohm)
            self.state = OILY if unsteady else DRY
        self._seek()

    def lift(self) -> None:
        """Nothing touches at this moment."""
        if self._ms:  # it did before: a film breaks at once, again and again
            self._breaks += 1
            if self._breaks >= _BREAKS:
                self.state = OILY
        self._seek()
        self._trend_ohm = 0
        self._crept_ms = 0

    def follow(self, ohm: int, ms: int) -> None:
        """In a session: one impedance of a present contact."""
        trend_ohm = self._trend_ohm or ohm
        least_ohm = self._least_ohm or ohm
        trend_ohm += (ohm - trend_ohm) // _SLOW
        if trend_ohm < least_ohm:
            least_ohm = trend_ohm
        self._trend_ohm = trend_ohm
        self._least_ohm = least_ohm
        if trend_ohm - least_ohm < _CREPT_OHM + least_ohm * _CREPT_PERCENT // 100:
            self._crept_ms = 0
            self.state = WET
            return
        self._crept_ms += ms
        if self._crept_ms >= _CREPT_MS:
            self.state = DRYING
