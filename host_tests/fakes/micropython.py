"""CPython's stand-in for `micropython`: nothing here limits the heap, the VMs do that."""


def heap_lock():
    """No heap lock on CPython."""


def heap_unlock():
    """No heap lock on CPython."""


def const(value):
    """The value itself."""
    return value
