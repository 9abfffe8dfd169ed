"""galva deploy and its kin, with the real mpremote, onto the emulated chip.

`make deploy-cuts` does the same at length: every file, every boundary, each of them booted.
"""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from galva import VERSION
from tools import image
from tools.cuts.boot import boots
from tools.cuts.cut import OLD, Moment, Watched, content, galva, older
from tools.deploy.scripts import MARKER
from tools.emulator import disk
from tools.emulator.chip import FILES_AT
from tools.emulator.rig import EmulatedRig

APP = image.app("pico")
RECORDS = {path: data for path, data in image.files("pico").items() if path not in APP}
MINE = {"notes.txt": b"mine", "modes.json": b"[]"}
MAIN = {"main.py": b"from machine import Pin\nPin(22, Pin.OUT, value=1)\n"}
LEFT = {"galva/core/gone.mpy": b"gone"}
# A version before, with a file that is no more, and the maker's own main.py, which ends at once
BEFORE = older(APP | LEFT, dict(image.sources("pico")), every=False) | RECORDS | MINE | MAIN


@dataclass(frozen=True)
class Deployed:
    """A board after a deploy, its flash at each file boundary of it, and what galva told."""

    watched: Watched
    told: dict[str, Any]

    @property
    def rig(self) -> EmulatedRig:
        return self.watched.rig

    @property
    def parts(self) -> tuple[list[Moment], list[Moment], list[Moment]]:
        """Cuts before the marker is there, while it is, and after it."""
        some = self.watched.moments
        marked = [at for at, each in enumerate(some) if MARKER in each.content]
        return some[: marked[0]], some[marked[0] : marked[-1] + 1], some[marked[-1] + 1 :]


def files(rig: EmulatedRig) -> dict[str, bytes]:
    return content(disk.mounted(rig.chip.snapshot()))


@pytest.fixture(scope="module")
def deployed() -> Deployed:
    rig = EmulatedRig(files=BEFORE)
    rig.run(400)
    watched = Watched(rig)
    done = galva(watched, "deploy", "--json")
    assert done.status == 0, done.printed
    return Deployed(watched, json.loads(done.printed.strip().splitlines()[-1]))


def test_only_what_changed_is_sent_and_the_makers_files_stay(deployed: Deployed) -> None:
    told = deployed.told
    assert set(told["sent"]) == {"galva/__init__.mpy", "main.py", image.MANIFEST}
    assert (told["before"], told["version"], told["state"]) == (OLD, VERSION, "IDLE")
    assert told["removed"] == list(LEFT) and told["foreign"] == ["notes.txt"]
    kept = {"main.py.old": MAIN["main.py"]}
    assert files(deployed.rig) == APP | RECORDS | MINE | kept


@pytest.mark.hazard("H39")
def test_a_cut_at_any_file_boundary_leaves_the_old_app_safe_mode_or_the_new(
    deployed: Deployed,
) -> None:
    """By the files; boot.py, which looks for the marker, is there at all times."""
    old, safe, new = deployed.parts
    assert len(old) >= 3 and len(safe) >= 5 and len(new) >= 1
    assert all(BEFORE.items() <= each.content.items() for each in old)
    assert all({"boot.py", MARKER} <= set(each.content) for each in safe)
    assert all(image.holds(APP[image.MANIFEST], each.content) for each in new)


@pytest.mark.hazard("H39")
def test_what_a_cut_leaves_boots(deployed: Deployed) -> None:
    """By the chip itself. That the new app runs was the deploy's own proof."""
    old, safe, _new = deployed.parts
    whole = deployed.rig.chip.snapshot()
    assert boots(safe[0], whole) == boots(safe[-1], whole) == "safe mode"
    region = old[-1].region
    rig = EmulatedRig(flash=whole[:FILES_AT] + region + whole[FILES_AT + len(region) :])
    rig.run(300)
    assert rig.chip.level(rig.pins.blue) == 1 and not rig.statuses  # the old main.py
