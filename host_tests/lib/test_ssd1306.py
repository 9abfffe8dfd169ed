"""SSD1306 driver against the chip: what is lit, and that a page is all it touches."""

import importlib
import json
import subprocess
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from host_tests.fake_rig import FAKES
from host_tests.lib.i2c_chips import I2cBus
from host_tests.vm.vms import BIN
from tools.sim.font import CHARACTERS, FontError, glyphs
from tools.sim.oled import PAGES, WIDTH, Oled, OledError


class Module(Oled):
    """The chip on host_tests.lib.i2c_chips' bus, which can fail at any byte."""

    address = 0x3C

    def start(self, reading: bool = False) -> None:
        super().start(reading)

    def take(self, byte: int) -> None:
        assert self.write(byte)

    def stop(self, torn: bool = False) -> None:
        super().stop()


@pytest.fixture
def ssd1306(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(FAKES))
    yield importlib.import_module("ssd1306")


class Bus(I2cBus):
    """It takes a memoryview too, and remembers how long each transfer was."""

    def __init__(self, chip: Any) -> None:
        super().__init__(chip)
        self.lengths: list[int] = []

    def writeto(self, address: int, buffer: Any) -> int:
        self.lengths.append(len(buffer))
        return super().writeto(address, bytes(buffer))


def started(module: ModuleType, chip: Oled | None = None) -> tuple[Any, Oled, Bus]:
    """(driver, chip, bus): set up, each page sent, lit."""
    chip = chip or Module()
    bus = Bus(chip)
    screen = module.SSD1306(bus)
    screen.start()
    for number in range(PAGES):
        say(screen, number, f"row {number}")
    screen.light(True)
    return screen, chip, bus


def say(screen: Any, number: int, text: str) -> None:
    screen.page.fill(0)
    screen.page.text(text, 0, 0)
    screen.send(number)


def test_each_page_is_where_it_belongs_and_upright(ssd1306: ModuleType) -> None:
    _screen, chip, _bus = started(ssd1306)
    assert chip.text == [f"row {number}" for number in range(PAGES)]
    assert chip.registers["contrast"] > 0 and chip.registers["inverse"] == 0


def test_every_character_of_every_column_arrives(ssd1306: ModuleType) -> None:
    screen, chip, _bus = started(ssd1306)
    wanted = [chr(code) for code in CHARACTERS]
    for at in range(0, len(wanted), 16):
        text = "".join(wanted[at : at + 16])
        say(screen, 5, text)
        assert chip.text[5] == text.replace("\x7f", "#").rstrip()


def test_a_page_leaves_the_others_alone(ssd1306: ModuleType) -> None:
    screen, chip, _bus = started(ssd1306)
    before = bytes(chip.memory)
    say(screen, 3, "new")
    assert chip.text[3] == "new"
    chip.memory[3 * WIDTH : 4 * WIDTH] = before[3 * WIDTH : 4 * WIDTH]
    assert bytes(chip.memory) == before


def test_a_page_is_short_transfers_and_all_of_it_is_written(ssd1306: ModuleType) -> None:
    screen, chip, bus = started(ssd1306)
    chip.memory[:] = bytes(len(chip.memory))
    bus.lengths.clear()
    screen.page.fill(1)
    screen.send(2)
    assert chip.memory[2 * WIDTH : 3 * WIDTH] == b"\xff" * WIDTH
    assert sum(bus.lengths) == WIDTH + 4 + 4  # columns, their control bytes, where it goes
    assert max(bus.lengths) <= 33


def test_double_size_is_two_pages(ssd1306: ModuleType) -> None:
    screen, chip, _bus = started(ssd1306)
    for half in (0, 1):
        screen.page.fill(0)
        screen.page.text("-127 uA?", 0, 0)
        screen.enlarge(half)
        screen.send(2 + half)
    assert chip.text == ["row 0", "row 1", "-127 uA?", *(f"row {n}" for n in range(4, 8))]


def test_it_is_dark_until_it_is_told_to_light(ssd1306: ModuleType) -> None:
    chip = Module()
    screen = ssd1306.SSD1306(Bus(chip))
    assert chip.registers == Oled().registers  # construction touches no bus
    screen.start()
    assert not chip.lit and chip.text == []
    screen.light(True)
    assert chip.lit
    screen.start()
    assert chip.lit  # set up again after a brown-out: it does not flicker
    screen.light(False)
    assert not any(map(any, chip.pixels))


