"""python -m tools.mutation: break core and guard in one place each, and see that a test fails."""

from typing import Annotated

import typer

from tools import ROOT
from tools.mutation import justified, report, rigs, stage, targets
from tools.mutation.mutants import Mutant
from tools.mutation.report import Line
from tools.progress import console

PAGE = ROOT / "docs" / "mutation.md"
_AT_A_TIME = 2


def main(
    check: Annotated[bool, typer.Option(help="only: each justification names a mutant")] = False,
    only: Annotated[str, typer.Option(help="files with this in their name; no page")] = "",
    fresh: Annotated[bool, typer.Option(help="forget what earlier runs found")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="mutants at a time")] = _AT_A_TIME,
) -> None:
    """An hour at first, then only what changed. 1 for a survivor without a reason."""
    out = console()
    try:
        reasons = justified.load()
        groups = [(group, targets.mutants(group)) for group in targets.GROUPS]
        wrong = justified.strangers([each for _g, of in groups for each in of], reasons)
    except (OSError, ValueError, LookupError) as error:
        out.print(f"mutation: {error}", style="red", soft_wrap=True, markup=False)
        raise typer.Exit(2) from error
    for line in wrong:
        told = f"tools/mutation/reasons: {line}: mend or remove it"
        out.print(told, style="red", soft_wrap=True, markup=False)
    if check or wrong:
        raise typer.Exit(1 if wrong else 0)
    groups = [(group, [each for each in of if only in each.file]) for group, of in groups]
    if not any(of for _group, of in groups):
        out.print(f"no file has {only!r} in its name; leave --only out for all of them")
        raise typer.Exit(2)
    try:
        verdicts = found([each for _g, of in groups for each in of], fresh, jobs)
    except RuntimeError as error:
        out.print(f"mutation: {error}", style="red", soft_wrap=True, markup=False)
        raise typer.Exit(2) from error
    lines = [(group, _lines(of, verdicts)) for group, of in groups if of]
    tell([line for _group, of in lines for line in of], reasons)
    if not only:
        text = report.page(lines, reasons, ", ".join(f"`{name}`" for name in rigs.FILES))
        PAGE.write_text(text, encoding="utf-8")
    left = report.unjustified([line for _group, of in lines for line in of], reasons)
    raise typer.Exit(1 if left else 0)


def found(mutants: list[Mutant], fresh: bool, jobs: int) -> dict[Mutant, str]:
    """What killed each, "" for a survivor: quick tests for core, slow ones for the rest."""
    out = console()
    core = [each for each in mutants if each.file.startswith("core/")]
    verdicts = stage.quick(fresh).run(core, jobs, out) if core else {}
    left = [each for each in mutants if not verdicts.get(each)]
    if left:
        verdicts |= stage.slow(fresh).run(left, jobs, out)
    return verdicts


def _lines(mutants: list[Mutant], verdicts: dict[Mutant, str]) -> list[Line]:
    files = dict.fromkeys(each.file for each in mutants)
    return [
        Line(file, {each: verdicts[each] for each in mutants if each.file == file})
        for file in files
    ]


def tell(lines: list[Line], reasons: list[justified.Reason]) -> None:
    """The table, and each survivor that nobody has justified."""
    out = console()
    for cells in [report.HEADS, *(report.row(line, reasons) for line in lines)]:
        name, *figures = cells
        out.print(f"{name:28}" + "".join(f"{cell:>17}" for cell in figures), markup=False)
    for mutant in report.unjustified(lines, reasons):
        told = f"survives: {mutant.file}:{mutant.lineno} {mutant.scope} | {mutant.line} | "
        out.print(told + mutant.change, style="red", soft_wrap=True, markup=False)


if __name__ == "__main__":
    typer.run(main)
