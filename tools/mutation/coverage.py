"""python -m tools.mutation.coverage: lines and branches of core that no portable test reaches."""

import sys

from rich.console import Console

from tools.mutation import portable
from tools.static.sources import ROOT


def missing() -> dict[str, list[str]]:
    """File of core -> lines not reached, and branches not taken as "from -> to"."""
    cov = portable.coverage_of_core()
    portable.measure(cov)
    found = {}
    for path in sorted(portable.CORE.glob("*.py")):
        analysis = cov._analyze(str(path))
        arcs = analysis.missing_branch_arcs()
        lines = [str(line) for line in sorted(analysis.missing)]
        lines += [f"{at} -> {to}" for at, ends in sorted(arcs.items()) for to in sorted(ends)]
        if lines:
            found[path.relative_to(ROOT).as_posix()] = lines
    return found


def main() -> int:
    """0 when all of core is reached, both ways of each branch; 1 with what is not."""
    out = Console()
    left = missing()
    for file, lines in left.items():
        out.print(f"{file}: {', '.join(lines)}", style="red", soft_wrap=True)
    files = len(list(portable.CORE.glob("*.py")))
    if not left:
        out.print(f"core: every line and branch of {files} files, by the portable tests alone")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
