"""python -m tools.cuts: deploys cut everywhere, docs/deploy.md; 1 if one boots half of an app."""

import sys
from concurrent.futures import ProcessPoolExecutor, as_completed

from rich.progress import Progress

from tools import DOCS, command, files, workers
from tools.cuts import report
from tools.cuts.boot import boots
from tools.cuts.cut import Moment
from tools.cuts.deploys import ALL, EMPTY, NONE, ONE, deployed, short
from tools.progress import console
from tools.sheets import show

FILE = DOCS / "deploy.md"
_EVERY = 10


def main() -> int:
    """Cut deploys everywhere, boot each time, write docs/deploy.md; half an hour."""
    out = console()
    runs, judged = [], []
    with workers.pool() as pool:
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
    files.write(FILE, report.markdown(made))
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
    sys.exit(command.run("deploy-cuts", main))
