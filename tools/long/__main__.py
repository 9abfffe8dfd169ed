"""python -m tools.long: a whole routine on the emulated chip; writes docs/long.md."""

import time
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from galva.core.routine import ROUTINES, Routine
from tools import DOCS
from tools.bench import device as bench
from tools.long.device import Device
from tools.long.perform import (
    LIFTS,
    PIECE,
    PIECE_LIFTS,
    Lift,
    Stuck,
    Watch,
    begin,
    idle,
    perform,
    power_on,
)
from tools.long.prompts import Treated, errors_ms
from tools.long.report import Result, markdown, rows
from tools.progress import console

FILE = DOCS / "long.md"
WORST_MS = 20.0


def main(
    piece: Annotated[bool, typer.Option(help="15 s instead of 5 min; writes nothing.")] = False,
    minutes: Annotated[float, typer.Option(help="Of use in all; idle after the routine.")] = 10,
) -> None:
    """Do a routine with three lift-offs on the emulated chip; 1 if a prompt is 20 ms off."""
    out = console()
    routine, lifts = (PIECE, PIECE_LIFTS) if piece else (ROUTINES[0], LIFTS)
    use_ms = 1000.0 * routine.total_s + 20_000 if piece else 60_000 * minutes
    columns = BarColumn(bar_width=30), TextColumn("{task.description}"), TimeRemainingColumn()
    try:
        with Progress(*columns, console=out) as bar:
            task = bar.add_task("", total=use_ms)

            def watch(ms: float, now: str) -> None:
                bar.update(task, completed=ms, description=now)

            result = _measured(routine, lifts, use_ms, watch)
    except (Stuck, ValueError) as error:
        out.print(f"long: {error}", soft_wrap=True)
        raise typer.Exit(1) from None
    shown = Table("what", "figure")
    for row in rows(result):
        shown.add_row(*row)
    out.print(shown)
    if not piece:
        FILE.write_text(markdown(result), encoding="utf-8")
        out.print(f"{FILE}", soft_wrap=True)
    if max(map(abs, result.late_ms)) > WORST_MS:
        out.print(f"long: a prompt is more than {WORST_MS:.0f} ms off")
        raise typer.Exit(1)


def _measured(routine: Routine, lifts: list[Lift], use_ms: float, watch: Watch) -> Result:
    start_s = time.monotonic()
    device = Device(routine)
    rig = device.rig
    power_on(rig)
    free_boot, _ = device.heap()
    begin(rig)
    perform(rig, device.marks, lifts, 1000.0 * routine.total_s, watch)
    treated = Treated(rig.front.trace, device.marks, 1000 * rig.now_ms)
    late_ms = errors_ms(routine, rig.tones, treated)
    idle(rig, use_ms, watch)
    free_end, collect_ms = device.heap()
    return Result(
        routine=routine.name,
        lifts=lifts,
        late_ms=late_ms,
        treated_ms=treated.ms,
        use_ms=rig.now_ms,
        wall_s=time.monotonic() - start_s,
        free_boot=free_boot,
        free_end=free_end,
        collect_ms=collect_ms,
        tick_bytes=max(ticks.bytes_grown for ticks in bench.session_ticks()),
    )


if __name__ == "__main__":
    typer.run(main)
