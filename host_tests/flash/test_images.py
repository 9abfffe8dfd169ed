"""What a file is: the real images, and the same cut, changed, and for other chips."""

import re
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import boards
from tools.emulator import uf2
from tools.flash import images
from tools.flash.chips import ESP32, RP2
from tools.problems import Failed, Mismatch, Problem, Usage

PICO_W, DEVKIT, S3 = uf2.IMAGES
BLOCK = 512


def real(name: str) -> bytes:
    return uf2.fetch(name).read_bytes()


def put(place: Path, data: bytes, name: str = "image.bin") -> Path:
    path = place / name
    path.write_bytes(data)
    return path


def words(data: bytes, **fields: int) -> bytes:
    """A UF2 block with other fields."""
    names = ("first", "second", "flags", "address", "size", "number", "count", "family")
    now = dict(zip(names, struct.unpack_from("<8I", data)))
    return struct.pack("<8I", *(now | fields).values()) + data[32:]


def changed(data: bytes, at: int, **fields: int) -> bytes:
    begin, end = at * BLOCK, (at + 1) * BLOCK
    return data[:begin] + words(data[begin:end], **fields) + data[end:]


def of_family(data: bytes, family: int) -> bytes:
    blocks = range(len(data) // BLOCK)
    return b"".join(words(data[k * BLOCK : (k + 1) * BLOCK], family=family) for k in blocks)


@pytest.mark.parametrize(
    ("name", "chip", "machine"),
    [
        (PICO_W, "rp2040", "Raspberry Pi Pico W"),
        (DEVKIT, "esp32", "Generic ESP32 module"),
        (S3, "esp32s3", "Generic ESP32S3 module"),
    ],
)
def test_a_real_image_is_known_by_its_content(
    name: str, chip: str, machine: str, tmp_path: Path
) -> None:
    told = images.read(put(tmp_path, real(name), "renamed"))
    assert (told.chip, told.machine, told.version) == (chip, machine, (1, 27))


@pytest.mark.parametrize("name", [DEVKIT, S3])
def test_esptool_reads_the_same_chip_number(name: str) -> None:
    command = [sys.executable, "-m", "esptool", "image-info", str(uf2.fetch(name))]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (number,) = re.findall(r"Chip ID: (\d+)", told)
    assert int(number) == ESP32[images.read(uf2.fetch(name)).chip].chip_id


def test_the_block_of_the_erratum_is_no_part_of_the_image(tmp_path: Path) -> None:
    data = real(PICO_W)
    extra = words(data[:BLOCK], family=0xE48BFF57, address=0x10FFFF00, count=2)
    assert images.read(put(tmp_path, extra + data)).chip == "rp2040"


BAD: dict[str, tuple[Callable[[], bytes], type[Problem], str]] = {
    "uf2 cut in a block": (lambda: real(PICO_W)[:100_000], Failed, "cut short, 100000 bytes"),
    "uf2 cut between blocks": (
        lambda: real(PICO_W)[: 1000 * BLOCK],
        Failed,
        "cut short, 1000 of 3422 blocks",
    ),
    "uf2 of zeros at the end": (
        lambda: real(PICO_W)[: 3000 * BLOCK] + bytes(422 * BLOCK),
        Failed,
        "block 3000 is damaged, its magic numbers",
    ),
    "uf2 without a block": (
        lambda: real(PICO_W)[: 7 * BLOCK] + real(PICO_W)[8 * BLOCK :],
        Failed,
        "block 7 is not the one",
    ),
    "uf2 of two images": (
        lambda: changed(real(PICO_W), 9, family=0xE48BFF59),
        Failed,
        "block 9 is of another image",
    ),
    "uf2 into RAM": (
        lambda: changed(real(PICO_W), 0, address=0x20000000),
        Failed,
        "outside a Pico's flash",
    ),
    "uf2 of large blocks": (
        lambda: changed(real(PICO_W), 5, size=476),
        Failed,
        "block 5 has 476 bytes",
    ),
    "uf2 for no chip": (lambda: changed(real(PICO_W), 0, flags=0), Failed, "names no chip"),
    "uf2 for another maker's chip": (
        lambda: of_family(real(PICO_W), 0xADA52840),
        Failed,
        "family 0xada52840 is no RP2 chip",
    ),
    "uf2 of another program": (
        lambda: real(PICO_W).replace(b"MicroPython v", b"CircuitPy    "),
        Failed,
        "no MicroPython in it",
    ),
    "esp cut in the application": (
        lambda: real(S3)[:1_000_000],
        Failed,
        "cut short in the application",
    ),
    "esp cut in the boot loader": (
        lambda: real(S3)[:9000],
        Failed,
        "cut short in the boot loader",
    ),
    "esp with a changed byte": (
        lambda: real(S3)[:900_000] + b"?" + real(S3)[900_001:],
        Failed,
        "the application is damaged, its check sum",
    ),
    "esp application alone": (
        lambda: real(S3)[0x10000:],
        Failed,
        "no partition table at 0x8000 .* not the .app-bin",
    ),
    "esp of another chip": (
        lambda: real(S3)[:12] + b"\x02" + real(S3)[13:],
        Failed,
        "chip number 2 is none that Galva has a board for",
    ),
    "a page of a web site": (
        lambda: b"<!DOCTYPE html>",
        Failed,
        "neither a UF2 nor an ESP32 image",
    ),
    "nothing": (lambda: b"", Failed, "neither a UF2 nor"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_one_line(case: str, tmp_path: Path) -> None:
    make, kind, text = BAD[case]
    with pytest.raises(kind, match=text) as seen:
        images.read(put(tmp_path, make()))
    assert type(seen.value) is kind and "\n" not in str(seen.value)


def test_no_file_is_wrong_usage() -> None:
    with pytest.raises(Usage, match=r"/nowhere/a\.uf2: No such file"):
        images.read(Path("/nowhere/a.uf2"))


@pytest.mark.parametrize(
    ("name", "chip", "text"),
    [
        (DEVKIT, "esp32s3", "for esp32, but it has esp32s3: .*/ESP32_GENERIC_S3$"),
        (S3, "esp32", "for esp32s3, but it has esp32: .*/ESP32_GENERIC$"),
        (PICO_W, "rp2350", "for rp2040, but it has rp2350: .*/RPI_PICO2$"),
        (PICO_W, "esp32", "for rp2040, but it has esp32: "),
        (S3, "rp2040", "for esp32s3, but it has rp2040: .*/RPI_PICO$"),
    ],
)
def test_another_boards_image_does_not_go_together(name: str, chip: str, text: str) -> None:
    with pytest.raises(Mismatch, match=text):
        images.check(images.read(uf2.fetch(name)), images.Target("it", chip, False))


def test_a_risc_v_image_is_another_chips(tmp_path: Path) -> None:
    data = of_family(real(PICO_W), 0xE48BFF5A)
    with pytest.raises(Mismatch, match="for rp2350 RISC-V, but pico2 has rp2350"):
        images.check(images.read(put(tmp_path, data)), images.target("pico2"))


def test_an_old_micropython_is_refused(tmp_path: Path) -> None:
    old = put(tmp_path, real(PICO_W).replace(b"MicroPython v1.27.0", b"MicroPython v1.25.0"))
    with pytest.raises(Mismatch, match=r"MicroPython 1\.25: Galva needs 1\.26 or later"):
        images.check(images.read(old), images.target("pico"))


def test_a_radios_image_on_a_board_without_is_a_warning() -> None:
    told = images.read(uf2.fetch(PICO_W))
    warning = images.check(told, images.target("pico"))
    assert "for a Raspberry Pi Pico W, not a Raspberry Pi Pico:" in warning
    with_radio = images.Target("pico_w", "rp2040", True)
    assert images.check(told, with_radio) == ""


def test_an_esp32_image_on_its_board_is_without_warning() -> None:
    wanted = images.Target("it", "esp32s3", True)
    assert images.check(images.read(uf2.fetch(S3)), wanted) == ""


def test_a_board_that_has_no_image_here_says_where_it_is() -> None:
    with pytest.raises(Failed, match=r"no image for pico2 came .*/RPI_PICO2, give it with --file"):
        images.cached(images.target("pico2"))


def test_each_cached_image_is_for_its_board() -> None:
    for chip, radio in images.CACHED:
        wanted = images.Target("it", chip, radio)
        assert images.check(images.read(images.cached(wanted)), wanted) == ""


def test_each_board_has_a_chip_that_can_be_flashed() -> None:
    for board in boards.names():
        wanted = images.target(board)
        assert wanted.chip in RP2 | ESP32 and wanted.page


def test_an_unknown_board_is_wrong_usage() -> None:
    with pytest.raises(Usage, match="unknown board 'nano': one of esp32"):
        images.target("nano")
