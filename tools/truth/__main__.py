"""python -m tools.truth: who made which page, and when; --check: the README; --stamp NAME."""

import sys

from rich.table import Table

from tools.progress import console
from tools.truth import claims, made


def main(words: list[str]) -> int:
    """0; 1 when the README says what nothing stands behind; 2 for wrong usage."""
    if words[:1] == ["--stamp"] and len(words) == 2:
        made.stamp(words[1])
        return 0
    if words not in ([], ["--check"]):
        print("truth: give nothing, --check, or --stamp NAME of made.toml", file=sys.stderr)
        return 2
    if not words:
        shown = Table("command", "writes", "made")
        told = made.stamps()
        for each in made.load().values():
            shown.add_row(f"make {each.name}", ", ".join(each.files), made.age(each, told))
        console().print(shown)
    lines = claims.check()
    for line in lines:
        print(line, file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
