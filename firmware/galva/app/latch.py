"""What latched outlives the power: an A/B record of the fault bits, 0 once they are cleared."""

from galva.core import faults

from .keep import keep, settled

NAME, VERSION, UNIT = "fault", 1, "bits"


class Latch:
    """Trips the engine at boot with what was stored, then stores what changes. Output off only.

    trouble: why the record could not be read or written, one line; "" = nothing.
    """

    def __init__(self, engine: "Engine", device: "Device") -> None:
        self._engine = engine
        self._device = device
        self.trouble = ""
        bits = self._load()
        self._stored = -1 if self.trouble else bits  # a damaged file is written anew
        if device.watchdog.expired:
            bits |= faults.WATCHDOG
        if bits:
            engine.trip(bits)

    def poll(self) -> None:
        """Store the bits if they changed and nothing is energised, nor asked to be."""
        engine = self._engine
        if settled(engine) and engine.faults != self._stored:
            self._save(engine.faults)

    def _load(self) -> int:
        """The stored bits; RECORD among them when any file of it is damaged or impossible.

        Even one is enough: it may have been the newer one, with the fault.
        """
        store = self._device.store
        record = store.load(NAME, VERSION, UNIT)
        bits = record.get("bits") if record else 0
        self._tell(store.trouble)
        if type(bits) is not int or (bits and not faults.latching(bits)):
            self._tell(NAME + ": bits " + str(bits)[:40] + " are none of this firmware")
            return faults.RECORD
        return bits | faults.RECORD if self.trouble else bits

    def _save(self, bits: int) -> None:
        """One attempt for each change: a full flash does not get better by trying."""
        self._stored = bits
        self.trouble = ""
        record = {"version": VERSION, "unit": UNIT, "bits": bits}
        self._tell(keep(self._device.store, NAME, record))

    def _tell(self, why: str) -> None:
        if why:
            self.trouble = why
            self._device.console.line(why)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.engine import Engine

    from .app import Device
