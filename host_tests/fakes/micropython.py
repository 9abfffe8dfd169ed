"""CPython's stand-in for `micropython`: nothing here limits the heap, the VMs do that.

viper code runs as it stands: its pointers are those of fakes.registers.
"""

import builtins

import registers

builtins.ptr32 = registers.ptr32
builtins.ptr16 = registers.ptr16


def heap_lock():
    """No heap lock on CPython."""


def heap_unlock():
    """No heap lock on CPython."""


def const(value):
    """The value itself."""
    return value


def viper(function):
    """The function itself."""
    return function
