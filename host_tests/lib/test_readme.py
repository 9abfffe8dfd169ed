"""The example of each README runs, and does what its comments say."""

import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from host_tests.fake_rig import FAKES
from host_tests.lib.i2c_chips import I2cBus
from host_tests.lib.i2c_chips import Mcp4725 as Mcp4725Chip
from host_tests.lib.spi_chips import Mcp4xxx, Mcp3204, Selected, SpiBus
from host_tests.lib.test_ssd1306 import Bus, Module
from tools import ROOT

Run = Callable[..., dict[str, Any]]


def pin_of(chip: Selected | None) -> type:
    """machine.Pin of a board where the one output is this chip's select."""

    class Pin:
        OUT = 1

        def __init__(self, gpio: int, mode: int | None = None, value: int = 0) -> None:
            assert mode is None or (mode, value) == (Pin.OUT, 1), "a chip select rests high"

        def __call__(self, level: int) -> None:
            assert chip
            chip.select(level)

    return Pin


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a package's example with this chip and these names in `machine`: its variables."""

    def example(name: str, chip: Selected | None = None, **names: object) -> dict[str, Any]:
        machine = SimpleNamespace(Pin=pin_of(chip), **names)
        monkeypatch.setitem(sys.modules, "machine", machine)
        lines = (ROOT / "lib" / name / "README.md").read_text().splitlines()
        file = tmp_path / "example.py"
        file.write_text("\n".join(line[4:] for line in lines if line.startswith("    ")))
        return runpy.run_path(str(file))

    return example


def spi(chip: Selected, most_hz: int) -> Callable[..., SpiBus]:
    """machine.SPI with this chip on it."""

    def make(_block: int, *, baudrate: int, **_pins: object) -> SpiBus:
        assert 0 < baudrate <= most_hz
        return SpiBus(chip)

    return make


def test_mcp48xx(run: Run) -> None:
    chip = Mcp4xxx("MCP4822")
    found = run("mcp48xx", chip, SPI=spi(chip, 20_000_000))
    assert [float(output) * 2.048 for output in chip.outputs] == [1.024, 2.0475]
    assert found["words"] == list(range(0x3000, 0x3010))


def test_mcp3204(run: Run) -> None:
    chip = Mcp3204((0, 1, 2048, 4095))
    assert run("mcp3204", chip, SPI=spi(chip, 1_000_000))["counts"] == [0, 1, 2048, 4095]


def test_mcp4725(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    chip = Mcp4725Chip()
    monkeypatch.setattr("time.sleep_ms", chip.wait, raising=False)
    run("mcp4725", I2C=lambda _block, **_pins: I2cBus(chip))
    assert (chip.output, chip.eeprom_writes) == (0, 1)


def test_ssd1306(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FAKES))
    chip = Module()
    run("ssd1306", I2C=lambda _block, **_pins: Bus(chip))
    assert chip.text == [f"row {number}" for number in range(8)]


def test_esp32dac(run: Run) -> None:
    steps: list[int] = []
    run("esp32dac", DAC=lambda _pin: SimpleNamespace(write=steps.append))
    assert steps == [128]
