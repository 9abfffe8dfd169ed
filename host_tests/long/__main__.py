"""python -m host_tests.long: hours of sessions on the fakes; its part of docs/long.md."""

import time
from collections.abc import Callable
from typing import Annotated

import pytest
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from host_tests.fake_rig import FakeRig, commissioned
from host_tests.long.held import held
from host_tests.long.judge import WRAP_MS, Check, Life, checks, wear_years
from host_tests.long.script import AT_FIRST_MS, DAYS, ROTATION, Person, Visit, days
from host_tests.long.writes import counted
from host_tests.test_routines import watch_state
from tools.long import page
from tools.long.device import chosen
from tools.long.perform import PIECE, power_on
from tools.progress import console

Told = Callable[[FakeRig, Person], bool]  # False: the day that has begun is the last
STARTS_HOURS = 0.65
WRAP_AFTER_MS = 900_000  # since power-on: in the second session of the first day


def main(
    hours: Annotated[float, typer.Option(help="of the device's time")] = 8,
    most_min: Annotated[float, typer.Option(help="after them the present day is the last")] = 1e9,
    starts: Annotated[bool, typer.Option(help="123 starts: the journal rotates")] = False,
    write: Annotated[bool, typer.Option(help="the page docs/long.md")] = True,
) -> None:
    """8 h take some 30 min, the starts one. 1 when a check fails."""
    out, begin_s = console(), time.process_time()
    try:
        life = _watched(out, hours, 60 * most_min, starts)
    except AssertionError as error:  # a state that was waited for, an answer
        out.print(f"long: {error}", soft_wrap=True)
        raise typer.Exit(1) from None
    found = checks(life)
    shown = Table("what", "seen", "")
    for check in found:
        shown.add_row(check.what, check.seen, "well" if check.well else "NOT WELL")
    out.print(shown)
    if write:
        name, how = ("starts", OF_STARTS) if starts else ("rig", DAILY)
        page.put(name, section(life, found, time.process_time() - begin_s, how))
    raise typer.Exit(0 if all(check.well for check in found) else 1)


def _watched(out: Console, hours: float, most_s: float, starts: bool) -> Life:
    """Lived, with its progress shown."""
    columns = BarColumn(bar_width=30), TextColumn("{task.description}"), TimeRemainingColumn()
    end_s = time.monotonic() + most_s
    with Progress(*columns, console=out) as bar, pytest.MonkeyPatch.context() as patch:
        task = bar.add_task("", total=3.6e6 * (STARTS_HOURS if starts else hours))

        def told(rig: FakeRig, person: Person) -> bool:
            day = f"day {person.sessions[-1].day + 1}, {len(person.sessions)} sessions"
            bar.update(task, completed=rig.now_ms, description=day)
            return time.monotonic() < end_s

        if starts:
            return lived(patch, 0, told, WRAP_MS - AT_FIRST_MS, ROTATION)
        return lived(patch, hours, told)


def lived(
    patch: pytest.MonkeyPatch,
    hours: float,
    told: Told = lambda _rig, _person: True,
    epoch_ms: int = WRAP_MS - WRAP_AFTER_MS,
    plan: tuple[tuple[Visit, ...], ...] = DAYS,
) -> Life:
    """A device's life of so many hours, each day of it one of the plan's."""
    own = {"routines.json": chosen(PIECE)["routines.json"]}
    rig = FakeRig(patch, noise=False, epoch_ms=epoch_ms, files=commissioned() | own)
    rig.world.notes = False
    try:
        return _lived(rig, patch, hours, told, plan)
    finally:
        rig.close()


def _lived(
    rig: FakeRig,
    patch: pytest.MonkeyPatch,
    hours: float,
    told: Told,
    plan: tuple[tuple[Visit, ...], ...],
) -> Life:
    writes = counted(rig, patch)
    person = Person(rig, watch_state(rig, patch))
    kept: list[tuple[int, int]] = []
    power_on(rig)
    goes_on = True
    for visit in days(person, hours, plan):
        if visit:
            goes_on = told(rig, person)
            continue
        kept.append(held(rig))
        if not goes_on:
            break
    epoch_ms, usage = rig.world.epoch_ms, person.usage()
    return Life(
        epoch_ms, rig.now_ms, person.sessions, kept, writes, person.changes, usage, rig.files()
    )


def section(life: Life, found: list[Check], cpu_s: float, how: str) -> str:
    """Of the page."""
    n_days = life.sessions[-1].day + 1
    rows = [
        ("virtual time", f"{life.end_ms / 3.6e6:.2f} h, {n_days} days"),
        (
            "processor time",
            f"{cpu_s / 60:.1f} min: {life.end_ms / 1000 / cpu_s:.1f} times as fast",
        ),
        *page.rows(found),
    ]
    if how == DAILY:
        rows.append(("writes a day", f"{sum(life.writes.values()) / n_days:.1f}"))
        rows.append(("flash lasts", f"{wear_years(life):.0f} years of such days"))
    return page.section(how, rows, all(check.well for check in found))


DAILY = (
    "One device's life on the fakes (real firmware, CPython, virtual time), one process: "
    "`python -m host_tests.long`. Each day: asleep after 3 min, woken, told the date by a host, "
    "then six or seven sessions out of all modes and routines, with lift-offs, ends by START, a "
    "fault (USB in a session) that is acknowledged, a start without skin. 2^30 ms are over in the "
    "middle of a session of the first day. The converter has no noise here, so that two sessions "
    "can be compared to the code. Whole, it is 8 h. Flash: as if each write erased one and the "
    "same sector of the W25Q16JV, which has 100 000 cycles (data sheet of Winbond, revision H); "
    "littlefs spreads them over 212."
)
OF_STARTS = (
    "The same with 40 starts without skin a day after one session of 15 s: "
    "`python -m host_tests.long --starts`. Each start is a line of the journal, whose eight files "
    "of 4096 bytes are full after some hundred."
)

if __name__ == "__main__":
    typer.run(main)
