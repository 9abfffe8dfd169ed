"""Sums of one polarity between two looks at the hardware's running sums."""

from .quick import keep

MASK = (1 << 28) - 1  # they wrap there


class Window:
    """What flowed in one direction since it was last taken: n samples, counts of I, VB, VT."""

    def __init__(self) -> None:
        self.n_before = self._i = self._vb = self._vt = 0
        self.n = self.i = self.vb = self.vt = 0
        keep(self, "take")

    def pending(self, n: int) -> int:
        """Samples since the last take, when the running number is n."""
        return (n - self.n_before) & MASK

    def take(self, sums: "Sums") -> None:
        """The running sums are these: the differences become n, i, vb, vt of the window."""
        n, i, vb, vt = sums
        self.n = (n - self.n_before) & MASK
        self.i = (i - self._i) & MASK
        self.vb = (vb - self._vb) & MASK
        self.vt = (vt - self._vt) & MASK
        self.n_before = n
        self._i = i
        self._vb = vb
        self._vt = vt


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Sums
