"""MCP48xx driver against the chips of the data sheets: what the latches hold."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp48xx import MCP48xx

from host_tests.lib.spi_chips import DACS, Mcp4xxx, SpiBus

PARTS = sorted(DACS)
DUAL = [part for part in PARTS if DACS[part][1] == 2]


def rig(part: str, buffered: bool = False) -> tuple[MCP48xx, Mcp4xxx, SpiBus]:
    chip = Mcp4xxx(part)
    bus = SpiBus(chip)
    return MCP48xx(bus, chip.select, part, buffered), chip, bus


@st.composite
def writes(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A part and (code, channel) of some writes."""
    part = draw(st.sampled_from(PARTS))
    bits, channels, _buf = DACS[part]
    one = st.tuples(st.integers(0, (1 << bits) - 1), st.integers(0, channels - 1))
    return part, draw(st.lists(one, min_size=1, max_size=8))


def test_there_are_twelve_parts() -> None:
    assert len(PARTS) == 12 and len(DUAL) == 6


@given(writes())
def test_each_write_sets_its_channel_and_no_other(
    case: tuple[str, list[tuple[int, int]]],
) -> None:
    part, todo = case
    dac, chip, _bus = rig(part)
    wanted = [Fraction(0)] * len(chip.channels)
    for code, channel in todo:
        dac.write(code, channel)
        wanted[channel] = Fraction(code, 1 << DACS[part][0])
        assert chip.outputs == wanted and chip.cs == 1


@given(writes())
def test_frame_is_the_word_that_write_sends(case: tuple[str, list[tuple[int, int]]]) -> None:
    part, todo = case
    dac, chip, _bus = rig(part)
    for code, channel in todo:
        dac.write(code, channel)
    assert chip.words == [dac.frame(code, channel) for code, channel in todo]


def test_frames_of_the_data_sheet() -> None:
    assert rig("MCP4821")[0].frame(0xABC) == 0x3ABC
    assert rig("MCP4801")[0].frame(0xAB) == 0x3AB0
    assert rig("MCP4912")[0].frame(0x3FF, 1) == 0xBFFC
    assert rig("MCP4922", buffered=True)[0].frame(1) == 0x7001


def test_mcp4821_is_the_part_when_none_is_named() -> None:
    chip = Mcp4xxx("MCP4821")
    MCP48xx(SpiBus(chip), chip.select).write(4095)
    assert chip.output() == Fraction(4095, 4096)


@pytest.mark.parametrize("part", PARTS)
def test_what_would_wrap_is_refused_and_not_sent(part: str) -> None:
    dac, chip, _bus = rig(part)
    limit = (1 << DACS[part][0]) - 1
    assert dac.code_max == limit
    for code in (-1, limit + 1, 70_000):
        with pytest.raises(ValueError, match=rf"{part}: code outside 0\.\.{limit}: clamp"):
            dac.write(code)
    for channel in (-1, DACS[part][1]):
        with pytest.raises(ValueError, match=f"{part}: channel outside"):
            dac.write(0, channel)
    assert chip.words == [] and chip.cs == 1


def test_an_unknown_part_is_told_the_known_ones() -> None:
    chip = Mcp4xxx("MCP4821")
    with pytest.raises(ValueError, match=r"no part 'MCP4728': take one of MCP4801, .*MCP4922"):
        MCP48xx(SpiBus(chip), chip.select, "MCP4728")


@pytest.mark.parametrize("part", PARTS)
def test_only_an_external_reference_has_a_buffer(part: str) -> None:
    if DACS[part][2]:
        dac, chip, _bus = rig(part, buffered=True)
        dac.write(0)
        assert chip.channels[0].buffered
    else:
        with pytest.raises(ValueError, match=f"{part}: has its own reference"):
            rig(part, buffered=True)


@pytest.mark.parametrize("part", PARTS)
def test_shutdown_ends_each_output_until_the_next_write(part: str) -> None:
    dac, chip, _bus = rig(part)
    for channel in range(len(chip.channels)):
        dac.write(dac.code_max, channel)
    dac.shutdown()
    assert not any(latch.active for latch in chip.channels)
    dac.write(1)
    assert chip.output() > 0


@pytest.mark.hazard("H22")
@pytest.mark.parametrize("clocks", range(17))
@pytest.mark.parametrize("part", ["MCP4821", "MCP4902"])
def test_no_spi_error_leaves_current_on(part: str, clocks: int) -> None:
    dac, chip, bus = rig(part)
    dac.write(100)
    old = chip.outputs
    bus.fail_after = clocks
    with pytest.raises(OSError, match="injected"):
        dac.write(200)
    assert chip.cs == 1
    assert (chip.outputs == old) == (clocks < 16)
    dac.shutdown()
    assert not any(chip.outputs)


@pytest.mark.parametrize("clocks", range(33))
def test_a_shutdown_that_fails_works_when_repeated(clocks: int) -> None:
    dac, chip, bus = rig("MCP4922")
    dac.write(4095, 0)
    dac.write(4095, 1)
    bus.fail_after = clocks
    with pytest.raises(OSError, match="injected"):
        dac.shutdown()
    assert chip.cs == 1
    dac.shutdown()
    assert not any(chip.outputs)
