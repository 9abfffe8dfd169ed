"""What flows through the skin: charge, dose and impedance, out of the hardware's running sums."""

from . import balance
from .bridge import MINUS, PLUS
from .contact import LOOK_MS, Contact
from .dose import Dose
from .gel import Gel
from .legs import Legs
from .window import Window

WINDOW_MS = 20  # of one polarity, into charge and impedance


class Flow:
    """Takes the samples in windows of one polarity; public ints are for anyone to read."""

    def __init__(self, cal: "Calibration") -> None:
        self._cal = cal
        self.contact = Contact(cal)
        self.gel = Gel(cal.afe.NOTHING_OHM)
        self.legs = Legs()
        self.dose = Dose()
        self._plus = Window()
        self._minus = Window()
        self.clear()

    def clear(self) -> None:
        """Start a session: nothing flowed yet, nothing is known of the skin."""
        self.dose.clear()
        self.gel.clear()
        self.measured_na = 0
        self.gone = True
        self.forget()

    def forget(self) -> None:
        """Nothing is known of the skin, and what was sampled was not its current."""
        self._begun = False
        self._treats = False
        self._settle(False)
        self._half = 0
        self._bridge = PLUS
        self._touched = True
        self.lose()

    def lose(self) -> None:
        """The contact is gone."""
        if self.gone and not self._touched:
            return  # and was before
        self._touched = False
        self.contact.clear()
        self.gel.lift()
        self.legs.clear()
        self.gone = True

    def treat(self, biphasic: bool) -> None:
        """A mode begins: judge each phase; a biphasic one repays net charge from here on.

        What a lift-off cut in two before is not repaid.
        """
        self._treats = True
        self.legs.clear()
        self._settle(biphasic)

    def _settle(self, repays: bool) -> None:
        self._repays = repays
        self.trim = 0
        self.broken = 0  # bits of the rules that the last window or phase broke
        self.dose.owe()

    def look(self, sense: "Sense", lost: bool) -> int:
        """One tick's samples. Treated ms of those that became charge; lost = no contact now."""
        self.broken = 0
        if not self._begun or (lost and not self._treats):
            self._begin(sense)  # what the shunt shows while nothing is touched is no charge
            if lost:
                self.lose()
            return 0
        bridge = sense.bridge
        if bridge != PLUS and bridge != MINUS:
            bridge = self._bridge
        ms = 0
        if sense.half != self._half or bridge != self._bridge:
            ms = self._close(sense)
            self._turn(sense.half, bridge)
        elif lost or self._pending(sense) * sense.sample_ms >= WINDOW_MS:
            ms = self._close(sense)
        if lost:
            self.lose()
            self.broken = 0  # its last phase was cut
        return ms

    def _turn(self, half: int, bridge: int) -> None:
        """A phase has ended, and perhaps a period: in sum, nothing should have flowed."""
        if self._treats:
            self.broken |= self.legs.conclude(self._bridge == PLUS)
        if self._repays and half < self._half:
            self.trim = balance.trim(self.dose.owed_pc())
            self.dose.settle()
        self._half = half
        self._bridge = bridge

    def _begin(self, sense: "Sense") -> None:
        self._begun = True
        self._plus.take(sense.plus_n, sense.plus_i, sense.plus_vb, sense.plus_vt)
        self._minus.take(sense.minus_n, sense.minus_i, sense.minus_vb, sense.minus_vt)

    def pending_ms(self, sense: "Sense") -> int:
        """Of the samples that are no charge yet."""
        n = self._plus.pending(sense.plus_n) + self._minus.pending(sense.minus_n)
        return n * sense.sample_ms

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
        self._touched = True
        mv = self.contact.drop_mv(window.vt - window.vb, n)
        if self._treats:
            positive = self._bridge == PLUS
            ms_each = sense.sample_ms
            self.broken = self.legs.add(positive, na * ms_each, mv * ms_each, ms)
        if self.contact.add(na, mv, n, sense.sample_ms):
            self._look_at_gel()
        return ms

    def _look_at_gel(self) -> None:
        contact = self.contact
        self.gone = not contact.present()
        if not self._treats:
            self.gel.look(contact.ohm, LOOK_MS)
        elif not self.gone:
            self.gel.follow(contact.ohm, LOOK_MS)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Sense
    from .calib import Calibration
