"""The watchdog of an ESP32. Not run on silicon.

`machine.WDT` is ESP-IDF's task watchdog, the one of timer group 0; `machine` cannot stop it, so
that is done by its registers (ESP32 TRM 3.3.13 and 18.4, ESP32-S3 TRM 4.3.5 and 13.5). The next
start() configures it anew.
"""

import machine
from machine import WDT, mem32

TIMEOUT_MS = 1000  # the least
_TIMER_GROUP_0 = {"esp32": 0x3FF5F000, "esp32s3": 0x6001F000}
_CONFIG0, _FEED, _PROTECT = 0x48, 0x60, 0x64
_KEY = 0x50D83AA1  # what opens the registers
_ENABLE = 1 << 31  # of CONFIG0


class TaskWatchdog:
    """Port Watchdog."""

    def __init__(self, chip: str) -> None:
        self._group = _TIMER_GROUP_0[chip]
        self._dog: "WDT | None" = None
        self.expired = machine.reset_cause() == machine.WDT_RESET
        self.stop()

    def start(self) -> None:
        """From now on, feed."""
        self._dog = WDT(timeout=TIMEOUT_MS)

    def feed(self) -> None:
        """Another TIMEOUT_MS."""
        if self._dog:
            self._dog.feed()

    def stop(self) -> None:
        """No reset will come. Idempotent."""
        group = self._group
        mem32[group + _PROTECT] = _KEY
        mem32[group + _FEED] = 1
        mem32[group + _CONFIG0] &= ~_ENABLE
        mem32[group + _PROTECT] = 0
