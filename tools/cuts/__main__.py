"""python -m tools.cuts: deploys cut everywhere, docs/deploy.md; 1 if one boots half of an app."""

import json
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from rich.progress import Progress

from tools import image
from tools.bench.__main__ import show
from tools.cuts import report
from tools.cuts.boot import boots
from tools.cuts.cut import Moment, Watched, galva, older
from tools.demo.progress import console
from tools.emulator.rig import EmulatedRig

FILE = Path(__file__).parents[2] / "docs" / "deploy.md"
BOARD = "pico"
_AT_A_TIME = 2
EMPTY, ALL = "onto an empty board", "another version, all files new"
ONE, NONE = "another version, one file new", "nothing new"
_SHARE = 0.007  # of some 1700 changes of the flash in each of two deploys: 20 and more in all
_EVERY = 10
_ON_MS, _UP_MS = 400.0, 10_000.0


def deployed(name: str) -> tuple[report.Run, list[Moment], bytes]:
    """One deploy, its moments, and the flash at its end."""
    rig = EmulatedRig(BOARD, files=_files(name))
    rig.run(_ON_MS)
    watched = Watched(rig, share=_SHARE, cable=True)
    run = again(name, watched)
    watched.finish()
    return run, watched.moments, rig.chip.snapshot()


def short(names: tuple[str, str]) -> list[report.Run]:
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


def again(name: str, rig: Watched | EmulatedRig) -> report.Run:
    """A deploy as it is timed."""
    chip, begin_s = rig.chip, time.monotonic()
    begin_ms = chip.ms
    done = galva(rig, "deploy", "--board", BOARD, "--json")
    if done.status:
        raise RuntimeError(f"{name}: {done.printed.strip()}")
    told = json.loads(done.printed.strip().splitlines()[-1])
    sent = len(told["sent"])
    wall_s = time.monotonic() - begin_s
    return report.Run(name, sent, told["sent_bytes"], chip.ms - begin_ms, wall_s)


def main() -> int:
    """Takes half an hour."""
    out = console()
    runs, judged = [], []
    context = multiprocessing.get_context("spawn")  # the bar's thread does not survive a fork
    with ProcessPoolExecutor(_AT_A_TIME, context) as pool:
        long = [pool.submit(deployed, name) for name in (EMPTY, ALL)]
        few = pool.submit(short, (ONE, NONE))
        for future in long:
            run, moments, flash = future.result()
            out.print(f"{run}, {len(moments)} cuts", soft_wrap=True)
            runs.append(run)
            judged += [(run.name, *each) for each in _judged(pool, moments, flash)]
        runs += few.result()
    made = report.sheets(runs, judged)
    for sheet in made:
        show(out, sheet)
    FILE.write_text(report.markdown(made), encoding="utf-8")
    wrong = report.failures(judged)
    for line in wrong:
        out.print(f"deploy-cuts: {line}", soft_wrap=True)
    return 1 if wrong else 0


def _judged(
    pool: ProcessPoolExecutor, moments: list[Moment], flash: bytes
) -> list[tuple[Moment, str]]:
    """What each boots. Of boundaries that differ in parts alone, every _EVERY-th is booted."""
    alike: dict[frozenset[tuple[str, bytes]], list[Moment]] = {}
    for moment in moments:
        key = moment.read if moment.what != "random" else frozenset({("", moment.packed)})
        alike.setdefault(key, []).append(moment)
    tried = [each for some in alike.values() for each in some[::_EVERY]]
    with Progress(console=console()) as bar:
        shown = bar.add_task("boots", total=len(tried))
        pending = {pool.submit(boots, moment, flash): moment for moment in tried}
        found = {}
        for future in as_completed(pending):
            found[id(pending[future])] = future.result()
            bar.advance(shown)
    return [
        (moment, found[id(some[at // _EVERY * _EVERY])])
        for some in alike.values()
        for at, moment in enumerate(some)
    ]


if __name__ == "__main__":
    sys.exit(main())
