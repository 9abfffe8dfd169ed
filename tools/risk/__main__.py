"""python -m tools.risk: write docs/risk.md; --check: compare it, and the table with the tests."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from tools import command, files
from tools.risk import PAGE, TABLE, TESTS
from tools.risk.check import problems
from tools.risk.collected import collected
from tools.risk.report import page
from tools.risk.table import load

Check = Annotated[bool, typer.Option("--check", help="Write nothing; 1 when anything is wrong.")]


def main(check: Check = False) -> int:
    """Write docs/risk.md from the hazards and the marks of the tests; none is run."""
    out = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    hazards = load(TABLE)
    with out.status("collecting all tests"):
        tests = collected(TESTS)
    wrong = list(problems(hazards, tests))
    text = page(hazards, tests)
    if not check:
        files.write(PAGE, text)
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        wrong.append("docs/risk.md is out of date with the table and the tests: run make risk")
    for line in wrong:
        out.print(f"risk: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(command.run("risk", main))
