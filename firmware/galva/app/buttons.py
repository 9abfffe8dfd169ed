"""From contacts to gestures: any low sample is a press, a release must last."""

from galva.core.controls import NONE, PAIRS, PRESSES, URGENT

_RELEASE_MS = 65
STUCK_MS = 30_000  # nobody holds a button that long


class Debounced:
    """Poll it; `pressed` and `released` are true once a press, `held_ms` grows while it is down.

    `stuck`: down since the device started, or for STUCK_MS; until its release it is nothing.
    """

    def __init__(self, button: "Button", clock: "Clock") -> None:
        self._button = button
        self._clock = clock
        self._since_ms = clock.ms()
        self._low_ms = clock.ms()
        self.stuck = button.pressed()
        self.down = False
        self.pressed = False
        self.released = False
        self.held_ms = 0

    def poll(self) -> None:
        """Take one sample. A button at rest, as nearly all are, costs no more than that."""
        low = self._button.pressed()
        was_down = self.down
        if not (low or was_down or self.stuck):
            self.pressed = self.released = False
            return
        if low:
            self._low_ms = self._clock.ms()
        elif self._clock.since_ms(self._low_ms) >= _RELEASE_MS:
            self.stuck = False
            self.down = False
        self.pressed = low and not self.down and not self.stuck
        if self.pressed:
            self.down = True
            self._since_ms = self._clock.ms()
        self.released = was_down and not self.down
        if self.down:
            self.held_ms = self._clock.since_ms(self._since_ms)
            if self.held_ms >= STUCK_MS:
                self.stuck = True
                self.down = False


class _Key(Debounced):
    """A button in its role.

    began: the state in which it went down; alone: no other was down since.
    """

    def __init__(self, role: str, button: "Button", clock: "Clock") -> None:
        super().__init__(button, clock)
        self.role = role
        self._at_once, self._short, self._holds, self._again_ms = PRESSES[role]
        self._step = 0  # of _holds, the next
        self.began = 0
        self.alone = True

    def gesture(self) -> int:
        """What this poll makes of the press; NONE = nothing yet."""
        if self.pressed:
            self._step = 0
            return self._at_once
        if self.down and self.held_ms >= self._due_ms():
            self._step += 1
            return self._holds[min(self._step, len(self._holds)) - 1][1]
        if self.released and self._step == 0:
            return self._short
        return NONE

    def _due_ms(self) -> int:
        """When the next step is; past the last one the press repeats, or waits to be stuck."""
        over = self._step - len(self._holds)
        if over < 0:
            return self._holds[self._step][0]
        if not self._again_ms:
            return STUCK_MS
        return self._holds[-1][0] + self._again_ms * (over + 1)


class Buttons:
    """All buttons of a board. `act(gesture, began, role)` is called for each gesture.

    Two that are down together are a pair, and nothing but it, whichever came first.
    """

    def __init__(self, buttons: "dict[str, Button]", clock: "Clock", act: "Act") -> None:
        self._clock = clock
        self._act = act
        self._keys = [_Key(role, buttons[role], clock) for role in PRESSES if role in buttons]
        self._pair = NONE  # its gesture, until that was acted on
        self._pair_ms = 0  # when it is
        self._pair_began = 0
        self._pair_since = clock.ms()

    @property
    def stuck(self) -> bool:
        """A button is down and nobody holds it."""
        return any(key.stuck for key in self._keys)

    def poll(self, state: int) -> None:
        """One look at all of them, in this state."""
        busy = False
        for key in self._keys:
            key.poll()
            if key.pressed:
                key.began = state
                key.alone = True
            busy = busy or key.down or key.released
        if not busy:
            return  # what follows takes memory
        self._look_for_a_pair([key for key in self._keys if key.down])
        for key in self._keys:
            gesture = key.gesture()
            if gesture <= URGENT or (gesture != NONE and key.alone):
                self._act(gesture, key.began, key.role)
        if self._pair != NONE and self._clock.since_ms(self._pair_since) >= self._pair_ms:
            self._act(self._pair, self._pair_began, "")
            self._pair = NONE

    def _look_for_a_pair(self, down: "list[_Key]") -> None:
        if len(down) < 2:
            self._pair = NONE
            return
        for key in down:
            key.alone = False
        if any(key.pressed for key in down):
            self._pair = NONE
            if len(down) == 2:
                self._begin_pair(down[0], down[1])

    def _begin_pair(self, one: _Key, other: _Key) -> None:
        """It began where the first of them went down."""
        first = other if one.pressed else one
        self._pair_began = first.began
        self._pair_since = self._clock.ms()
        for roles, gesture, after_ms in PAIRS:
            if one.role in roles and other.role in roles:
                self._pair, self._pair_ms = gesture, after_ms


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from galva.ports import Button, Clock

    Act = Callable[[int, int, str], None]
