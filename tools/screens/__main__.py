"""python -m tools.screens: drive the emulated device, write docs/screens.md and .png."""

import sys
from pathlib import Path

from tools import image
from tools.demo.progress import console
from tools.emulator.rig import EmulatedRig
from tools.screens import cost, picture, report
from tools.screens.scenes import FILES, STEPS, Stuck, scenes

DOCS = Path(__file__).parents[2] / "docs"


def main() -> int:
    """A few minutes. Exit code 1: the device did not do what the walk waits for."""
    out = console()
    made, figures = [], []
    try:
        with out.status("driving the device"):
            for scene in scenes(EmulatedRig(files=image.files("pico") | FILES)):
                made.append(scene)
                out.print(f"{len(made)} of {len(STEPS)}: {scene.title}")
        with out.status("measuring"):
            for what, figure in cost.rows():
                figures.append((what, figure))
                out.print(f"{what}: {figure}")
    except Stuck as error:
        out.print(error)
        return 1
    picture.save(DOCS / "screens.png", made)
    (DOCS / "screens.md").write_text(report.markdown(made, figures), encoding="utf-8")
    out.print(f"{DOCS / 'screens.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
