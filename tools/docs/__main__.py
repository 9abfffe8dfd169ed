"""python -m tools.docs: write the blocks of the pages anew; --check: 1 when one is old."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from tools import DOCS, ROOT, command, files
from tools.problems import Failed

PAGES = (
    *("safety", "usage", "states", "link", "boards", "build", "build-b", "doctor"),
    "architecture",
)
FILES = (ROOT / "README.md", *(DOCS / f"{page}.md" for page in PAGES))
_BLOCK = re.compile(r"(<!-- table: (?P<name>[a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """The text with every block made anew. LookupError: there is no block of a name."""
    from tools.docs.blocks import block  # a board or mode that is refused is told in one line

    return _BLOCK.sub(lambda found: found[1] + block(found["name"]) + found[3], text)


def main(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; 1 when one is old.")
    ] = False,
) -> int:
    """Write the tables of README.md and docs/ from the code."""
    try:
        wrong = [line for path in FILES for line in _renewed(path, check)]
    except (LookupError, ValueError) as error:  # a signal without words, a refused board or mode
        raise Failed(str(error)) from error
    for line in wrong:
        print(f"docs: {line}", file=sys.stderr)
    return 1 if wrong else 0


def _renewed(path: Path, check: bool) -> Iterator[str]:
    """Write the file anew where it changed; with check: what is wrong instead."""
    name = path.name if path.parent == ROOT else f"docs/{path.name}"
    if not path.exists():
        yield f"{name} is missing: git checkout {name}"
        return
    text = path.read_text(encoding="utf-8")
    new = filled(text)
    if new == text:
        return
    if check:
        yield f"{name}: a table is out of date with the code: make docs"
    else:
        files.write(path, new)


if __name__ == "__main__":
    sys.exit(command.run("docs", main))
