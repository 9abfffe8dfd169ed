"""I2S as the DAC's SPI: bit by bit into a MCP4821, and the ring of DMA buffers."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host_tests.fake_rig import install
from tools.sim.mcp4821 import Mcp4821

CODES = st.lists(st.integers(0, 4095), min_size=1, max_size=20)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Any:
    return install(monkeypatch, "esp32")


def latched(frames: list[int]) -> list[tuple[int, int, bool]]:
    """(code, gain, active) after each frame, from SCK, WS and SD alone."""
    from i2s_wire import bits

    dac = Mcp4821()
    dac.select(1)
    out = []
    for k, (ws, sd) in enumerate(bits(frames)):
        assert dac.select(ws) is None
        dac.shift(sd, 1)  # the clock goes on with /CS high, where it does not count
        if k % 32 == 31:
            out.append((dac.code, dac.gain, dac.active))
    return out


@given(CODES)
def test_each_frame_latches_its_code_at_gain_1(codes: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        install(patch, "esp32")
        from galva.hal.esp32.dac import frame

        frames = [frame(0x3000 | code) for code in codes]
        assert latched(frames) == [(code, 1, True) for code in codes]


def test_zeros_shut_the_dac_down(world: Any) -> None:
    from galva.hal.esp32.dac import frame

    assert latched([frame(0x3FFF), 0, frame(0x3001), 0]) == [
        (0xFFF, 1, True),
        (0, 2, False),
        (1, 1, True),
        (0, 2, False),
    ]


@given(st.lists(st.integers(0, 0xFFFFFFFF), min_size=1, max_size=20))
def test_the_short_way_of_the_fakes_is_the_wire(frames: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        install(patch, "esp32")
        from i2s_wire import bits, dac_words

        stream = [sd for ws, sd in bits(frames) if ws == 0]
        words = [int("".join(map(str, stream[k : k + 16])), 2) for k in range(0, len(stream), 16)]
        assert dac_words(frames) == words


@pytest.fixture
def dac(world: Any) -> Any:
    from boards.esp32 import BOARD
    from galva.hal.esp32.dac import DmaDac

    return DmaDac(BOARD.pins, 1)


def words(world: Any) -> list[int]:
    return [value for _t, device, _op, value in world.timeline if device == "dac"]


def test_a_sample_is_one_millisecond_and_nobody_feeds_means_shutdown(world: Any, dac: Any) -> None:
    world.advance(5_500)
    assert [dac.send(1000) for _ in range(7)] == [True] * 5 + [False] * 2
    world.advance(40_000)
    played = words(world)
    assert played.count(0x3000 | 1000) == 5
    first = played.index(0x3000 | 1000)
    assert played[first : first + 5] == [0x3000 | 1000] * 5
    assert set(played) == {0, 0x3000 | 1000} and played[-1] == 0


def test_what_is_sent_has_been_played_13_samples_later(world: Any, dac: Any) -> None:
    from galva.hal.esp32.dac import BUFFERS

    world.advance(100_000)
    sent = sum(dac.send(7) for _ in range(BUFFERS))
    assert sent == BUFFERS - 1  # the ring, but for the buffer that plays
    world.advance(1000 * BUFFERS)
    assert words(world)[-1] == 0 and words(world).count(0x3007) == sent


def test_a_driver_with_other_buffers_is_refused(world: Any, dac: Any) -> None:
    world.advance(3_000)
    dac._write = lambda block: 512
    with pytest.raises(OSError, match="1024 bytes"):
        dac.send(1)
