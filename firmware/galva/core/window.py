"""Sums of one polarity between two looks at the hardware's running sums."""

_MASK = (1 << 28) - 1  # they wrap there


class Window:
    """What flowed in one direction since it was last taken: n samples, counts of I, VB, VT."""

    def __init__(self) -> None:
        self._n = self._i = self._vb = self._vt = 0
        self.n = self.i = self.vb = self.vt = 0

    def pending(self, n: int) -> int:
        """Samples since the last take, when the running number is n."""
        return (n - self._n) & _MASK

    def take(self, n: int, i: int, vb: int, vt: int) -> None:
        """The running sums are these: the differences become n, i, vb, vt of the window."""
        self.n = (n - self._n) & _MASK
        self.i = (i - self._i) & _MASK
        self.vb = (vb - self._vb) & _MASK
        self.vt = (vt - self._vt) & _MASK
        self._n = n
        self._i = i
        self._vb = vb
        self._vt = vt
