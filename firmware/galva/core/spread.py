"""Least, median and most of a session's impedances, in bounded memory.

Counted in buckets of a sixteenth of an octave: the median is within 3.2 % of the true one.
"""

from array import array

_LEAST_OHM = 512  # below: a short, in the first bucket
_OCTAVES = 8  # up to 131 kOhm; a present contact is below 100 (contact.TABLE)
_PARTS_LOG2 = 4  # of an octave
_PARTS = 1 << _PARTS_LOG2
_BUCKETS = _OCTAVES * _PARTS
_LEAST_LOG2 = 9
_COUNT_MOST = 65_535  # 20 min of one every 20 ms are 60 000


def bucket(ohm: int) -> int:
    """The bucket that this impedance falls into: all of them together rise with it."""
    octave = 0
    while octave < _OCTAVES and ohm >= _LEAST_OHM << octave + 1:
        octave += 1
    if ohm < _LEAST_OHM:
        return 0
    within = (ohm >> octave + _LEAST_LOG2 - _PARTS_LOG2) - _PARTS
    return min(_BUCKETS - 1, octave * _PARTS + within)


def middle_ohm(at: int) -> int:
    """The middle of a bucket."""
    octave = at >> _PARTS_LOG2
    doubled = 2 * (_PARTS + (at & _PARTS - 1)) + 1
    return doubled << octave + _LEAST_LOG2 - _PARTS_LOG2 - 1


class Spread:
    """Of one session after another. Nothing was added: all three are 0."""

    def __init__(self) -> None:
        self._counts = array("H", bytes(2 * _BUCKETS))
        self.clear()

    def clear(self) -> None:
        """A session begins."""
        for at in range(_BUCKETS):
            self._counts[at] = 0
        self._n = 0
        self.least_ohm = 0
        self.most_ohm = 0

    def add(self, ohm: int) -> None:
        """One impedance, 0..999_999. Allocates nothing."""
        if not self._n or ohm < self.least_ohm:
            self.least_ohm = ohm
        self.most_ohm = max(self.most_ohm, ohm)
        at = bucket(ohm)
        if self._counts[at] < _COUNT_MOST:
            self._counts[at] += 1
            self._n += 1

    def median_ohm(self) -> int:
        """The one in the middle, as far as its bucket tells: never outside least..most."""
        if not self._n:
            return 0
        at = 0
        below = self._counts[0]
        while below * 2 < self._n:
            at += 1
            below += self._counts[at]
        return min(self.most_ohm, max(self.least_ohm, middle_ohm(at)))
