"""Every device file compiles for every instruction set."""

from pathlib import Path

import pytest

from tools import ROOT
from tools.static.mpy import MARCHES, refusal
from tools.static.sources import device_files

FILES = [file.relative_to(ROOT).as_posix() for file in device_files()]


@pytest.mark.parametrize("path", FILES)
def test_compiles(path: str) -> None:
    assert [refusal(ROOT / path, march) for march in MARCHES] == [""] * len(MARCHES)


@pytest.mark.parametrize("march", MARCHES)
def test_python_that_the_boards_lack_is_refused(march: str, tmp_path: Path) -> None:
    file = tmp_path / "modern.py"
    file.write_text("match 1:\n    case 1:\n        pass\n")
    assert "SyntaxError" in refusal(file, march)


def test_each_march_is_really_used(tmp_path: Path) -> None:
    file = tmp_path / "native.py"
    file.write_text("@micropython.asm_thumb\ndef f():\n    mov(r0, 1)\n")
    assert refusal(file, "armv6m") == refusal(file, "armv7m") == ""
    assert refusal(file, "xtensawin")
