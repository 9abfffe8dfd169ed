"""What portable tests need of the interpreter they run on (CPython or any MicroPython)."""

import sys

if sys.implementation.name == "micropython":
    import io

    from micropython import heap_lock, heap_unlock
else:  # CPython, where nothing can be locked: the VMs do that

    def heap_lock():
        """No heap lock here."""

    def heap_unlock():
        """No heap lock here."""


def no_alloc(function, times=1):
    """Call function() that many times on a locked heap; MemoryError when a call allocates."""
    call = 0
    heap_lock()
    try:
        while call < times:
            function()
            call += 1
    except MemoryError as error:
        heap_unlock()
        where = io.StringIO()
        sys.print_exception(error, where)
        told = "call %d of %d allocates: " % (call + 1, times) + where.getvalue()
        raise MemoryError(told) from error
    except BaseException:
        heap_unlock()
        raise
    heap_unlock()


class Reading:
    """As much of port Sense as the self-test asks for."""

    def __init__(self):
        self.plus = [0] * 4

    def take(self, i, vb, vt):
        """One sample."""
        self.i = i
        self.vb = vb
        self.vt = vt
        plus = self.plus
        plus[0] += 1
        plus[1] += i
        plus[2] += vb
        plus[3] += vt
        return self
