"""What flows through the skin: charge, dose and impedance, out of the hardware's running sums."""

from . import balance
from .bridge import MINUS, PLUS
from .contact import LOOK_MS, Contact
from .dose import Dose
from .gel import Gel
from .legs import Legs
from .quick import keep
from .window import MASK, Window

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
        self._window_n = WINDOW_MS  # samples of a whole window
        self.clear()
        keep(self, "look")

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
        self._face(0, PLUS)
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
        self.closed = False  # did a window, in the last look?
        self.broken = 0  # bits of the rules that it or its phase broke
        self.dose.owe()

    def look(self, sense: "Sense", lost: bool) -> int:
        """One tick's samples. Treated ms of those that became charge; lost = no contact now."""
        if lost or not self._begun:
            return self._cut(sense, lost)
        bridge = sense.bridge
        half = sense.half
        if half == self._half and (bridge == self._bridge or bridge < MINUS or bridge > PLUS):
            window = self._window
            sums = sense.plus if window is self._plus else sense.minus
            if (sums[0] - window.n_before) & MASK < self._window_n:
                self.closed = False
                return 0
            return self._close(sense)
        return self._turn(sense)

    def _cut(self, sense: "Sense", lost: bool) -> int:
        """No contact, or the first look: what the shunt shows while nothing is touched is no
        charge."""
        ms = 0
        self.closed = False
        if self._begun and self._treats:
            turned = sense.half != self._half or self._bridge_of(sense) != self._bridge
            ms = self._turn(sense) if turned else self._close(sense)
        else:
            self._begin(sense)
        if lost:
            self.lose()
            self.broken = 0  # its last phase was cut
        return ms

    def _bridge_of(self, sense: "Sense") -> int:
        """The polarity: crowbarred, that of before."""
        bridge = sense.bridge
        return bridge if bridge == PLUS or bridge == MINUS else self._bridge

    def _turn(self, sense: "Sense") -> int:
        """A phase has ended, and perhaps a period: in sum, nothing should have flowed."""
        ms = self._close(sense)
        half = sense.half
        if self._treats:
            self.broken |= self.legs.conclude(self._bridge == PLUS)
        if self._repays and half < self._half:
            self.trim = balance.trim(self.dose.owed_pc())
            self.dose.settle()
        self._face(half, self._bridge_of(sense))
        return ms

    def _face(self, half: int, bridge: int) -> None:
        """What flows from here on is of this phase."""
        self._half = half
        self._bridge = bridge
        self._window = self._plus if bridge == PLUS else self._minus

    def _begin(self, sense: "Sense") -> None:
        self._begun = True
        self._window_n = (WINDOW_MS + sense.sample_ms - 1) // sense.sample_ms
        self._plus.take(sense.plus)
        self._minus.take(sense.minus)

    def pending_ms(self, sense: "Sense") -> int:
        """Of the samples that are no charge yet."""
        n = self._plus.pending(sense.plus[0]) + self._minus.pending(sense.minus[0])
        return n * sense.sample_ms

    def _close(self, sense: "Sense") -> int:
        """The window of the present polarity becomes charge and impedance; its ms."""
        self.closed = True
        self.broken = 0
        window = self._window
        positive = window is self._plus
        window.take(sense.plus if positive else sense.minus)
        n = window.n
        if not n:
            return 0
        ms_each = sense.sample_ms
        ms = n * ms_each
        vb = window.vb
        na = self._cal.na(window.i, vb, n)
        mv = self.contact.drop_mv(window.vt - vb, n)
        self.measured_na = na // n
        self.dose.add(na * ms_each, positive, ms)
        self._touched = True
        if self._treats:
            self.broken = self.legs.add(positive, na * ms_each, mv * ms_each, ms)
        if self.contact.add(na, mv, n, ms_each):
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
