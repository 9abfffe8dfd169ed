"""The contraindications: acknowledged once after flashing, kept with the version and the time."""

from galva import VERSION

from .keep import keep, settled

NAME, LAYOUT, UNIT = "read", 1, "s"


class Notice:
    """read: this version's were acknowledged; another version asks again.

    trouble: what was wrong with the record, or why it could not be written; "" = nothing.
    """

    def __init__(self, engine: "Engine", device: "Device") -> None:
        self._engine = engine
        self._device = device
        self._due = False
        self.trouble = ""
        record = device.store.load(NAME, LAYOUT, UNIT)
        self._tell(device.store.trouble)
        self.read = record is not None and record.get("firmware") == VERSION

    def acknowledge(self) -> None:
        """They were read and do not apply."""
        self.read = self._due = True

    def poll(self) -> None:
        """Store it, once, when nothing is energised."""
        if self._due and settled(self._engine):
            self._due = False
            seconds = self._device.calendar.seconds()
            t = -1 if seconds is None else seconds  # local seconds since 2000-01-01
            record = {"version": LAYOUT, "unit": UNIT, "firmware": VERSION, "t": t}
            self.trouble = ""
            self._tell(keep(self._device.store, NAME, record))

    def _tell(self, why: str) -> None:
        if why:
            self.trouble = why
            self._device.console.line(why)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.engine import Engine

    from .app import Device
