"""A release as one zip: each board's files compiled for its chip, their hashes, a guide."""

import hashlib
from pathlib import Path

from galva import VERSION
from tools import ROOT, boards, image
from tools.deploy import zips
from tools.flash.images import OLDEST

NAME = f"galva-{VERSION}"
FILE = ROOT / "build" / f"{NAME}.zip"
SUMS, GUIDE = "SHA256SUMS", "GUIDE.md"
_EXAMPLE = "pico"
_GUIDE = """# Galva {version} onto a board, with mpremote alone

Not a medical device. Battery only on skin; who must not use it: docs/safety.md of the project.

Boards: {boards}. Take the folder of yours; it must hold MicroPython {oldest} or later.
Python 3 is needed: `pip install mpremote==1.29.0`. Unpack the zip, go into its folder, then, for
`{example}`, with the device idle:

    sha256sum --check --quiet {sums}
    mpremote soft-reset fs touch :safe_mode
    mpremote soft-reset fs cp -r {example}/. :
    mpremote soft-reset fs rm :safe_mode + reset

Cut in the middle it starts in safe mode (steady red light): begin again at the second line.
Files and records of your own stay; stale files of another version stay too. `galva deploy`, in
the source, does the same, copies only what changed, and checks it there.

Then wait for the self-test, electrodes in the air, and calibrate: without a record of calibration
nothing gives more than 100 µA.

machine code in the .mpy files:

{arches}
"""


def entries() -> dict[str, bytes]:
    """Path in the zip -> content."""
    apps = {board: image.app(board) for board in boards.names()}
    out = {f"{board}/{path}": data for board, app in apps.items() for path, data in app.items()}
    out[GUIDE] = _guide(apps).encode()
    sums = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(out.items())]
    return out | {SUMS: "".join(sums).encode()}


def _guide(apps: dict[str, dict[str, bytes]]) -> str:
    arches = []
    for board, app in apps.items():
        found = {image.march_of(data) for path, data in app.items() if path.endswith(".mpy")}
        arches.append(f"- {board} ({boards.data(board).chip}): {', '.join(sorted(found - {''}))}")
    return _GUIDE.format(
        version=VERSION,
        boards=", ".join(apps),
        oldest=".".join(map(str, OLDEST)),
        example=_EXAMPLE,
        sums=SUMS,
        arches="\n".join(arches),
    )


def write(path: Path = FILE) -> int:
    """The zip, byte for byte the same from the same source; how many files. Failed."""
    content = entries()
    zips.write(path, {f"{NAME}/{name}": data for name, data in content.items()})
    return len(content)
