"""The deploys that are cut, and those that are only timed."""

import json
import time

from tools import image
from tools.cuts.cut import Moment, Watched, galva, older
from tools.cuts.report import Run
from tools.emulator.rig import EmulatedRig
from tools.problems import Failed

BOARD = "pico"
EMPTY, ALL = "onto an empty board", "another version, all files new"
ONE, NONE = "another version, one file new", "nothing new"
_SHARE = 0.007  # of some 1700 changes of the flash in each of two deploys: 20 and more in all
_ON_MS, _UP_MS = 400.0, 10_000.0


def deployed(name: str) -> tuple[Run, list[Moment], bytes]:
    """One deploy, its moments, and the flash at its end."""
    rig = EmulatedRig(BOARD, files=_files(name))
    rig.run(_ON_MS)
    watched = Watched(rig, share=_SHARE, cable=True)
    run = again(name, watched)
    watched.finish()
    return run, watched.moments, rig.chip.snapshot()


def short(names: tuple[str, str]) -> list[Run]:
    """One with a single file, then one with none."""
    rig = EmulatedRig(BOARD, files=_files(names[0]))
    rig.run(_UP_MS)
    return [again(name, rig) for name in names]


def _files(name: str) -> dict[str, bytes]:
    if name == EMPTY:
        return {}
    app = image.app(BOARD)
    records = {path: data for path, data in image.files(BOARD).items() if path not in app}
    return older(app, dict(image.sources(BOARD)), every=name == ALL) | records


def again(name: str, rig: Watched | EmulatedRig) -> Run:
    """A deploy as it is timed."""
    chip, begin_s = rig.chip, time.monotonic()
    begin_ms = chip.ms
    done = galva(rig, "deploy", "--board", BOARD, "--json")
    if done.status:
        last = (done.printed.strip().splitlines() or ["it said nothing"])[-1]
        raise Failed(f"{name}: exit code {done.status} of galva deploy: {last}")
    told = json.loads(done.printed.strip().splitlines()[-1])
    sent = len(told["sent"])
    wall_s = time.monotonic() - begin_s
    return Run(name, sent, told["sent_bytes"], chip.ms - begin_ms, wall_s)
