"""The samples: what was sent, what plays now, and when the bridge may swap.

The ring of DMA buffers is full after every `fill`: a buffer is taken only when it has been played,
so what plays now was sent BUFFERS samples ago. That is all the clock there is: a late tick
finds more buffers free, and a swap waits for the samples, never for the time.
"""

from array import array

from galva.core.bridge import MINUS, PLUS, RUN_LINE, SHUNT

from .dac import BUFFERS

_RESTS_MOST = 50  # samples at code 0 while the skin gives its charge back
_SPAN = 0x7FFF  # of a record: codes above the zero
_HALF = 0x8000
_DRIVEN = 0x10000  # a sample of a phase: not the zeros between two


class Period:
    """What is asked for: two phases of `n` magnitudes, spans and offsets in DAC codes."""

    def __init__(self) -> None:
        self.phase_q15 = array("H", [0])
        self.clear()

    def clear(self) -> None:
        """Crowbarred, at code 0."""
        self.n = 1
        self.watched = False
        self.floor = 0  # least span while the bridge drives
        self.span = 0  # at magnitude 1
        self.first = SHUNT
        self.second = SHUNT
        self.plus_offset = 0
        self.minus_offset = 0

    def take(self, other: "Period") -> None:
        """Become the same."""
        self.phase_q15 = other.phase_q15
        self.n = other.n
        self.watched = other.watched
        self.floor = other.floor
        self.span = other.span
        self.first = other.first
        self.second = other.second
        self.plus_offset = other.plus_offset
        self.minus_offset = other.minus_offset


class Stream:
    """`coming`, once `ready`, is taken where a period begins. Allocates nothing once built."""

    def __init__(self, send: "Send", bridge: "Bridge", code_most: int) -> None:
        self._send = send
        self._bridge = bridge
        self.code_most = code_most
        self.period = Period()
        self.coming = Period()
        self._sent = array("i", [0] * BUFFERS)  # a record each; the oldest is what plays now
        self._record = self._label = 0  # of the next one, and of a zero after the last phase
        self._oldest = 0
        self.fed_span = 0  # of the last sample of a phase that was sent
        self.charged = False  # the skin holds what would come back as a larger current
        self.plus_ended = 0  # samples of a phase that have been played, for whoever takes them
        self.minus_ended = 0
        self.halt()

    def halt(self) -> None:
        """Code 0 from the next sample on; what was sent before plays, and counts no more."""
        self.halted = True
        self.ready = False
        self._at = 0
        self._half = 0
        self._zeros = 0
        self._code = 0
        self._record = self._label
        for k in range(BUFFERS):
            self._sent[k] &= ~_DRIVEN

    def go(self) -> None:
        """From a standstill: zeros, crowbarred, until a period is ready."""
        self.period.clear()
        self._label = self._record = 0
        if self.fill() >= BUFFERS - 1:  # it had run dry: zeros were played
            for k in range(BUFFERS):
                self._sent[k] = 0
        self.halted = False

    @property
    def span(self) -> int:
        """Of the sample that plays now."""
        return self._sent[self._oldest] & _SPAN

    @property
    def half(self) -> int:
        """0 in the first phase of a period and after it, 1 in the second and after it."""
        return 1 if self._sent[self._oldest] & _HALF else 0

    @property
    def driven(self) -> bool:
        """What plays now belongs to a phase."""
        return self._sent[self._oldest] >= _DRIVEN

    def fill(self) -> int:
        """Send what there is room for; so many samples have ended since the fill before."""
        n = 0
        while n < BUFFERS and self._send(self._code):
            n += 1
            self._note()
            self._next()
        return n

    def _note(self) -> None:
        """The pending sample was sent, in the place of one that has been played."""
        k = self._oldest
        if self._sent[k] >= _DRIVEN:
            if self._bridge.state == PLUS:
                self.plus_ended += 1
            elif self._bridge.state == MINUS:
                self.minus_ended += 1
        self._sent[k] = self._record
        self._oldest = k + 1 if k + 1 < BUFFERS else 0
        self._zeros = 0 if self._code else self._zeros + 1

    def _next(self) -> None:
        """The sample after the last: floor, offset and clamp of every code, here and only here."""
        self._code = 0
        self._record = self._label
        if self.halted or (self._at == 0 and not self._begin()):
            return
        period = self.period
        bridge = self._bridge.state
        span = (period.phase_q15[self._at] * period.span) >> 15
        if bridge > RUN_LINE and span < period.floor:
            span = period.floor
        offset = period.plus_offset if bridge == PLUS else period.minus_offset
        self._code = min(max(0, span + offset), self.code_most) if span else 0
        self.fed_span = span
        self._label = _HALF if self._half else 0
        self._record = self._label | span
        if bridge == PLUS or bridge == MINUS:
            self._record |= _DRIVEN
        self._at += 1
        if self._at == period.n:
            self._at = 0
            self._half ^= 1

    def _begin(self) -> bool:
        """A phase may begin: its bridge stands. A swap waits until only zeros are in the ring."""
        period = self.period
        if not self._half and self.ready:
            period.take(self.coming)
        bridge = period.second if self._half else period.first
        last = self._bridge.state
        if bridge == last:
            return True
        rests = self._zeros - BUFFERS
        waits = self.charged and (last == PLUS or last == MINUS) and rests <= _RESTS_MOST
        if rests <= 0 or waits:
            return False
        self._bridge.set(bridge)
        return True


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .bridge import Bridge

    Send = Callable[[int], bool]
