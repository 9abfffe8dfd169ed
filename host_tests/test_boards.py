"""Every board of boards/: its wiring table, the rules of its pins, its boot.py."""

import importlib
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from galva.core.board import Board, Pins
from galva.core.chips import DRIVES
from galva.core.limits import ConfigError
from host_tests.fake_rig import install, kinds
from tools import ROOT, boards, image
from tools.docs.blocks import block

BOARDS = boards.names()
WANTED = {"pico", "pico_w", "pico_b", "pico2", "pico2_w", "esp32", "esp32_b", "esp32_s3"}
# The bus of a row that begins so.
BUS = {"adc CS": "adc_", "I": "adc_", "UART TX": "uart_"}
# Data sheets: ESP32 2.2, 2.4 (strapping 0 2 5 12 15, flash 6-11, console 1 3, input only 34-39;
# 14 moves at reset); ESP32-S3 2.2, 2.6; Pico W 3.7 (radio 23-25, 29).
NO_CONTROL = {
    "esp32": {*range(4), 5, *range(6, 13), 14, 15, 20, 24, *range(28, 32), *range(34, 40)},
    "esp32s3": {0, 3, 18, 19, 20, *range(22, 39), 43, 44, 45, 46, 48},
    "rp2040": set(range(23, 30)),
    "rp2350": set(range(23, 30)),
}


def rows(board: str) -> dict[str, list[int]]:
    """The wiring table in a board's docstring: what is in the first column -> GPIOs."""
    doc = importlib.import_module(f"boards.{board}").__doc__ or ""
    cells = [line.split("|")[1:3] for line in doc.splitlines() if re.match(r"\| .*\| GP", line)]
    gpios = [[int(n) for n in re.findall(r"GP(?:IO)?(\d+)", pins)] for _name, pins in cells]
    return dict(zip([name.strip() for name, _pins in cells], gpios))


def roles(label: str) -> list[str]:
    """The roles that a row's label names, in its order."""
    if label == "battery":
        return ["adc_battery", "battery_on"]
    first, *others = label.split(", ")
    prefix = BUS.get(first, "")
    return [prefix + name.lower().split(" ")[-1] for name in (first, *others)]


def test_the_boards_that_a_maker_may_choose_are_there() -> None:
    assert set(BOARDS) >= WANTED
    for board in BOARDS:
        assert boards.data(board).name == board


@pytest.mark.hazard("H29")
@pytest.mark.parametrize("board", BOARDS)
def test_the_wiring_table_is_the_data(board: str) -> None:
    told: dict[str, int] = {}
    for label, gpios in rows(board).items():
        names = roles(label)
        assert len(names) == len(gpios), label
        told.update(zip(names, gpios))
    assert told == boards.data(board).pins.gpio


@pytest.mark.hazard("H29")
@pytest.mark.parametrize("board", BOARDS)
def test_no_control_line_moves_at_reset_or_is_taken(board: str) -> None:
    one = boards.data(board)
    control = {one.pins.gpio[role] for role in DRIVES if role in one.pins.gpio}
    assert not control & NO_CONTROL[one.chip]
    gpios = list(one.pins.gpio.values())
    assert len(set(gpios)) == len(gpios)


@pytest.mark.hazard("H29")
@pytest.mark.parametrize("board", BOARDS)
def test_every_board_has_a_converter_that_works(board: str) -> None:
    one = boards.data(board)
    pins = one.pins.gpio
    if one.chip.startswith("rp2"):
        assert [pins[role] for role in ("adc_i", "adc_vb", "adc_vt")] == [26, 27, 28]
        assert pins["adc_battery"] == 29 and pins["battery_on"] == 25  # the module's own wiring
        assert pins["sck"] in (2, 6, 18, 22) and pins["mosi"] in (3, 7, 19)  # SPI0, for boot.py
    else:  # an MCP3204: neither ADC2, dead with the radio on, nor ADC1, blind below 150 mV
        assert not [role for role in pins if role in ("adc_i", "adc_vb", "adc_vt")]
        assert {"adc_cs", "adc_sck", "adc_miso", "adc_mosi"} <= set(pins)


