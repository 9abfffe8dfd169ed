"""What the outside saw, over time: one row per change, and the events of the rig."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

# Row.bridge, RUN << 2 | PB << 1 | PA, as the circuit has it: no word of the firmware's.
RUN, PLUS, MINUS = 0b100, 0b110, 0b101


class Row(NamedTuple):
    """State just after a change at t_us. Currents are positive from E1 to E2.

    peak_ua: largest |delivered| between the row before and this one, both included.
    charge_nc: net charge through the skin from the beginning.
    """

    t_us: float
    setpoint_ua: float
    delivered_ua: float
    peak_ua: float
    bridge: int  # RUN << 2 | PB << 1 | PA
    gate_closed: int  # the coil is held
    relay_closed: int  # the contacts connect the skin
    contact: int  # the electrodes touch something
    impedance_ohm: float  # of the skin at DC; inf without contact
    code: int
    charge_nc: float


class Event(NamedTuple):
    """Something worth a line in a report."""

    t_us: float
    kind: str
    text: str


_TYPES = "ddddbbbbdhd"  # of the columns, in Row's order


class Trace:
    """Rows in columns (`column("delivered_ua")` gives one to plot), and `events`.

    Each row holds until the next. Times are us; t0_us <= t1_us wherever both are asked.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._events_gone = 0
        self._columns: dict[str, array[Any]] = {
            name: array(code) for name, code in zip(Row._fields, _TYPES, strict=True)
        }
        self._appends = [column.append for column in self._columns.values()]
        self._times: array[float] = self._columns["t_us"]

    def append(self, row: Row) -> None:
        """Add a row; it replaces one of the same instant, whose peak it keeps."""
        if self._times and self._times[-1] == row.t_us:
            row = row._replace(peak_ua=max(row.peak_ua, self._columns["peak_ua"][-1]))
            for column in self._columns.values():
                column.pop()
        for append, value in zip(self._appends, row, strict=True):
            append(value)

    def event(self, t_us: float, kind: str, text: str) -> None:
        """Note an event; times need not be in order."""
        self.events.append(Event(t_us, kind, text))

    def events_from(self, number: int) -> list[Event]:
        """Those after the first `number` that there ever were, but for forgotten ones."""
        return self.events[max(number - self._events_gone, 0) :]

    @property
    def events_ever(self) -> int:
        """How many there were, forgotten ones too."""
        return self._events_gone + len(self.events)

    def forget(self, before_us: float) -> None:
        """Drop the events before, and the rows, but for the one in force at before_us."""
        kept = [event for event in self.events if event.t_us >= before_us]
        self._events_gone += len(self.events) - len(kept)
        self.events = kept
        rows = max(bisect_right(self._times, before_us) - 1, 0)
        for column in self._columns.values():
            del column[:rows]

    def column(self, name: str) -> "array[Any]":
        """All values of one field of Row. KeyError for another name."""
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._times)

    def __getitem__(self, k: int) -> Row:
        return Row(*(column[k] for column in self._columns.values()))

    def __iter__(self) -> Iterator[Row]:
        return (Row(*values) for values in zip(*self._columns.values(), strict=True))

    def at(self, t_us: float) -> Row:
        """The row in force at t_us. ValueError before the first."""
        k = bisect_right(self._times, t_us) - 1
        if k < 0:
            raise ValueError(f"trace: nothing is known of {t_us} us, it begins later")
        return self[k]

    def between(self, t0_us: float, t1_us: float) -> list[Row]:
        """The rows written from t0_us to t1_us, both included."""
        return [self[k] for k in range(*self._span(t0_us, t1_us))]

    def peak_ua(self, t0_us: float, t1_us: float) -> float:
        """Largest |delivered| from t0_us to t1_us, and of the rows that these lie between."""
        first = min(bisect_left(self._times, t0_us), len(self) - 1)
        end = bisect_left(self._times, t1_us) + 1
        return max(self._columns["peak_ua"][max(first, 0) : end], default=0.0)

    def net_charge_nc(self, t0_us: float, t1_us: float) -> float:
        """Net charge through the skin from t0_us to t1_us; exact at rows, linear in between."""
        return self._charge_nc(t1_us) - self._charge_nc(t0_us)

    def mean_ua(self, t0_us: float, t1_us: float) -> float:
        """Mean delivered current. t1_us > t0_us."""
        return self.net_charge_nc(t0_us, t1_us) / (t1_us - t0_us) * 1e3

    def _span(self, t0_us: float, t1_us: float) -> tuple[int, int]:
        return bisect_left(self._times, t0_us), bisect_right(self._times, t1_us)

    def _charge_nc(self, t_us: float) -> float:
        charge_nc: array[float] = self._columns["charge_nc"]
        k = bisect_right(self._times, t_us)
        if k in (0, len(self)):
            return charge_nc[k - 1] if k else 0.0
        f = (t_us - self._times[k - 1]) / (self._times[k] - self._times[k - 1])
        return charge_nc[k - 1] + f * (charge_nc[k] - charge_nc[k - 1])
