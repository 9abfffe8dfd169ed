"""docs/screens.md: a picture, and of each screen its words."""

import re
from collections.abc import Iterable, Sequence

from tools.screens.scenes import Scene
from tools.sheets import table

_HEAD = """# The screen
An SSD1306 of 128 x 64 dots on I2C is optional: without one, or with one that fails in a session,
the device does the same. Written by `make screens` from the memory of the emulated screen, which
the real firmware filled on an emulated Pico.

![What the screen shows](screens.png)
"""
_OFF = """## off
Dark, and asleep.
"""
_COST = """## What it costs
Measured in emulation, never on hardware (rp2040py 0.3.6 and the shims of tools/emulator, 125 MHz;
I2C at 400 kHz). In a poll of 20 ms the application looks at one row, and draws and sends it if it
changed; the tick interrupts it. A bus that is stuck is waited for 10 ms, once, and tried again
with the output off only.
"""
_BLOCK = re.compile(r"^## (?P<title>.*)\n.*\n\n```\n(?P<lines>(?:.*\n)*?)```$", re.MULTILINE)
_NUMBER = re.compile(r"\d+")


def markdown(scenes: Sequence[Scene], cost: Iterable[tuple[str, str]]) -> str:
    """The page."""
    parts = [_HEAD]
    for scene in scenes:
        lines = "".join(f"{line}\n" for line in scene.lines)
        parts.append(f"## {scene.title}\n{scene.words}\n\n```\n{lines}```\n")
    parts += [_OFF, _COST, table(("what", "figure"), cost)]
    return "\n".join(parts)


def told(page: str) -> dict[str, list[str]]:
    """Title -> lines of each screen in such a page, figures as 0: they differ by rig."""
    return {
        match["title"]: [plain(line) for line in match["lines"].splitlines()]
        for match in _BLOCK.finditer(page)
    }


def plain(line: str) -> str:
    """A line with its figures as 0, its space as one."""
    return " ".join(_NUMBER.sub("0", line).split())
