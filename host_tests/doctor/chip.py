"""The doctor itself, as a person starts it, on an emulated chip behind a pseudo-terminal."""

import json
import sys
from typing import Any

from tools.emulator.bridge import ran
from tools.emulator.rig import EmulatedRig

_WALL_S = 400.0
_DOCTOR = (sys.executable, "-m", "tools.cli", "doctor", "--json", "--wait", "60")


def doctor(rig: EmulatedRig) -> tuple[int, list[dict[str, Any]]]:
    """(exit code, findings)."""
    done = ran(
        rig,
        lambda path: (*_DOCTOR, "--port", path),
        _WALL_S,
    )
    lines = [line for line in done.printed.splitlines() if line.startswith("[")]
    assert len(lines) == 1, done.printed
    return done.status, json.loads(lines[0])


def names(told: list[dict[str, Any]]) -> list[str]:
    """Of the rows that were found, in order."""
    return [each["name"] for each in told if each["name"]]
