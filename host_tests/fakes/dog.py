"""The watchdog of both chips: `machine.WDT`, and what stops it."""

from world import world


class WDT:
    """One a chip; a new one replaces it. What it does when it runs out, the timeline tells."""

    least_ms = 1
    most_ms = 8388

    def __init__(self, *, timeout):
        if not self.least_ms <= timeout <= self.most_ms:
            raise ValueError("WDT timeout %r" % (timeout,))
        stop()
        self._timeout_us = timeout * 1000
        world.dog = self
        world.timers.append(self)
        world.note("wdt", "start", timeout)
        self.feed()

    def feed(self):
        """Another timeout."""
        self.due_us = world.now_us + self._timeout_us

    def fire(self):
        """Called by World.advance: the chip would reset here."""
        stop()
        world.note("wdt", "reset", 1)


def stop():
    """By its register."""
    if world.dog in world.timers:
        world.timers.remove(world.dog)
        world.note("wdt", "stop", 0)
