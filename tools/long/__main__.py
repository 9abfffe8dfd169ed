"""python -m tools.long routine | idle | sessions: on the emulated chip, into docs/long.md."""

import time
from collections.abc import Callable, Iterable
from typing import Annotated, TypeVar

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from galva.core.routine import ROUTINES, Routine
from tools.bench import device as bench
from tools.emulator.chip import ChipError
from tools.long import day, page, report
from tools.long import sessions as chip_sessions
from tools.long.device import Device
from tools.long.perform import (
    LIFTS,
    PIECE,
    PIECE_LIFTS,
    QUICK,
    Lift,
    Stuck,
    Watch,
    begin,
    perform,
    power_on,
)
from tools.long.perform import idle as use
from tools.long.prompts import Treated, errors_ms
from tools.long.report import Result
from tools.progress import console

Check = tuple[str, str, bool]
T = TypeVar("T")
app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)
Quick = Annotated[bool, typer.Option(help="sessions of 5 s, not 15, and no lift-offs")]
Write = Annotated[bool, typer.Option(help="the part of docs/long.md")]


@app.command()
def routine(
    piece: Annotated[bool, typer.Option(help="15 s instead of 5 min; writes nothing")] = False,
    minutes: Annotated[float, typer.Option(help="of use in all; idle after the routine")] = 10,
) -> None:
    """A routine with three lift-offs; 1 if a prompt is 20 ms off."""
    asked, lifts = (PIECE, PIECE_LIFTS) if piece else (ROUTINES[0], LIFTS)
    use_ms = 1000.0 * asked.total_s + 20_000 if piece else 60_000 * minutes
    result = _watched(use_ms, lambda watch: _measured(asked, lifts, use_ms, watch))
    _end("routine", report.HOW, report.checks(result), not piece)


@app.command()
def idle(
    hours: Annotated[int, typer.Option(help="of the device's clock")] = 24,
    every: Annotated[int, typer.Option(help="of these hours a window is run")] = 1,
    quick: Quick = False,
    session: Annotated[bool, typer.Option(help="one at the end")] = True,
    seconds: Annotated[float, typer.Option(help="run at each hour; the rest is leapt over")] = 60,
    write: Write = True,
) -> None:
    """Idle with the clock leaping from hour to hour; 24 h of 60 s: an hour. 1 if a check fails."""
    start_s = time.monotonic()
    marks = day.windows_us(hours, int(1e6 * seconds), every)
    total_ms = 1000 * seconds * len(marks) + 35_000
    seen = _watched(
        total_ms, lambda watch: day.live(marks, seconds, _short(quick), session, watch)
    )
    _end("idle", report.IDLE, [*day.checks(seen), _wall(start_s)], write)


@app.command()
def sessions(
    minutes: Annotated[float, typer.Option(help="of the device's time")] = 30,
    quick: Quick = False,
    write: Write = True,
) -> None:
    """One after another, across the clock's wraps; 30 min take two hours. 1 if a check fails."""
    start_s = time.monotonic()
    use_ms = 60_000 * minutes
    seen, ms = _watched(use_ms, lambda watch: chip_sessions.live(use_ms, _short(quick), watch))
    ran = ("run, emulated", f"{ms / 60_000:.1f} min", True)
    _end("sessions", report.SESSIONS, [ran, *chip_sessions.checks(seen), _wall(start_s)], write)


def _short(quick: bool) -> Routine:
    return QUICK if quick else PIECE


def _wall(start_s: float) -> Check:
    return "wall time of it", f"{(time.monotonic() - start_s) / 60:.1f} min", True


def _watched(total_ms: float, live: Callable[[Watch], T]) -> T:
    out = console()
    columns = BarColumn(bar_width=30), TextColumn("{task.description}"), TimeRemainingColumn()
    try:
        with Progress(*columns, console=out) as bar:
            task = bar.add_task("", total=total_ms)

            def watch(ms: float, now: str) -> None:
                bar.update(task, completed=ms, description=now)

            return live(watch)
    except (Stuck, ValueError, ChipError) as error:
        out.print(f"long: {error}", soft_wrap=True)
        raise typer.Exit(1) from None


def _end(name: str, how: str, checks: Iterable[Check], write: bool) -> None:
    """Show it, write it, exit."""
    out, found = console(), list(checks)
    shown = Table("what", "figure", "")
    for what, seen, well in found:
        shown.add_row(what, seen, "" if well else "NOT WELL")
    out.print(shown)
    well = all(each[2] for each in found)
    if write:
        page.put(name, page.section(how, page.rows(found), well))
        out.print(f"{page.FILE}", soft_wrap=True)
    if not well:
        bad = "; ".join(what for what, _seen, well in found if not well)
        out.print(f"long: {bad}: not as it should be", soft_wrap=True)
        raise typer.Exit(1)


def _measured(asked: Routine, lifts: list[Lift], use_ms: float, watch: Watch) -> Result:
    start_s = time.monotonic()
    device = Device(asked)
    rig = device.rig
    power_on(rig)
    free_boot, _ = device.heap()
    begin(rig)
    perform(rig, device.marks, lifts, 1000.0 * asked.total_s, watch)
    treated = Treated(rig.front.trace, device.marks, 1000 * rig.now_ms)
    late_ms = errors_ms(asked, rig.tones, treated)
    use(rig, use_ms, watch)
    free_end, collect_ms = device.heap()
    return Result(
        routine=asked.name,
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
    app()
