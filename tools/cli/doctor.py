"""galva doctor: what is wrong, why it matters, the cure."""

from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer
from rich.console import Group
from rich.text import Text

from tools.cli.out import Json, PortName, errors, show
from tools.doctor import findings
from tools.doctor.examine import AtPort, examine
from tools.doctor.findings import BAD, OK, SKIPPED, WARN, Finding
from tools.doctor.host import this_host
from tools.doctor.talk import SILENT_S
from tools.problems import Failed, NoDevice

_COLOURS = {OK: "green", SKIPPED: "dim", WARN: "yellow", BAD: "bold red"}


Wait = Annotated[
    float, typer.Option(min=1, help="Seconds of silence after a reset: it does not start.")
]


def doctor(port: PortName = "", wait: Wait = SILENT_S, as_json: Json = False) -> None:
    """Look at this computer, the cable, the board and all that is on it.

    The device's program is ended to read its files, and started again: it tests itself. Not in a
    session. Codes: 0 nothing bad, 1 something bad, 3 no device.
    """
    told: list[Finding] = []
    try:
        with errors.status("this computer") as status:
            for each in examine(this_host(), port, status.update, partial(AtPort, silent_s=wait)):
                told.append(each)
    finally:  # unplugged in the middle: what was found until then
        show([asdict(each) for each in told], as_json, lambda: Group(*map(_line, told)))
    _end(told)


def _end(told: list[Finding]) -> None:
    """NoDevice, Failed: how many, and where the first one is."""
    bad = [each for each in told if each.level == BAD]
    if not bad:
        return
    more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
    kind = NoDevice if any(each.group == findings.USB for each in bad) else Failed
    raise kind(f"{bad[0].what}{more}: {bad[0].cure}")


def _line(each: Finding) -> Text:
    """What, why, cure, on one line."""
    parts = [each.what, *filter(None, (each.why, each.cure and f"cure: {each.cure}"))]
    return Text.assemble(
        (f"{each.level:8}", _COLOURS[each.level]), f"{each.group:10}", "; ".join(parts)
    )
