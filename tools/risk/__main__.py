"""python -m tools.risk: write docs/risk.md; --check: compare it, and the table with the tests."""

from typing import Annotated

import typer
from rich.console import Console

from tools.demo import files
from tools.risk import PAGE, TABLE, TESTS
from tools.risk.check import problems
from tools.risk.collected import collected
from tools.risk.report import page
from tools.risk.table import RiskError, load

Check = Annotated[bool, typer.Option("--check", help="Write nothing; 1 when anything is wrong.")]


def main(check: Check = False) -> None:
    """Takes some seconds: all tests are collected, none is run."""
    out = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    try:
        hazards = load(TABLE)
        with out.status("collecting all tests"):
            tests = collected(TESTS)
        wrong = list(problems(hazards, tests))
        text = page(hazards, tests)
        if not check:
            files.write(PAGE, text.encode())
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            wrong.append("docs/risk.md is out of date with the table and the tests: run make risk")
    except (RiskError, OSError) as error:
        wrong = [str(error)]
    for line in wrong:
        out.print(f"risk: {line}")
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)
