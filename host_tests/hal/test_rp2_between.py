"""The guard interrupts the tick anywhere: here after each store of one request."""

from array import array
from collections.abc import Callable
from typing import Any

import pytest

from host_tests.hal.rp2_stand import MINUS, PLUS, SHUNT, Stand, Wave

FEW_MS = 7  # samples in between: a period begins among them


class Interrupted:
    """The guard's array: after store number `at` of the tick some samples go by."""

    def __init__(self, stand: Stand, at: int) -> None:
        self._words = stand.output.guard.state
        self._world = stand.world
        self._left = at
        self._inside = False
        self._stand = stand
        self._hold(self)

    def _hold(self, words: Any) -> None:
        self._stand.output.guard.state = self._stand.output._state = words

    def __getitem__(self, at: int) -> int:
        return self._words[at]

    def __setitem__(self, at: int, value: int) -> None:
        self._words[at] = value
        if self._inside:  # the guard's own
            return
        self._left -= 1
        if self._left == 0:
            self._inside = True
            self._world.advance(1000 * FEW_MS)
            self._inside = False

    def ended(self) -> bool:
        """From now on nobody comes in between. Whether there were so many stores."""
        self._hold(self._words)
        return self._left <= 0


def signed(stand: Stand) -> list[int]:
    """Codes from the first that drives, with the polarity's sign."""
    signs = {PLUS: 1, MINUS: -1, SHUNT: 0}
    codes = [signs[sample.bridge] * sample.code for sample in stand.samples()]
    return codes[next(k for k, code in enumerate(codes) if code) :]


def at_each_store(play: Callable[[Stand], None], ask: Callable[[Stand], None]) -> list[list[int]]:
    """What was played, for each store of what is asked that samples go by after."""
    found: list[list[int]] = []
    for at in range(1, 60):
        with pytest.MonkeyPatch.context() as patch:
            stand = Stand(patch)
            play(stand)
            between = Interrupted(stand, at)
            ask(stand)
            if not between.ended():
                return found
            for _ in range(6):
                stand.world.advance(4000)
                ask(stand)
            found.append(signed(stand))
    raise AssertionError("it never ends")


def cut(codes: list[int], periods: dict[str, list[int]]) -> str:
    """Which period after which, by their names: "" for one that is none of them."""
    names = ""
    longest = max(len(period) for period in periods.values())
    while len(codes) >= longest:
        name = next((n for n, of in periods.items() if codes[: len(of)] == of), "")
        if not name:
            return ""
        names += name
        codes = codes[len(periods[name]) :]
    return names


def old() -> Wave:
    return Wave(100, n=3)


def begin(stand: Stand) -> None:
    stand.play(old())
    stand.run(20)


def other_wave(stand: Stand) -> None:
    wave = Wave(400, n=2)
    wave.phase_q15 = array("H", [0, 16384])
    wave.floor_ua = 60
    wave.first, wave.second = MINUS, PLUS
    stand.output.play(wave)
    stand.output.renew(wave, 5)


def changed(ua: int, trim: int) -> Callable[[Stand], None]:
    def ask(stand: Stand) -> None:
        assert stand.wave
        stand.wave.ua = ua
        stand.wave.first, stand.wave.second = MINUS, PLUS
        stand.output.renew(stand.wave, trim)

    return ask


OLD = [537] * 3 + [-537] * 3


@pytest.mark.hazard("H5", "H17")
@pytest.mark.parametrize(
    ("ask", "new"),
    [
        pytest.param(other_wave, [-319, -1083, 324, 1088], id="another wave"),
        pytest.param(changed(200, 5), [-1083] * 3 + [1088] * 3, id="level, trim and polarity"),
        pytest.param(changed(200, 0), [-1083] * 3 + [1083] * 3, id="level and polarity"),
        pytest.param(changed(100, 5), [-537] * 3 + [542] * 3, id="trim and polarity"),
        pytest.param(changed(100, 0), [-537] * 3 + [537] * 3, id="polarity"),
    ],
)
def test_a_request_is_taken_whole_or_not_at_all(
    ask: Callable[[Stand], None], new: list[int]
) -> None:
    for codes in at_each_store(begin, ask):
        names = cut(codes, {"o": OLD, "n": new})
        assert names.strip("o").strip("n") == "" and "on" in names
