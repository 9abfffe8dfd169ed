"""A start of an RP2: its pins first, registers by the data sheets."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from host_tests.fake_rig import install, kinds
from tools import boards

FIRMWARE = Path(__file__).parents[2] / "firmware"


def since(world: Any, at: int) -> list[tuple[Any, Any]]:
    """(device, value) of the timeline from entry `at`."""
    return [(device, value) for _t_us, device, _op, value in world.timeline[at:]]


def last_code(world: Any) -> int:
    high, low = [value for device, value in since(world, 0) if device == "spi"][-2:]
    assert high & 0xF0 == 0x30  # active, gain 1x
    return int((high & 15) << 8 | low)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Any:
    return install(monkeypatch)


@pytest.mark.hazard("H11", "H24")
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


@pytest.mark.hazard("H31", "H39")
@pytest.mark.parametrize("board", kinds())
@pytest.mark.parametrize("asked_by", ["button", "file"])
def test_safe_mode_skips_main_but_is_off_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, board: str, asked_by: str
) -> None:
    import importlib

    pins = importlib.import_module("boards." + board).BOARD.pins
    world = install(monkeypatch, importlib.import_module("boards." + board).BOARD.chip)
    monkeypatch.chdir(tmp_path)
    world.inputs[pins.minus] = 1
    boot = tmp_path / "boot.py"
    boot.write_bytes(boards.boot(board))
    runpy.run_path(str(boot))
    light = pins.ws2812 if "ws2812" in pins.gpio else pins.red
    assert light not in world.levels and not world.pixels
    if asked_by == "button":
        world.inputs[pins.minus] = 0
    else:
        (tmp_path / "safe_mode").touch()
    at = len(world.timeline)
    world.levels.clear()  # a fresh start: each level is seen again
    with pytest.raises(RuntimeError, match="safe mode: let go of MINUS"):
        runpy.run_path(str(boot))
    driven = [gpio for _t, gpio, _op, _level in world.timeline[at:]]
    assert driven[0] == pins.run and driven[-1] == light
    assert world.levels[light] == 1 or world.pixels[-1][1:] == (light, 255, 0, 0)
    reaching = ("run", "pa", "pb", "alive", "hv_en")
    assert not any(world.levels[pins.gpio[role]] for role in reaching if role in pins.gpio)


@pytest.mark.hazard("H24")
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


@pytest.mark.usefixtures("world")
def test_register_tables_are_those_of_the_data_sheets() -> None:
    """RP2040: table in 2.2 and the register lists; RP2350: the same chapters of its own."""
    from galva.hal.rp2 import registers

    old, new = registers.of("rp2040"), registers.of("rp2350")
    assert (old.adc, new.adc) == (0x4004C000, 0x400A0000)
    assert (old.io_bank0, new.io_bank0) == (0x40014000, 0x40028000)
    assert old.gpio_in == new.gpio_in == 0xD0000004
    assert (old.gpio_out_xor, new.gpio_out_xor) == (0xD000001C, 0xD0000028)
    assert old.pio0 == new.pio0 == 0x50200000
    assert (old.watchdog, new.watchdog) == (0x40058000, 0x400D8000)
    assert (old.priority, old.priority_shift) == (0xE000E404, 24)  # IRQ 7: byte 3 of IPR1
    assert (new.priority, new.priority_shift) == (0xE000E40C, 24)  # IRQ 15: byte 3 of IPR3
