"""galva bundle: a release."""

from pathlib import Path
from typing import Annotated

import typer

from tools.cli.out import Json, show
from tools.deploy import bundle as made
from tools.deploy.package import PACKAGE, check_package, package


def bundle(
    to: Annotated[Path, typer.Option(help="The zip to write.")] = made.FILE,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; 1 when package.json is out of date.")
    ] = False,
    as_json: Json = False,
) -> None:
    """A release zip: each board's files as .mpy, checksums, a guide; and package.json for mip."""
    check_package() if check else PACKAGE.write_text(package())
    if check:
        show({"package": "up to date"} if as_json else ["package.json is up to date"], as_json)
        return
    count = made.write(to)
    lines = [f"{to}: {count} files, {to.stat().st_size / 1024:.0f} kB"]
    show({"file": str(to), "files": count} if as_json else lines, as_json)
