"""MCP3204 driver against the chip's protocol, bit by bit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp3204 import MCP3204

from host_tests.lib.spi_chips import Mcp3204, Selected, SpiBus

COUNTS = st.integers(0, 4095)


class Silence(Selected):
    """Nothing is wired to MISO."""

    def ends(self, bits: list[int]) -> None:
        assert len(bits) == 24


@given(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), st.integers(0, 1))
def test_each_channel_gives_its_own_counts(counts: tuple[int, int, int, int], idle: int) -> None:
    chip = Mcp3204(counts)
    adc = MCP3204(SpiBus(chip, idle), chip.select)
    assert tuple(adc.read(channel) for channel in range(4)) == counts
    assert chip.cs == 1


@pytest.mark.parametrize("channel", [-1, 4, 8])
def test_a_channel_it_does_not_have_is_refused(channel: int) -> None:
    chip = Mcp3204((1, 2, 3, 4))
    with pytest.raises(ValueError, match=r"MCP3204: channel outside 0\.\.3"):
        MCP3204(SpiBus(chip), chip.select).read(channel)
    assert chip.cs == 1


@pytest.mark.hazard("H26")
def test_no_chip_on_a_miso_with_a_pull_up_is_told() -> None:
    chip = Silence()
    with pytest.raises(OSError, match="no null bit on MISO: check wiring"):
        MCP3204(SpiBus(chip, idle=1), chip.select).read(0)
    assert chip.cs == 1


@pytest.mark.parametrize("clocks", range(25))
def test_an_error_ends_the_frame_and_the_next_read_is_right(clocks: int) -> None:
    chip = Mcp3204((1111, 2222, 3333, 4095))
    bus = SpiBus(chip)
    adc = MCP3204(bus, chip.select)
    bus.fail_after = clocks
    with pytest.raises(OSError, match="injected"):
        adc.read(1)
    assert chip.cs == 1
    assert (adc.read(2), adc.read(1)) == (3333, 2222)
