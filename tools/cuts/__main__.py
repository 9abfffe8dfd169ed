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
_SHARE = {"empty board": 0.012, "all files new": 0.012}  # of some 1700 changes: 20
_ON_MS = 400.0


def deployed(name: str, files: dict[str, bytes], share: float) -> tuple[report.Run, Watched]:
    """One deploy to a board with these files, and its moments."""
    rig = EmulatedRig(BOARD, files=files)
    rig.run(_ON_MS)
    watched = Watched(rig, share=share, cable=True)
    run = again(name, watched)
    return run, watched


def again(name: str, watched: Watched | EmulatedRig) -> report.Run:
    """A deploy as it is timed."""
    chip, begin_s = watched.chip, time.monotonic()
    begin_ms = chip.ms
    done = galva(watched, "deploy", "--board", BOARD, "--json")
    if done.status:
        raise RuntimeError(f"{name}: {done.printed.strip()}")
    told = json.loads(done.printed.strip().splitlines()[-1])
    sent = len(told["sent"])
    wall_s = time.monotonic() - begin_s
    return report.Run(name, sent, told["sent_bytes"], chip.ms - begin_ms, wall_s)


def main() -> int:
    """Takes half an hour."""
    out = console()
    app = image.app(BOARD)
    records = {path: data for path, data in image.files(BOARD).items() if path not in app}
    old = older(app, dict(image.sources(BOARD)), every=True) | records
    runs, judged = [], []
    for name, files in (("empty board", {}), ("all files new", old)):
        run, watched = deployed(name, files, _SHARE[name])
        out.print(f"{run}, {watched.changes} changes, {len(watched.moments)} cuts")
        runs.append(run)
        judged += [(name, *each) for each in _judged(watched.moments, watched.chip.snapshot())]
    one_old = older(app, dict(image.sources(BOARD)), every=False) | records
    run, watched = deployed("one file new, and the record of the deploy", one_old, 0.0)
    runs += [run, again("nothing new", watched.rig)]
    made = report.sheets(runs, judged)
    for sheet in made:
        show(out, sheet)
    FILE.write_text(report.markdown(made), encoding="utf-8")
    wrong = report.failures(judged)
    for line in wrong:
        out.print(f"deploy-cuts: {line}", soft_wrap=True)
    return 1 if wrong else 0


def _judged(moments: list[Moment], flash: bytes) -> list[tuple[Moment, str]]:
    context = multiprocessing.get_context("spawn")  # the bar's thread does not survive a fork
    with Progress(console=console()) as bar, ProcessPoolExecutor(_AT_A_TIME, context) as pool:
        shown = bar.add_task("boots", total=len(moments))
        pending = {pool.submit(boots, moment, flash): at for at, moment in enumerate(moments)}
        found = {}
        for future in as_completed(pending):
            found[pending[future]] = future.result()
            bar.advance(shown)
    return [(moments[at], found[at]) for at in sorted(found)]


if __name__ == "__main__":
    sys.exit(main())
