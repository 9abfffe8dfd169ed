"""galva report: the journal as a page and a picture."""

from pathlib import Path
from typing import Annotated

import typer

from tools.cli.logs import gather, of_device, tell_troubles
from tools.cli.out import Json, PortName, say, show
from tools.files import write
from tools.problems import Failed
from tools.report import figures
from tools.setup_steps.failure import explain

OUT = Path("build/report.html")


def report(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="journal.0 .. journal.7, in any order; without them, the device's."),
    ] = None,
    port: PortName = "",
    out: Annotated[Path, typer.Option(help="The page; the picture goes beside it.")] = OUT,
    as_json: Json = False,
) -> None:
    """Sessions as an HTML page and a PNG: totals, days, weeks, impedance. 1: a line left aside."""
    from tools.report import page, picture  # matplotlib takes a second

    journal = gather(files) if files else of_device(port)
    source = f"From {', '.join(map(str, files))}." if files else "Read from the device."
    image = out.with_suffix(".png")
    try:
        write(out, page.build(journal, source))
        write(image, picture.png(journal, source))
    except OSError as error:
        raise Failed(f"report: {explain(error)}; or give another place with --out") from None
    if as_json:
        show(figures.told(journal) | {"page": str(out), "picture": str(image)}, True)
    else:
        say(_words(figures.totals(journal)))
        say(f"{out}\n{image}")
    tell_troubles(journal)


def _words(sums: figures.Totals) -> str:
    missing = f"{sums.missing} missing" if sums.missing else "none missing"
    treated = f"{sums.treated_min:.1f} min treated, {sums.abs_mc:.2f} mC"
    return f"{sums.sessions} sessions, {sums.on_skin} on skin, {treated}, {missing}"
