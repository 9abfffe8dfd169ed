"""What the core takes for granted about integers, on each interpreter."""

import sys

from support import no_alloc

ONE_Q15 = 1 << 15
SMALL_31 = (1 << 30) - 1  # the largest small int of a 32-bit MicroPython: boards, wasm
MICROPYTHON = sys.implementation.name == "micropython"
BITS_31 = MICROPYTHON and sys.maxsize < 1 << 32


class Sum:
    """Adds without storing more than one int."""

    def __init__(self, start, step):
        self.value = start
        self._step = step

    def add(self):
        self.value = self.value + self._step


def test_small_ints_cost_nothing():
    total = Sum(SMALL_31 - 100, 1)
    no_alloc(total.add, 100)
    assert total.value == SMALL_31


def test_one_more_allocates_where_ints_have_31_bits():
    total = Sum(SMALL_31, 1)
    refused = False
    try:
        no_alloc(total.add)
    except MemoryError:
        refused = True
    assert refused == BITS_31


def test_no_alloc_sees_an_allocation():
    refused = False
    try:
        no_alloc(lambda: bytearray(4), 3)
    except MemoryError as error:
        refused = "call 1 of 3" in str(error)
    assert refused == MICROPYTHON


def test_a_q15_product_fits():
    product = Sum(0, -(ONE_Q15 * (ONE_Q15 - 1)))
    no_alloc(product.add)
    assert -product.value == ONE_Q15 * (ONE_Q15 - 1) <= SMALL_31


def test_shift_floors_so_the_sign_comes_last():
    assert -3 >> 1 == -2
    assert -(3 >> 1) == -1


def test_floor_division_and_remainder_follow_the_divisor():
    assert (-7) // 2 == -4
    assert (-7) % 2 == 1
