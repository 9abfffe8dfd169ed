"""python -m tools.screens: drive the emulated device, write docs/screens.md and .png."""

import sys

from tools import DOCS, command, files, image
from tools.emulator.rig import EmulatedRig
from tools.progress import console
from tools.screens import cost, picture, report
from tools.screens.scenes import FILES, STEPS, scenes


def main() -> None:
    """Draw what the screen shows, measure what it costs: docs/screens.*; a few minutes. Stuck."""
    out = console()
    made, figures = [], []
    with out.status("driving the device"):
        for scene in scenes(EmulatedRig(files=image.files("pico") | FILES)):
            made.append(scene)
            out.print(f"{len(made)} of {len(STEPS)}: {scene.title}")
    with out.status("measuring"):
        for what, figure in cost.rows():
            figures.append((what, figure))
            out.print(f"{what}: {figure}")
    picture.save(DOCS / "screens.png", made)
    files.write(DOCS / "screens.md", report.markdown(made, figures))
    out.print(f"{DOCS / 'screens.md'}")


if __name__ == "__main__":
    sys.exit(command.run("screens", main))
