"""python -m tools.bench: measure everything, print it, write docs/bench.md.

Each part imports what it needs when its turn comes: what is missing stops no other part.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from tools import DOCS, command, files
from tools.problems import Failed, Problem
from tools.progress import console
from tools.sheets import Sheet, show

FILE = DOCS / "bench.md"
Part = Callable[[Console], list[Sheet]]


def _ways(out: Console) -> list[Sheet]:
    from tools.bench import compare, report

    results = []
    with out.status("the four ways"):
        for result in compare.results():
            results.append(result)
            out.print(f"measured: {result.way}")
    return report.ways(results)


def _buttons(out: Console) -> list[Sheet]:
    from tools.bench import peers, peers_report

    found = peers.results(out)
    made = peers_report.sheets(found)
    failed = peers_report.failures(found)
    if failed:
        for sheet in made:
            show(out, sheet)
        raise Failed("; ".join(failed))
    return made


def _stops(out: Console) -> list[Sheet]:
    from tools.bench import report, stops

    with out.status("the processor stops"):
        return report.stops(list(stops.rows()))


def _charge(out: Console) -> list[Sheet]:
    from tools.bench import charge, report

    with out.status("the charge"):
        return report.charge(list(charge.rows()))


def _device(out: Console) -> list[Sheet]:
    from tools.bench import device, report

    with out.status("the device"):
        return report.device(list(device.rows()))


def _published(_out: Console) -> list[Sheet]:
    from tools.bench import published

    return published.sheets()


PARTS: tuple[tuple[str, Part], ...] = (
    ("the four ways", _ways),
    ("the buttons", _buttons),
    ("the processor stops", _stops),
    ("the charge", _charge),
    ("the device", _device),
    ("other stimulators", _published),
)


def main() -> int:
    """Takes some minutes."""
    return measure(PARTS, FILE)


def measure(parts: tuple[tuple[str, Part], ...], file: Path) -> int:
    """0; 1, and the file stays as it was, when a part could not be run."""
    out = console()
    _say_how_fast(out)
    made: list[Sheet] = []
    wrong = []
    for name, part in parts:
        try:
            sheets = part(out)
        except (ImportError, LookupError, OSError, RuntimeError, ValueError, Problem) as error:
            wrong.append(f"bench: not run: {name}: {_reason(error)}")
            continue
        for sheet in sheets:
            show(out, sheet)
        made += sheets
    if wrong:
        kept = f"bench: {file} stays as it was, for it would have holes"
        out.print(*wrong, kept, sep="\n", soft_wrap=True)
        return 1
    from tools.bench.report import markdown

    files.write(file, markdown(made))
    out.print(f"{file}", soft_wrap=True)
    return 0


def _reason(error: Exception) -> str:
    last = (str(error).strip().splitlines() or [type(error).__name__])[-1]
    return f"{last}: run `make setup`" if isinstance(error, ImportError) else last


def _say_how_fast(out: Console) -> None:
    """Neither Node nor ngspice takes part; a C compiler does, when set-up builds the core."""
    try:
        from tools.emulator.chip import loop_name
    except ImportError as error:
        out.print(f"bench: the emulator is missing ({error}): run `make setup`", soft_wrap=True)
        return
    if loop_name() == "stock":
        slow = "bench: the emulator's core is not compiled: the same figures, many times slower"
        out.print(f"{slow}; `make setup` compiles it", soft_wrap=True)


if __name__ == "__main__":
    sys.exit(command.run("bench", main))
