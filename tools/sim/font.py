"""The 8 x 8 font of MicroPython's framebuf, taken from the unix port that set-up installs."""

import subprocess
import sys
from functools import cache
from pathlib import Path

from tools.problems import Failed

SIDE = 8  # dots
CHARACTERS = range(32, 128)
BLOCK = "\x7f"  # any character that the font does not have looks like this one, a grey block
_MICROPYTHON = Path(sys.executable).parent / "micropython"
_DUMP = """
import binascii, framebuf
for code in range(32, 128):
    columns = bytearray(8)
    framebuf.FrameBuffer(columns, 8, 8, framebuf.MONO_VLSB).text(chr(code), 0, 0, 1)
    print(binascii.hexlify(columns).decode())
"""


class FontError(Failed):
    """No MicroPython to ask: what, where, the cure."""


@cache
def glyphs() -> dict[str, bytes]:
    """Character -> its 8 columns from the left, bit 0 being the upper dot. FontError."""
    try:
        done = subprocess.run(
            [str(_MICROPYTHON), "-c", _DUMP], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise FontError(f"{_MICROPYTHON}: {error}: run `make setup`") from error
    return {
        chr(code): bytes.fromhex(line)
        for code, line in zip(CHARACTERS, done.stdout.split(), strict=True)
    }
