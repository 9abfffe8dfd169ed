"""python -m tools.monitor.picture: docs/monitor.svg, the view of an emulated session."""

import asyncio
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from tools import DOCS, command, files
from tools.monitor.feed import News
from tools.monitor.model import Model
from tools.monitor.recording import END_MS, booted, played
from tools.monitor.view import Monitor
from tools.progress import console

SIZE = (112, 34)
TITLE = "galva monitor, measured in emulation"
_MIDNIGHT = datetime(2026, 1, 1)  # the emulated device has no date: its own time is shown


class Silent:
    """A source that says nothing."""

    def run(self) -> Iterator[News]:
        """Nothing."""
        return iter(())

    def ask(self, what: str) -> None:
        """To nobody."""

    def close(self) -> None:
        """Nothing to let go of."""


async def svg(model: Model) -> str:
    """The view of this model. Fonts of the reader's machine: nothing is fetched."""
    app = Monitor(Silent(), model)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.2)
        app.look()
        await pilot.pause()
        drawn = app.export_screenshot(title=TITLE)
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def main() -> None:
    """Draw a session of the emulated device as docs/monitor.svg; a few minutes."""
    out = console()
    rig = booted()
    model = Model(
        lambda: rig.now_ms / 1000, lambda: _MIDNIGHT + timedelta(milliseconds=rig.now_ms)
    )
    with out.status("a session on the emulated device") as shown:
        for ms in played(rig, model):
            shown.update(f"{ms / 1000:.0f} of {END_MS / 1000:.0f} s emulated")
    files.write(DOCS / "monitor.svg", asyncio.run(svg(model)))
    out.print(DOCS / "monitor.svg")


if __name__ == "__main__":
    sys.exit(command.run("monitor-picture", main))
