"""python -m tools.bench: measure everything, print it, write docs/bench.md."""

import sys

from tools import DOCS, command, files
from tools.bench import charge, compare, device, report, stops
from tools.progress import console
from tools.sheets import show

FILE = DOCS / "bench.md"


def main() -> None:
    """Takes some minutes."""
    out = console()
    results = []
    with out.status("the four ways"):
        for result in compare.results():
            results.append(result)
            out.print(f"measured: {result.way}")
    with out.status("the processor stops"):
        stopped = list(stops.rows())
    with out.status("the charge"):
        charged = list(charge.rows())
    with out.status("the device"):
        rows = list(device.rows())
    made = report.sheets(results, stopped, charged, rows)
    for sheet in made:
        show(out, sheet)
    files.write(FILE, report.markdown(made))
    out.print(report.CONDITIONS, f"{FILE}", sep="\n", soft_wrap=True)


if __name__ == "__main__":
    sys.exit(command.run("bench", main))
