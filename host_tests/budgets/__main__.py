"""python -m host_tests.budgets: measure each, print it, write docs/budgets.md."""

import sys
from pathlib import Path

import host_tests.conftest  # noqa: F401  the paths of the device's code
from host_tests.budgets import report
from host_tests.budgets.table import GROUPS, Group
from tools import sheets
from tools.progress import console

FILE = Path(__file__).parents[2] / "docs" / "budgets.md"


def main() -> int:
    """Some two minutes. 1 when a budget is not kept, or could not be measured."""
    out = console()
    measured = []
    for group in GROUPS:
        with out.status(group.name):
            measured.append((group, _figures(group)))
        sheets.show(out, report.sheet(*measured[-1]))
    FILE.write_text(report.markdown(measured), encoding="utf-8")
    out.print(f"{FILE}")
    misses = [line for group, figures in measured for line in group.misses(figures)]
    for line in misses:
        out.print(f"over budget: {line}", style="red", soft_wrap=True)
    return 1 if misses else 0


def _figures(group: Group) -> dict[str, float]:
    """None when the chip does not do what the measurement asks: that is told, the rest goes on."""
    try:
        return group.measure()
    except Exception as error:
        print(f"{group.name}: not measured: {error}", file=sys.stderr)
        return {}


if __name__ == "__main__":
    sys.exit(main())
