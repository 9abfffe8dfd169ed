"""python -m tools.builds [how many]: set error of simulated boards, printed and in docs/."""

import sys
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from tools import DOCS, command, files
from tools.builds.accuracy import LOADS_OHM, METERS, SETPOINTS_UA, Build, accuracy, build
from tools.sheets import table

FILE = DOCS / "accuracy.md"
_WORDS = """# Delivered against set, before and after calibration

Written by `make accuracy`. Simulated, never measured on hardware: {many} boards with the
tolerances of [hardware.md](hardware.md) section 7 drawn at random, each into {loads}.
|delivered - set| in µA, 95 of 100 and the worst. After: two points into the 10.0 kΩ dummy, 50 and
450 µA, with a multimeter of that accuracy (`core/fit.py`).

"""


def rows(builds: Sequence[Build]) -> Iterator[tuple[str, ...]]:
    """One row a setpoint: p95 and worst for each meter, the worst in % too."""
    columns = [accuracy(builds, dmm) for dmm in METERS.values()]
    for ua in SETPOINTS_UA:
        spreads = [column[ua] for column in columns]
        cells = (f"{s.p95:.2f}, {s.most:.2f} ({s.most / ua:.2%})" for s in spreads)
        yield (f"{ua} µA", *cells)


def markdown(builds: Sequence[Build]) -> str:
    """docs/accuracy.md."""
    loads = ", ".join(f"{ohm} Ω" for ohm in LOADS_OHM)
    heads = ("set", *(f"with {meter}" if dmm else "before" for meter, dmm in METERS.items()))
    words = _WORDS.format(many=len(builds), loads=loads)
    return words + table(heads, rows(builds))


def main(many: Annotated[int, typer.Argument(min=1, help="Boards.")] = 1000) -> None:
    """Set error of simulated boards before and after calibration; some seconds for a thousand."""
    text = markdown([build(seed) for seed in range(many)])
    files.write(FILE, text)
    print(text, FILE, sep="\n")


if __name__ == "__main__":
    sys.exit(command.run("accuracy", main))
