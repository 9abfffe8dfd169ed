"""package.json: a Pico's source for `mpremote mip install --target / ./package.json`."""

import json
from pathlib import Path

from galva import VERSION
from tools import ROOT, image
from tools.problems import Failed

PACKAGE = ROOT / "package.json"
_BOARD = "pico"


def package() -> str:
    """Its text. Paths on the device, and in the repository."""
    urls = []
    for name, text in image.sources(_BOARD):
        if name == f"boards/{_BOARD}.py":
            continue  # it is board.py
        urls.append([name, _place(name, text)])
    record = {"urls": sorted(urls), "deps": [], "version": VERSION}
    return json.dumps(record, indent=1) + "\n"


def _place(name: str, text: bytes) -> str:
    """Where that file of the device is in the repository."""
    if name == "board.py":
        return f"boards/{_BOARD}.py"
    places = [f"firmware/{name}", f"lib/{Path(name).stem}/{Path(name).name}"]
    for place in places:
        if (ROOT / place).is_file() and (ROOT / place).read_bytes() == text:
            return place
    raise Failed(f"package.json: {name} has no place in the repository: see tools/image.py")


def check_package() -> None:
    """Failed: package.json is out of date."""
    if not PACKAGE.exists() or PACKAGE.read_text() != package():
        raise Failed("package.json is out of date with the code: run galva bundle")