@pytest.mark.parametrize("address", [0x3B, 0x3E, 0])
def test_an_address_of_no_such_chip_is_refused(ssd1306: ModuleType, address: int) -> None:
    with pytest.raises(ValueError, match="neither 0x3C nor 0x3D: see its resistor"):
        ssd1306.SSD1306(Bus(None), address)


@pytest.mark.parametrize("number", [-1, 8])
def test_a_page_outside_is_refused(ssd1306: ModuleType, number: int) -> None:
    screen, chip, _bus = started(ssd1306)
    before = bytes(chip.memory)
    with pytest.raises(ValueError, match=r"page outside 0\.\.7"):
        screen.send(number)
    assert bytes(chip.memory) == before


def test_a_bus_that_fails_anywhere_is_an_error_and_the_next_page_is_right(
    ssd1306: ModuleType,
) -> None:
    screen, chip, bus = started(ssd1306)
    begin = bus.bytes
    say(screen, 0, "good")
    total = bus.bytes - begin
    for after in range(total):
        bus.fail_at = bus.bytes + after
        with pytest.raises(OSError, match="injected"):
            say(screen, 4, "torn")
        say(screen, 0, f"after {after}")
        assert chip.text[0] == f"after {after}"


@pytest.mark.parametrize("after", [0, 3])
def test_a_byte_that_is_not_acknowledged_is_an_error(ssd1306: ModuleType, after: int) -> None:
    screen, _chip, bus = started(ssd1306)
    bus.nack_at = after
    with pytest.raises(OSError, match="SSD1306: byte not acknowledged: check"):
        say(screen, 1, "x")


# ---- the model and the fake framebuf are no easier than the real ones

GARBLES = {
    "rows": b"\x00\xda\x02",
    "multiplex": b"\x00\xa8\x1f",
}


@pytest.mark.parametrize("commands", GARBLES.values(), ids=GARBLES)
def test_the_model_refuses_the_set_up_of_another_module(
    ssd1306: ModuleType, commands: bytes
) -> None:
    _screen, chip, bus = started(ssd1306)
    bus.writeto(0x3C, commands)
    with pytest.raises(OledError):
        print(chip.text)


@pytest.mark.parametrize("sent", [b"\x80", b"\x00\xe4", b"\x00\x8d\x15", b"\x00\x20\x00\x40"])
def test_the_model_refuses_what_no_driver_should_send(sent: bytes) -> None:
    chip = Module()
    chip.start()
    with pytest.raises(OledError):
        for byte in sent:
            chip.write(byte)
        chip.start()
        for byte in b"\x40\x00":  # data, in an addressing that it does not have
            chip.write(byte)


@pytest.mark.parametrize("commands", [b"\x00\xa0", b"\x00\xc0", b"\x00\xd3\x08", b"\x00\x41"])
def test_the_model_sees_a_picture_that_is_mirrored_or_shifted(
    ssd1306: ModuleType, commands: bytes
) -> None:
    _screen, chip, bus = started(ssd1306)
    bus.writeto(0x3C, commands)
    assert chip.text != [f"row {number}" for number in range(PAGES)]


DRAW = """
import framebuf
buffer = bytearray(128)
page = framebuf.FrameBuffer(memoryview(buffer), 128, 8, framebuf.MONO_VLSB)
page.fill(1)
page.fill(0)
page.text(%r, %d, %d)
print(list(buffer))
"""


@pytest.mark.parametrize("text", ["Aq 09", "uA \x01 \x7f", "µA", "x" * 20])
@pytest.mark.parametrize(("x", "y"), [(0, 0), (3, 0), (-5, 2), (120, -3)])
def test_the_fake_framebuf_draws_as_micropython_does(
    ssd1306: ModuleType, text: str, x: int, y: int
) -> None:
    fake = importlib.import_module("framebuf")
    buffer = bytearray(128)
    page = fake.FrameBuffer(memoryview(buffer), 128, 8, fake.MONO_VLSB)
    page.fill(1)
    page.fill(0)
    page.text(text, x, y)
    command = [str(BIN / "micropython"), "-c", DRAW % (text, x, y)]
    real = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(real) == list(buffer)


def test_no_two_characters_look_the_same() -> None:
    assert len(set(glyphs().values())) == len(CHARACTERS)


def test_no_micropython_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.sim.font._MICROPYTHON", "/nowhere/micropython")
    glyphs.cache_clear()
    with pytest.raises(FontError, match=r"/nowhere/micropython: .*: run `make setup`"):
        glyphs()
    glyphs.cache_clear()
