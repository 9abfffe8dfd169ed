"""python -m tools.ways_out: try every way out, write docs/ways-out.md; 1 if one is late."""

import sys
from concurrent.futures import as_completed

from rich.console import Console
from rich.progress import Progress

from tools import DOCS, command, files, workers
from tools.progress import console
from tools.sheets import show
from tools.ways_out import others, report, session
from tools.ways_out.ways import WAYS

FILE = DOCS / "ways-out.md"
Job = tuple[int, session.Place]  # number in WAYS, and where


def main() -> int:
    """End sessions in every way there is, write docs/ways-out.md; some minutes."""
    out = console()
    results, seen, wrong = _tried(out)
    sheets = report.sheet(results), others.sheet(seen)
    for made in sheets:
        show(out, made)
    files.write(FILE, report.markdown(*sheets))
    wrong += report.failures(results)
    wrong += [f"{name}: {figure}" for name, figure, well in seen if not well]
    for line in wrong:
        out.print(f"ways-out: {line}", soft_wrap=True)
    out.print(f"{FILE}", soft_wrap=True)
    return 1 if wrong else 0


def _tried(out: Console) -> tuple[dict[Job, session.Seen], list[others.Row], list[str]]:
    """What followed of each way in each place, and of the others; what could not be done."""
    jobs = [(number, place) for place in session.PLACES for number in range(len(WAYS))]
    results = {}
    seen = []
    wrong: list[str] = []
    with Progress(console=out) as bar, workers.pool() as pool:
        shown = bar.add_task("ways out", total=len(jobs) + 4)
        pending = {pool.submit(session.run, *job): job for job in jobs}
        for future in as_completed(pending):
            number, place = pending[future]
            try:
                results[number, place] = future.result()
            except RuntimeError as error:  # it could not be made to happen
                wrong.append(f"{WAYS[number].name}, {place[0]}: {_last_line(error)}")
            bar.advance(shown)
        for row in others.rows():
            seen.append(row)
            bar.advance(shown)
    return results, seen, wrong


def _last_line(error: BaseException) -> str:
    return str(error).strip().rpartition("\n")[2]


if __name__ == "__main__":
    sys.exit(command.run("ways-out", main))
