"""The owner of the output on strict fakes: what reached pins and DAC, and in which order."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from host_tests.fake_rig import install

FIRMWARE = Path(__file__).parents[2] / "firmware"
SHUNT, PLUS, MINUS = 0b000, 0b110, 0b101


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Any:
    return install(monkeypatch)


@pytest.fixture
def output(world: Any) -> Any:
    from boards.pico import BOARD
    from galva.core.calib import Calibration
    from galva.hal.output import BridgeOutput

    return BridgeOutput(BOARD, Calibration())


def since(world: Any, at: int) -> list[tuple[Any, Any]]:
    """(device, value) of the timeline from entry `at`."""
    return [(device, value) for _t_us, device, _op, value in world.timeline[at:]]


def last_code(world: Any) -> int:
    high, low = [value for device, value in since(world, 0) if device == "spi"][-2:]
    assert high & 0xF0 == 0x30  # active, gain 1x
    return int((high & 15) << 8 | low)


def test_a_swap_goes_run_low_swap_code_run_high(world: Any, output: Any) -> None:
    output.drive(PLUS, 100)
    at = len(world.timeline)
    output.drive(MINUS, 100)
    order = [item for item in since(world, at) if item[0] != 17]  # without /CS
    assert order[0] == (4, 0)
    assert order[1:3] == [(2, 1), (3, 0)]
    assert [device for device, _value in order[3:5]] == ["spi", "spi"]
    assert order[5] == (4, 1)


def test_the_code_is_clamped_at_600_ua(world: Any, output: Any) -> None:
    output.drive(PLUS, 600)
    limit = last_code(world)
    output.drive(PLUS, 5000)
    assert last_code(world) == limit < 3300


@pytest.mark.parametrize("ua", [0, 1, 10, 50, 499, 500])
def test_codes_come_back_within_one_step(world: Any, output: Any, ua: int) -> None:
    output.drive(PLUS, ua)
    sink_ua = last_code(world) * 0.18335
    assert abs(sink_ua - max(0, ua - 1.5)) <= 0.2


def test_off_takes_run_first_and_leaves_everything_low(world: Any, output: Any) -> None:
    output.rail()
    output.drive(MINUS, 400)
    output.alive()
    at = len(world.timeline)
    output.off()
    assert since(world, at)[0] == (4, 0)
    assert [world.levels[gpio] for gpio in (2, 3, 4, 5, 6)] == [0] * 5
    assert last_code(world) == 0


def test_off_survives_a_broken_bus(world: Any, output: Any) -> None:
    output.rail()
    output.drive(PLUS, 400)

    def broken(_t_us: int, _byte: int) -> None:
        raise OSError("bus")

    world.on_spi = broken
    output.off()
    assert [world.levels[gpio] for gpio in (2, 3, 4, 5, 6)] == [0] * 5


def test_off_then_drive_starts_with_the_swap_again(world: Any, output: Any) -> None:
    output.drive(PLUS, 100)
    output.off()
    at = len(world.timeline)
    output.drive(PLUS, 100)
    assert (3, 1) in since(world, at) and since(world, at)[-1] == (4, 1)


def test_alive_makes_one_edge_a_call(world: Any, output: Any) -> None:
    at = len(world.timeline)
    for _ in range(4):
        output.alive()
    assert since(world, at) == [(6, 1), (6, 0), (6, 1), (6, 0)]


def test_boot_drives_the_boards_own_pins_low_run_first_and_sends_code_0(world: Any) -> None:
    from boards.pico import BOARD

    runpy.run_path(str(FIRMWARE / "boot.py"))
    pins = BOARD.pins
    driven = [item for item in since(world, 0) if item[0] != "spi"]
    assert driven[0] == (pins.run, 0)
    reaching = {pins.run, pins.pa, pins.pb, pins.alive, pins.hv_en}
    assert {gpio for gpio, level in driven if level == 0} == reaching | {pins.cs}
    assert last_code(world) == 0
    assert driven[-1] == (pins.cs, 1)


def test_importing_the_firmware_touches_no_hardware(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib
    import sys

    for name in [name for name in sys.modules if name.split(".")[0] in ("galva", "boards")]:
        monkeypatch.delitem(sys.modules, name)
    before = dict(sys.modules)
    for name in ("galva.hal", "galva.app", "boards.pico", "galva.core.engine"):
        importlib.import_module(name)
    for name in set(sys.modules) - set(before):
        del sys.modules[name]
    assert world.timeline == [] and world.levels == {} and world.pwm == {}


def test_the_dac_refuses_what_would_wrap() -> None:
    from mcp48xx import MCP48xx

    class Bus:
        def write(self, frame: bytearray) -> None:
            raise AssertionError("written")

    for code in (-1, 4096, 70_000):
        with pytest.raises(ValueError, match=r"0\.\.4095"):
            MCP48xx(Bus(), lambda level: None).write(code)
