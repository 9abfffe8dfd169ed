"""The ESP32 boards as data: pins by the chip's rules, the files they get."""

import importlib

import pytest

from galva.core.board import Board, Pins
from galva.core.chips_esp32 import CHIPS
from galva.core.limits import ConfigError
from tools import image

BOARDS = ("esp32", "esp32_s3")
CONTROL = ("pa", "pb", "run", "hv_en", "alive", "cs", "sck", "mosi", "adc_cs", "adc_sck")
# Espressif: ESP32 data sheet 2.2, 2.4; ESP32-S3 data sheet 2.2, 2.6; DevKitC-1 guide.
NO_CONTROL = {
    "esp32": {0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 20, 24, 34, 35, 36, 37, 38, 39},
    "esp32_s3": {0, 3, 18, 19, 20, 22, 25, *range(26, 39), 43, 44, 45, 46, 48},
}


def board(name: str) -> Board:
    found = importlib.import_module("boards." + name).BOARD
    assert isinstance(found, Board)
    return found


def moved(name: str, role: str, gpio: int) -> Board:
    """The same board with one role on another pin; who had that pin takes the old one."""
    pins = dict(board(name).pins.gpio)
    for other in [r for r, g in pins.items() if g == gpio]:
        pins[other] = pins[role]
    return Board("moved", board(name).chip, "A", Pins(**{**pins, role: gpio}))


@pytest.mark.hazard("H24", "H29")
@pytest.mark.parametrize("role", CONTROL)
@pytest.mark.parametrize("name", BOARDS)
def test_no_control_line_stands_on_a_pin_that_moves_or_is_taken(name: str, role: str) -> None:
    for gpio in NO_CONTROL[name]:
        with pytest.raises(ConfigError, match=f"GPIO{gpio} is no pin for .+: .+"):
            moved(name, role, gpio)


@pytest.mark.parametrize("name", BOARDS)
def test_every_other_pin_would_do(name: str) -> None:
    taken = {g for r, g in board(name).pins.gpio.items() if r != "run"}
    for gpio in set(CHIPS[board(name).chip].gpios) - NO_CONTROL[name] - taken:
        assert moved(name, "run", gpio).pins.run == gpio


def test_an_esp32_board_has_no_pin_for_the_picos_converter() -> None:
    pins = board("esp32").pins.gpio
    with pytest.raises(ConfigError, match="unknown role adc_i"):
        Board("b", "esp32", "A", Pins(**pins, adc_i=5))


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_gets_its_own_backend(name: str) -> None:
    source = dict(image.sources(name))
    assert "galva/hal/esp32/output.py" in source and "lib/mcp3204.py" in source
    assert not [path for path in source if "rp2" in path or "boot_" in path]
    assert "galva/hal/esp32/dac.mpy" in image.files(name)


def test_the_pico_gets_nothing_of_the_esp32() -> None:
    source = dict(image.sources("pico"))
    assert "galva/hal/rp2/output.py" in source
    assert not [path for path in source if "hal/esp32" in path or "boot_" in path]
