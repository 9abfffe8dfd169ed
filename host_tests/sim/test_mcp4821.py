"""MCP4821 frames: data sheet DS22244, section 5."""

import pytest

from tools.sim.mcp4821 import Mcp4821


def send(dac: Mcp4821, word: int, bits: int = 16) -> str | None:
    dac.select(0)
    dac.shift(word, bits)
    return dac.select(1)


@pytest.mark.hazard("H11", "H24")
def test_powers_up_shut_down() -> None:
    assert (Mcp4821().output_mv, Mcp4821().active) == (0, False)


@pytest.mark.parametrize("code,mv", [(0, 0), (1, 0.5), (2728, 1364), (4095, 2047.5)])
def test_half_a_millivolt_per_code(code: int, mv: float) -> None:
    dac = Mcp4821()
    assert send(dac, 0x3000 | code) is None
    assert (dac.code, dac.output_mv) == (code, mv)


def test_gain_bit_cleared_doubles() -> None:
    dac = Mcp4821()
    send(dac, 0x1000 | 1000)
    assert dac.output_mv == 1000


def test_shutdown_bit_cleared_gives_nothing() -> None:
    dac = Mcp4821()
    send(dac, 0x3000 | 1000)
    send(dac, 0x2000 | 1000)
    assert dac.output_mv == 0 and not dac.active


def test_bit_14_does_not_matter() -> None:
    dac = Mcp4821()
    assert send(dac, 0x7000 | 9) is None and dac.code == 9


def test_bit_15_ignores_the_frame_and_says_so() -> None:
    dac = Mcp4821()
    assert send(dac, 0xB000 | 9) == "frame 0xb009 ignored, bit 15 set"
    assert dac.code == 0 and not dac.active


@pytest.mark.parametrize("bits", [0, 8, 15, 17, 32])
def test_other_lengths_are_ignored_and_told(bits: int) -> None:
    dac = Mcp4821()
    send(dac, 0x3000 | 7)
    assert send(dac, 0x3001, bits) == f"frame of {bits} clocks ignored, 16 expected"
    assert dac.code == 7


def test_bits_arrive_in_any_portions() -> None:
    dac = Mcp4821()
    dac.select(0)
    for bit in range(15, 3, -1):
        dac.shift(0x3ABC >> bit, 1)
    dac.shift(0xFFC, 4)  # only so many of the word
    assert dac.select(1) is None and dac.code == 0xABC


def test_nothing_counts_while_cs_is_high() -> None:
    dac = Mcp4821()
    dac.shift(0x3FFF, 16)
    assert dac.select(1) is None and dac.code == 0
    dac.select(0)
    dac.shift(0x30, 8)
    assert dac.code == 0  # not before /CS rises
    dac.select(0)  # no new edge: the frame goes on
    dac.shift(0x05, 8)
    dac.select(1)
    assert dac.code == 5
