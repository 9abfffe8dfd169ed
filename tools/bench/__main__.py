"""python -m tools.bench: measure everything, print it, write docs/bench.md."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from tools.bench import charge, compare, device, report, stops
from tools.demo.progress import console

FILE = Path(__file__).parents[2] / "docs" / "bench.md"


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
    FILE.write_text(report.markdown(made), encoding="utf-8")
    out.print(report.CONDITIONS, f"{FILE}", sep="\n", soft_wrap=True)


def show(out: Console, sheet: report.Sheet) -> None:
    """One table on the terminal."""
    shown = Table(*sheet.heads, title=sheet.title, caption=sheet.note or None)
    shown.title_justify = shown.caption_justify = "left"
    for row in sheet.rows:
        shown.add_row(*row)
    out.print(shown)


if __name__ == "__main__":
    main()
