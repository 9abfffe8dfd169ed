"""python -m host_tests.budgets: measure each, print it, write docs/budgets.md."""

import sys
from pathlib import Path

from rich.table import Table

import host_tests.conftest  # noqa: F401  the paths of the device's code
from host_tests.budgets import report
from host_tests.budgets.table import GROUPS
from tools.demo.progress import console

FILE = Path(__file__).parents[2] / "docs" / "budgets.md"


def main() -> int:
    """Some two minutes. 1 when a budget is not kept."""
    out = console()
    measured = []
    for group in GROUPS:
        with out.status(group.name):
            measured.append((group, group.measure()))
        out.print(f"measured: {group.name}")
    shown = Table(*report.HEADS)
    for row in report.rows(measured):
        shown.add_row(*row)
    out.print(shown)
    FILE.write_text(report.markdown(measured), encoding="utf-8")
    out.print(f"{FILE}")
    misses = [line for group, figures in measured for line in group.misses(figures)]
    for line in misses:
        out.print(f"over budget: {line}", style="red", soft_wrap=True)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
