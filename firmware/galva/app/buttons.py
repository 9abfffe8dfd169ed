"""A debounced button: any low sample is a press, a release must last."""

_RELEASE_MS = 65


class Debounced:
    """Poll it; `pressed` is true once a press, `held_ms` grows while it stays down.

    `stuck`: down when the device started, and ever since; until its release it counts as nothing.
    """

    def __init__(self, button: "Button", clock: "Clock") -> None:
        self._button = button
        self._clock = clock
        self._since_ms = clock.ms()
        self._low_ms = clock.ms()
        self.stuck = button.pressed()
        self.down = False
        self.pressed = False
        self.held_ms = 0

    def poll(self) -> None:
        """Take one sample."""
        low = self._button.pressed()
        if low:
            self._low_ms = self._clock.ms()
        elif self._clock.since_ms(self._low_ms) >= _RELEASE_MS:
            self.stuck = False
            self.down = False
        self.pressed = low and not self.down and not self.stuck
        if self.pressed:
            self.down = True
            self._since_ms = self._clock.ms()
        self.held_ms = self._clock.since_ms(self._since_ms) if self.down else 0


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.ports import Button, Clock