@pytest.mark.hazard("H29")
@pytest.mark.parametrize("board", [b for b in BOARDS if boards.data(b).chip.startswith("rp2")])
def test_the_radios_pins_are_the_batterys_alone(board: str) -> None:
    one = boards.data(board)
    for gpio in (23, 24, 25, 29):
        for role in one.pins.gpio:
            if (role, gpio) not in (("battery_on", 25), ("adc_battery", 29)):
                with pytest.raises(ConfigError, match=r"GPIO\d+ is no pin for \w+: "):
                    moved(one, role, gpio)


def moved(one: Board, role: str, gpio: int) -> Board:
    """The same board with one role on another pin; who had that pin takes the old one."""
    pins = one.pins.gpio
    swapped = {r: pins[role] if g == gpio else g for r, g in pins.items()}
    return Board("moved", one.chip, one.front_end, Pins(**{**swapped, role: gpio}))


@pytest.mark.hazard("H29")
@pytest.mark.parametrize("board", BOARDS)
def test_every_role_counts(board: str) -> None:
    """Without a pin, and with that of another one, the board is refused."""
    one = boards.data(board)
    for role in DRIVES:
        if role not in one.pins.gpio:
            continue
        without = {r: g for r, g in one.pins.gpio.items() if r != role}
        with pytest.raises(ConfigError, match=f"no pin for {role}"):
            Board("b", one.chip, one.front_end, Pins(**without))
        with pytest.raises(ConfigError, match="a pin is used twice"):
            Pins(**{**one.pins.gpio, role: one.pins.vbus})


@pytest.mark.parametrize("board", BOARDS)
def test_docs_have_the_same_wiring(board: str) -> None:
    doc = importlib.import_module(f"boards.{board}").__doc__ or ""
    text = (ROOT / "docs" / "boards.md").read_text()
    for line in doc.splitlines():
        assert not line.startswith("|") or line in text
    assert f"| `{board}` |" in block("boards")


def test_boards_of_one_kind_differ_in_name_alone() -> None:
    assert {"pico", "pico2", "esp32", "esp32_s3"} <= set(kinds()) <= set(BOARDS)
    assert "pico_w" not in kinds() and "pico2_w" not in kinds()


# ---- boot.py


def test_the_files_in_firmware_are_those_of_their_boards() -> None:
    for board, name in (
        ("pico", "boot.py"),
        ("esp32", "boot_esp32.py"),
        ("esp32_s3", "boot_esp32_s3.py"),
    ):
        assert boards.boot(board) == (ROOT / "firmware" / name).read_bytes()
        assert dict(image.sources(board))["boot.py"] == boards.boot(board)


def booted(patch: pytest.MonkeyPatch, folder: Path, board: str, minus: int = 1) -> Any:
    """A world in which this board's boot.py has run, MINUS at this level."""
    one = boards.data(board)
    world = install(patch, one.chip)
    patch.chdir(folder)
    world.inputs[one.pins.minus] = minus
    (folder / "boot.py").write_bytes(boards.boot(board))
    runpy.run_path(str(folder / "boot.py"))
    return world


@pytest.mark.hazard("H11", "H24", "H29")
@pytest.mark.parametrize("board", BOARDS)
def test_boot_drives_the_boards_own_pins_low_run_first(
    board: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pins = boards.data(board).pins
    world = booted(monkeypatch, tmp_path, board)
    driven = [(gpio, level) for _t, gpio, _op, level in world.timeline if gpio != "spi"]
    assert driven[0] == (pins.run, 0)
    bus = {pins.cs, pins.sck, pins.mosi}
    reaching = {pins.gpio[role] for role in DRIVES if role in pins.gpio} - bus
    assert {gpio for gpio in reaching if world.levels[gpio] == 0} == reaching
    assert {gpio for gpio, _level in driven} <= reaching | bus
    assert driven[-1] == (pins.cs, 1)


def test_a_board_without_a_pin_that_boot_needs_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pins = {r: g for r, g in boards.data("esp32").pins.gpio.items() if r != "ws2812"}
    lit = Board("lit", "esp32", "A", Pins(**pins, red=17, green=2, blue=15))
    real = boards.data
    monkeypatch.setattr(boards, "data", lambda name: lit if name == "lit" else real(name))
    with pytest.raises(boards.ImageError, match=r"lit: no pin for ws2812: .*boot_esp32\.py"):
        boards.boot("lit")
