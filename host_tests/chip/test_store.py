"""The store on the chip's own littlefs: saved, cut at every flash write, booted again."""

import json
from itertools import pairwise

import pytest

from tools import image
from tools.builds import commission
from tools.emulator import disk
from tools.emulator.chip import Chip

RECORD = {"version": 1, "unit": "nA", "zero_na": 0, "list": [1, 2]}
IMPORT = "from galva.hal.store import Store\nimport json\n"
SHOW = "store = Store()\nprint(json.dumps([store.load('cal', 1, 'nA'), store.trouble]))"


def saving(zero_na: int) -> str:
    return IMPORT + f"Store().save('cal', {dict(RECORD, zero_na=zero_na)})"


def bare(calibrated: bool = True) -> bytes:
    """The file system of a device without main.py: it boots into the prompt."""
    return disk.littlefs(image.bare(calibrated=calibrated))


def found(flash: bytes) -> tuple[int | None, str]:
    """What a chip that boots with this flash loads: zero_na and the trouble."""
    record, trouble = json.loads(Chip(flash=flash).boot().execute(IMPORT + SHOW))
    return record and record["zero_na"], trouble


def cuts(chip: Chip, code: str) -> list[bytes]:
    """The flash as it was after each change of it while code ran, the last state included."""
    chip.raw_repl()
    start = len(chip.output)
    chip.send(code.encode() + b"\x04")
    states = [chip.snapshot()]
    while chip.output[start:].count(4) < 2:
        chip.run(0.2)
        if (now := chip.snapshot()) != states[-1]:
            states.append(now)
    assert chip.output[start:] == b"OK\x04\x04>", chip.output[start:]
    return states


def torn(before: bytes, after: bytes) -> bytes:
    """The power failed in the middle of a flash write: half of its bytes are there."""
    changed = [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    half = changed[len(changed) // 2]
    return after[:half] + before[half:]


@pytest.fixture(scope="module")
def chip() -> Chip:
    return Chip(bare()).boot()


@pytest.mark.hazard("H31")
def test_a_power_cut_while_saving_leaves_the_old_or_the_new(chip: Chip) -> None:
    for zero_na in (1, 2):
        chip.execute(saving(zero_na))
    states = cuts(chip, saving(3))
    assert len(states) > 3
    states += [torn(before, after) for before, after in pairwise(states)]
    loaded = [found(state) for state in states]
    values = [zero_na for zero_na, _ in loaded]
    assert set(values) == {2, 3}, loaded
    assert [trouble for _, trouble in loaded] == [""] * len(loaded)


def test_the_image_is_commissioned_unless_told_otherwise() -> None:
    show = "from board import BOARD\nfrom galva.hal.store import Store, calibration\n"
    show += "c = calibration(Store(), BOARD.afe)\n"
    show += "print(c.cap_ua, c.code(500), len(c.reference))"
    assert Chip(bare()).boot().execute(show).split() == ["500", "2719", "45"]
    assert Chip(bare(calibrated=False)).boot().execute(show).split() == ["100", "2719", "0"]


def test_the_record_is_one_file_of_the_image() -> None:
    with_it, without = image.files("pico"), image.files("pico", calibrated=False)
    assert set(with_it) - set(without) == {image.RECORD} == {"calibration.a"}
    assert with_it[image.RECORD] == commission.record_line(commission.nominal())
