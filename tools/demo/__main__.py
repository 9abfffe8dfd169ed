"""python -m tools.demo: a session of the whole device, with no hardware."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tools import ROOT, boards, command, files, progress
from tools.demo import findings, picture, report, saved, table
from tools.demo.finding import Finding
from tools.demo.recording import Recording
from tools.demo.script import FULL_S, LEAST_S, Rig, expected_ms, perform, script
from tools.problems import Failed
from tools.setup_steps.failure import explain
from tools.web.recording import Line

OUT = ROOT / "build" / "demo"


def open_rig(board: str) -> Rig:
    """The emulated chip with the firmware of this board, electrodes in the air."""
    try:
        from tools.emulator.rig import EmulatedRig
    except ImportError as error:
        raise Failed(f"the emulator cannot be loaded ({error}): make setup") from error
    rig: Rig = EmulatedRig(board=board, skin="open")
    return rig


def main(
    seconds: Annotated[
        int,
        typer.Option(min=LEAST_S, max=FULL_S, help=f"Emulated time; {FULL_S}: the full session."),
    ] = 40,
    board: Annotated[str, typer.Option(help="A module of boards/.")] = "pico",
    out: Annotated[Path, typer.Option(help="Where session.html, .png and .galva go.")] = OUT,
) -> int:
    """Use the device as a person would, and judge the session by what its outputs did.

    Exit code 0 only if every finding passes.
    """
    try:
        passed = _demo(progress.console(), seconds, board, out)
    except OSError as error:
        raise Failed(f"{explain(error)}; or name another folder: --out") from error
    return 0 if passed else 1


def _demo(console: Console, seconds: int, board: str, out: Path) -> bool:
    if board not in boards.emulated():
        known = ", ".join(boards.emulated())
        raise Failed(f"no board {board!r} with a chip that is emulated: use {known}")
    inlined = _page_parts()
    files.check_writable(out)
    recording, truth = _session(console, seconds, board)
    judged = findings.judge(recording)
    files.write(out / "session.html", report.build(recording, judged, inlined))
    files.write(out / "session.png", picture.draw(recording, judged))
    files.write(out / "session.galva", saved.build(recording, truth, board))
    show(console, recording, judged)
    for kind in ("html", "png", "galva"):
        console.print(str(out / f"session.{kind}"), soft_wrap=True)
    return all(finding.ok for finding in judged)


def _page_parts() -> dict[str, str]:
    try:
        return report.parts()
    except FileNotFoundError as error:
        raise Failed(f"{error.filename} is missing, the page needs it: make setup") from error


def _session(console: Console, seconds: int, board: str) -> tuple[Recording, list[Line]]:
    """What it left behind, and the truth as a page of the virtual device would be told it."""
    steps = script(seconds)
    console.print(f"A session on an emulated {board}, {expected_ms(steps) / 1000:.0f} s")
    rig = open_rig(board)
    witness = saved.Witness(rig, board)
    try:
        with progress.shown(console, expected_ms(steps)) as told:
            watch = witness.before(lambda ms, step: told(ms, step.now))
            return perform(rig, steps, watch), witness.lines
    finally:
        rig.close()


def show(console: Console, recording: Recording, judged: Sequence[Finding]) -> None:
    """Both tables, on the terminal."""
    steps = Table(*table.COLUMNS, title="What the person did", caption=table.NOTE)
    steps.title_justify = steps.caption_justify = "left"
    for row in table.rows(recording):
        steps.add_row(*row)
    verdicts = Table("", "what", "figure", "bound", "how", title="Findings, measured in emulation")
    verdicts.title_justify = "left"
    for finding in judged:
        verdict = "[green]pass[/]" if finding.ok else "[red]FAIL[/]"
        verdicts.add_row(verdict, finding.name, finding.figure, finding.bound, finding.how)
    console.print(steps, verdicts)


if __name__ == "__main__":
    sys.exit(command.run("demo", main))
