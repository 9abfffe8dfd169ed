"""What flows through the skin: charge, dose and impedance, out of the hardware's running sums."""

from . import balance
from .bridge import MINUS, PLUS
from .contact import Contact
from .dose import Dose
from .window import Window

WINDOW_MS = 20  # of one polarity, into charge and impedance


class Flow:
    """Takes the samples in windows of one polarity; public ints are for anyone to read."""

    def __init__(self, cal: "Calibration") -> None:
        self._cal = cal
        self.contact = Contact(cal)
        self.dose = Dose()
        self._plus = Window()
        self._minus = Window()
        self.clear()

    def clear(self) -> None:
        """Start a session: nothing flowed yet, nothing is known of the skin."""
        self.dose.clear()
        self.measured_na = 0
        self.forget()

    def forget(self) -> None:
        """Nothing is known of the skin, and what was sampled was not its current."""
        self._begun = False
        self.repay(False)
        self._half = 0
        self._bridge = PLUS
        self.lose()

    def lose(self) -> None:
        """The contact is gone."""
        self.contact.clear()
        self.gone = True

    def repay(self, on: bool) -> None:
        """From here on repay net charge, if on; what a lift-off cut in two before is not."""
        self._repays = on
        self.trim = 0
        self.dose.owe()

    def look(self, sense: "Sense", lost: bool) -> int:
        """One tick's samples. Treated ms of those that became charge; lost = no contact now."""
        if not self._begun:
            self._begin(sense)
            return 0
        bridge = sense.bridge
        if bridge != PLUS and bridge != MINUS:
            bridge = self._bridge
        ms = 0
        if sense.half != self._half or bridge != self._bridge:
            ms = self._close(sense)
            if self._repays and sense.half < self._half:
                # A period has ended: in sum, nothing should have flowed.
                self.trim = balance.trim(self.dose.owed_pc())
            self._half = sense.half
            self._bridge = bridge
        elif lost or self._pending(sense) * sense.sample_ms >= WINDOW_MS:
            ms = self._close(sense)
        if lost:
            self.lose()
        return ms

    def _begin(self, sense: "Sense") -> None:
        self._begun = True
        self._plus.take(sense.plus_n, sense.plus_i, sense.plus_vb, sense.plus_vt)
        self._minus.take(sense.minus_n, sense.minus_i, sense.minus_vb, sense.minus_vt)

    def _pending(self, sense: "Sense") -> int:
        if self._bridge == PLUS:
            return self._plus.pending(sense.plus_n)
        return self._minus.pending(sense.minus_n)

    def _close(self, sense: "Sense") -> int:
        """The window of the present polarity becomes charge and impedance; its ms."""
        if self._bridge == PLUS:
            window = self._plus
            window.take(sense.plus_n, sense.plus_i, sense.plus_vb, sense.plus_vt)
        else:
            window = self._minus
            window.take(sense.minus_n, sense.minus_i, sense.minus_vb, sense.minus_vt)
        n = window.n
        if not n:
            return 0
        ms = n * sense.sample_ms
        na = self._cal.na(window.i, window.vb, n)
        self.measured_na = na // n
        self.dose.add(na * sense.sample_ms, self._bridge == PLUS, ms)
        if self.contact.add(na, window.vt - window.vb, n, sense.sample_ms):
            self.gone = not self.contact.present()
        return ms


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Sense
    from .calib import Calibration
