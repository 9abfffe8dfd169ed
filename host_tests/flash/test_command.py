"""galva flash-firmware as it is typed: what comes of it, and its exit code."""

import json
from pathlib import Path

import pytest

from host_tests.flash.test_rp2 import PORT, Board
from tools.cli import app, ports
from tools.emulator import uf2
from tools.flash import rp2

PICO_W, DEVKIT, _S3 = uf2.IMAGES


def galva(*arguments: str) -> int:
    return app.main(["flash-firmware", *arguments])


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    board = Board(tmp_path / "RPI-RP2")
    monkeypatch.setattr(rp2, "ThisComputer", lambda: board)
    monkeypatch.setattr(ports, "boards_on_usb", lambda *_listed: [])
    return board


def test_a_pico_gets_the_image_of_the_file(
    board: Board, capsys: pytest.CaptureFixture[str]
) -> None:
    board.hold_boot()
    assert galva("--board", "pico", "--file", str(uf2.fetch()), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["board"], told["port"], told["version"]) == ("pico", PORT, "1.27")
    assert "not a Raspberry Pi Pico:" in told["warning"]
    assert board.written == uf2.fetch().read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (("--board", "pico", "--file", PICO_W), 3, "this cable only charges"),
        (("--board", "pico"), 1, "no image for pico came with set-up: get it from"),
        (("--board", "pico", "--file", DEVKIT), 5, "for esp32, but pico has rp2040"),
        (("--board", "pico", "--file", "cut"), 1, "cut short, 1 of 3422 blocks"),
        (("--board", "pico", "--file", "missing"), 2, "No such file"),
        (("--board", "pico", "--erase", "--file", PICO_W), 2, "--erase is for ESP32"),
        (("--board", "nano"), 2, "unknown board 'nano'"),
        (("--board", "esp32"), 3, "no board on USB"),
        (("--board", "esp32", "--port", "/dev/galva-is-not-here"), 3, "galva-is-not-here: "),
    ],
)
def test_what_goes_wrong_is_one_line_and_its_exit_code(
    arguments: tuple[str, ...],
    code: int,
    text: str,
    board: Board,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "cut").write_bytes(uf2.fetch().read_bytes()[:512])
    names = {name: str(uf2.fetch(name)) for name in uf2.IMAGES}
    names |= {name: str(tmp_path / name) for name in ("cut", "missing")}
    assert galva(*[names.get(each, each) for each in arguments]) == code
    lines = capsys.readouterr().err.splitlines()
    assert text in lines[-1] and lines[-1].startswith("galva: ")
    assert not board.written
