"""The watchdog of an RP2. `machine` cannot stop it, so that is done by its register."""

from machine import WDT, mem32

from . import registers

TIMEOUT_MS = 1000
_MARK = 0x0A117E  # in a scratch register that only power-on clears: the watchdog was running


class ChipWatchdog:
    """Port Watchdog."""

    def __init__(self, chip: "registers.Registers") -> None:
        self._enable_clear = chip.watchdog + registers.CLEAR
        self._mark = chip.watchdog + registers.WATCHDOG_SCRATCH0
        self._dog: "WDT | None" = None
        by_timer = mem32[chip.watchdog + registers.WATCHDOG_REASON] & registers.REASON_TIMER
        self.expired = bool(by_timer) and mem32[self._mark] == _MARK
        self.stop()

    def start(self) -> None:
        """From now on, feed."""
        mem32[self._mark] = _MARK
        self._dog = WDT(timeout=TIMEOUT_MS)

    def feed(self) -> None:
        """Another TIMEOUT_MS."""
        if self._dog:
            self._dog.feed()

    def stop(self) -> None:
        """No reset will come. Idempotent, cannot fail, allocates nothing."""
        mem32[self._enable_clear] = registers.WATCHDOG_ENABLE
        mem32[self._mark] = 0
